from apps.branches.querysets import DatedQuerySet
from apps.branches.scope import Scope, VisibleQuerySet
from apps.core.periods import Period


class DutyRuleQuerySet(DatedQuerySet):
    def in_scope(self, where: Scope):
        """Rules are the same for everybody who may see any of them."""
        return self if where else self.none()

    def get_by_natural_key(self, key: str, number: int):
        return self.get(key=key, number=number)

    def valid_in(self, period: Period):
        """Those that hold on at least one day of the period."""
        return self.filter(valid_from__lt=period.end).exclude(valid_to__lte=period.start)


class WaiverQuerySet(VisibleQuerySet):
    def approved(self):
        return self.exclude(approved_by=None)

    def waiting(self):
        return self.filter(approved_by=None)

    def within(self, period: Period):
        return self.filter(period_start__gte=period.start, period_end__lte=period.end)
