from datetime import datetime

from django.db.models import Q

from apps.branches.querysets import DatedQuerySet
from apps.branches.scope import Scope, VisibleQuerySet
from apps.core.periods import Period
from apps.zones.models import Zone


class SharedQuerySet(VisibleQuerySet):
    """Rows that are the same for everybody who may see any of them."""

    def in_scope(self, where: Scope):
        return self if where else self.none()


class ReminderRuleQuerySet(SharedQuerySet):
    def get_by_natural_key(self, days: int):
        return self.get(days=days)

    def active(self):
        return self.filter(is_active=True)


class ReminderQuerySet(VisibleQuerySet):
    def waiting(self):
        """Asked for by the staff and not told yet."""
        return self.filter(notice=None, has_lapsed=False)

    def recent(self, since: datetime):
        """Told since then, or still to be told."""
        return self.filter(Q(notice__created_at__gt=since) | Q(notice=None, has_lapsed=False))


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


class RemarkQuerySet(VisibleQuerySet):
    """Seen with its zone; one about the whole city by whoever sees the whole city."""

    def in_scope(self, where: Scope):
        if where.is_everywhere:
            return self
        return self.filter(zone__in=Zone.objects.in_scope(where).order_by().values("pk"))

    def awaiting_answer(self):
        return self.filter(status="asked")

    def of_officer(self, user):
        """Those that wait for a member of the staff: of the zones he works for, and of the city."""
        return self.filter(Q(zone=None) | Q(zone__officers__user=user))
