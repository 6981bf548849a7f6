from datetime import date
from typing import Any

from django.db.models import F, Q
from django.db.models.functions import Now, TruncDate

from apps.branches.querysets import DatedQuerySet
from apps.branches.scope import Scope, VisibleQuerySet, scope
from apps.core.periods import Period
from apps.zones.choices import (
    TOOK_PLACE,
    UNSETTLED,
    ActivityStatus,
    SuggestionStatus,
)


def of_units(rows, where: Scope, unit: str) -> Q:
    """Those of `rows` whose unit, found by `unit`, has an organisation within `where`."""
    condition = where.condition(f"{unit}__organisations__path")
    return Q(pk__in=rows.model._base_manager.filter(condition).order_by().values("pk"))


class SharedQuerySet(VisibleQuerySet):
    """The same for everybody who may see any of it."""

    def in_scope(self, where: Scope):
        return self if where else self.none()


class DivisionQuerySet(SharedQuerySet):
    def of_year(self, year: int):
        return self.filter(year=year)

    def stating_units(self):
        return self.filter(units__isnull=False)


class ZoneQuerySet(VisibleQuerySet):
    """A zone is seen by whoever sees an organisation of one of its units."""

    def in_scope(self, where: Scope):
        if where.is_everywhere:
            return self
        return self.filter(of_units(self, where, "memberships__unit"))

    def of_year(self, year: int):
        return self.filter(year=year)


class ZoneMembershipQuerySet(DatedQuerySet):
    def in_scope(self, where: Scope):
        if where.is_everywhere:
            return self
        return self.filter(of_units(self, where, "unit"))

    def meeting_days(self, first: date, end: date | None):
        """Those that hold on a day of the half-open span; without an end, from `first` on."""
        return (
            self.ending_after(first).filter(valid_from__lt=end) if end else self.ending_after(first)
        )


class ZoneOfficerQuerySet(VisibleQuerySet):
    def in_scope(self, where: Scope):
        """Who does the desk work for a zone concerns the desk alone."""
        return self if where.is_everywhere else self.none()


class ZoneActivityQuerySet(VisibleQuerySet):
    def in_scope(self, where: Scope):
        """Read by the units of its zone, by its hosts and by whoever attended; what all zones do
        at once, by everybody. Written by the convening unit."""
        if where.is_everywhere or not where:
            return self if where else self.none()
        if not where.is_for_reading:
            return self.filter(of_units(self, where, "zone__convening_unit"))
        return self.filter(
            Q(zone=None)
            | of_units(self, where, "zone__memberships__unit")
            | of_units(self, where, "hosts__unit")
            | of_units(self, where, "attending__unit")
        )

    def took_place(self):
        return self.filter(status__in=TOOK_PLACE)

    def starting_in(self, period: Period):
        """A span counts in the period in which it began."""
        return self.filter(starts_on__gte=period.start, starts_on__lt=period.end)

    def of_year(self, year: int):
        return self.filter(starts_on__year=year)

    def of_zones(self):
        """Without the rounds, which consist of such."""
        return self.filter(zone__isnull=False)

    def waiting_for_record(self, today: date):
        """Over, and nobody has written down how it was."""
        over = Q(status=ActivityStatus.CALLED, ends_on__lt=today)
        return self.of_zones().filter(over | Q(status=ActivityStatus.HELD))

    def waiting_for_publication(self):
        return self.filter(status=ActivityStatus.RECORDED)

    def stating_totals(self):
        """Whose units are known as a total only: neither it nor a part of it lists any."""
        return self._without(Q(attending__isnull=False))

    def stating_persons(self):
        """Whose persons are known as a total only, whether or not the units are listed."""
        return self._without(Q(attending__persons__isnull=False))

    def _without(self, listed: Q):
        """But for those that list something themselves, and rounds of which a part does."""
        everything = self.model._base_manager
        listing = everything.filter(listed)
        lists = Q(pk__in=listing.order_by().values("pk"))
        of_rounds = listing.filter(part_of__isnull=False).order_by().values("part_of")
        return self.exclude(lists | Q(pk__in=of_rounds))


class OfActivityQuerySet(VisibleQuerySet):
    """Parts of an activity are seen by whoever sees the activity."""

    def in_scope(self, where: Scope):
        if where.is_everywhere:
            return self
        activities: Any = self.model._meta.get_field("activity").related_model
        return self.filter(activity__in=activities.objects.in_scope(where).order_by().values("pk"))

    def of_what_took_place(self):
        return self.filter(activity__status__in=TOOK_PLACE)

    def starting_in(self, period: Period):
        return self.filter(
            activity__starts_on__gte=period.start, activity__starts_on__lt=period.end
        )


class AttendingUnitQuerySet(OfActivityQuerySet):
    pass


class PracticeAdoptionQuerySet(VisibleQuerySet):
    def in_scope(self, where: Scope):
        """Read with the practice; written by the unit that took it up."""
        if where.is_everywhere:
            return self
        own = of_units(self, where, "unit")
        if not where.is_for_reading:
            return self.filter(own)
        practices: Any = self.model._meta.get_field("practice").related_model
        seen = practices.objects.in_scope(where).order_by().values("pk")
        return self.filter(own | Q(practice__in=seen))

    def begun_in(self, period: Period):
        return self.filter(since__gte=period.start, since__lt=period.end)


class SuggestionQuerySet(VisibleQuerySet):
    def in_scope(self, where: Scope):
        """Read by the unit that spoke and by the one that answers; answered by the latter alone,
        accepted by the former alone. What names no unit is the convening unit's business."""
        if where.is_everywhere:
            return self
        named_none = of_units(self, where, "zone__convening_unit") & Q(unit=None)
        spoke = of_units(self, where, "unit") | named_none
        owns = of_units(self, where, "owner_unit")
        match where.action:
            case "view":
                return self.filter(spoke | owns)
            case "answer":
                return self.filter(owns)
        return self.filter(spoke)

    def made_in(self, period: Period):
        return self.filter(made_on__gte=period.start, made_on__lt=period.end)

    def late_in(self, period: Period):
        """Whose day passed inside the period without an answer; none passes tomorrow.

        The clock is the database's: the statement is kept and run again on other days.
        """
        inside = self.filter(due_on__gte=period.start, due_on__lt=period.end)
        return inside.filter(due_on__lt=TruncDate(Now())).filter(
            Q(status=SuggestionStatus.ASSIGNED) | Q(answered_at__date__gt=F("due_on"))
        )

    def without_owner(self):
        return self.filter(status=SuggestionStatus.COLLECTED)

    def awaiting_answer(self):
        return self.filter(status=SuggestionStatus.ASSIGNED)

    def owed_by(self, user):
        """Those that wait for this very user: his own, and those of the units he answers for."""
        where = scope(user, "zones.answer_suggestion")
        own = Q(owner=user)
        if where and not where.is_everywhere:
            own |= of_units(self, where, "owner_unit")
        return self.awaiting_answer().filter(own)

    def unsettled(self):
        return self.filter(status__in=UNSETTLED)

    def overdue(self, day: date):
        """Past the day on which the answer was due."""
        return self.filter(status=SuggestionStatus.ASSIGNED, due_on__lt=day)
