from datetime import date

from django.db.models import Q

from apps.branches.querysets import DatedQuerySet
from apps.branches.scope import Scope, VisibleQuerySet
from apps.core.periods import Period
from apps.meetings.querysets import effective as effective_meeting
from apps.sixlights.choices import ActivityStatus


def effective(prefix: str = "") -> Q:
    """Logged and not void; what is also a meeting counts while its record does."""
    return Q(**{f"{prefix}status": ActivityStatus.LOGGED}) & (
        Q(**{f"{prefix}meeting": None}) | effective_meeting(f"{prefix}meeting__")
    )


class SharedQuerySet(VisibleQuerySet):
    """Campaigns are the same for everybody who may see any of them."""

    def in_scope(self, where: Scope):
        return self if where else self.none()


class CampaignQuerySet(SharedQuerySet):
    def in_force(self, day: date):
        return self.filter(starts_on__lte=day).filter(Q(ends_on=None) | Q(ends_on__gte=day))


class CampaignItemQuerySet(SharedQuerySet):
    def in_force(self, day: date):
        """Items of the campaigns that an activity of that day can belong to."""
        return self.filter(campaign__starts_on__lte=day).filter(
            Q(campaign__ends_on=None) | Q(campaign__ends_on__gte=day)
        )


class MetricQuerySet(SharedQuerySet):
    def get_by_natural_key(self, code: str):
        return self.get(code=code)


class ActivityQuerySet(VisibleQuerySet):
    def effective(self):
        return self.filter(effective())

    def held_in(self, period: Period):
        """By the day on which it began."""
        return self.filter(starts_on__gte=period.start, starts_on__lt=period.end)

    def under(self, item):
        return self.filter(pk__in=item.placements.values("activity"))


class OfActivityQuerySet(VisibleQuerySet):
    """Parts of an activity: seen where the activity is seen."""

    scope_lookup = "activity__organisation__path"

    def effective(self):
        return self.filter(effective("activity__"))

    def held_in(self, period: Period):
        return self.filter(
            activity__starts_on__gte=period.start, activity__starts_on__lt=period.end
        )


class LecturerQuerySet(DatedQuerySet):
    def in_scope(self, where: Scope):
        """The corps is there to be invited: whoever may see any of it sees all of it."""
        return self if where else self.none()
