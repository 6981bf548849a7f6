from datetime import date

from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import StrIndex

from apps.branches.models import Membership
from apps.branches.querysets import DatedQuerySet, PersonQuerySet
from apps.branches.scope import Scope, VisibleQuerySet
from apps.contacts.choices import PENDING
from apps.core.periods import Period


def own_memberships(day: date):
    """Memberships of the outer contact point's leader that hold on `day` or later, in the contact
    branch or below it, while the contact point lasts (R-CP-02)."""
    point_goes_on = Q(ends=None) | Q(valid_from__lt=F("ends"))
    return (
        Membership.objects.ending_after(day)
        .filter(person=OuterRef("person"))
        .alias(
            ends=OuterRef("valid_to"),
            at=StrIndex("organisation__path", OuterRef("organisation__path")),
        )
        .filter(point_goes_on, at=1)
    )


class ContactPointQuerySet(DatedQuerySet):
    def of(self, user):
        """Those that the user himself holds."""
        return self.filter(person__user=user)

    def own_branch(self, day: date):
        """R-CP-02: the leader's own membership lies, or will lie, in the contact branch."""
        return self.ending_after(day).filter(Exists(own_memberships(day)))

    def dissolved(self, day: date):
        """Points that go on although their branch does not exist any more."""
        return self.ending_after(day).filter(organisation__dissolved_on__lte=day)

    def in_conflict(self, day: date):
        """另选联系点: derived from rows on every call, so that no transfer, merger or import can
        forget to raise it; ending the point or choosing another one closes it."""
        gone = Q(organisation__dissolved_on__lte=day)
        return self.ending_after(day).filter(gone | Exists(own_memberships(day)))


class MonthlyCheckQuerySet(VisibleQuerySet):
    scope_lookup = "contact_point__organisation__path"

    def made_in(self, period: Period):
        return self.filter(month__gte=period.start, month__lt=period.end)


class ContactVisitQuerySet(VisibleQuerySet):
    scope_lookup = "contact_point__organisation__path"

    def of(self, user):
        return self.filter(contact_point__person__user=user)

    def begun_in(self, period: Period):
        return self.filter(starts_on__gte=period.start, starts_on__lt=period.end)


class PromiseQuerySet(VisibleQuerySet):
    scope_lookup = "visit__contact_point__organisation__path"

    def of(self, user):
        return self.filter(visit__contact_point__person__user=user)

    def made_in(self, period: Period):
        """By the day on which the visit began."""
        return self.filter(visit__starts_on__gte=period.start, visit__starts_on__lt=period.end)

    def pending(self):
        """What is still to be kept, or waits for the leader's word."""
        return self.filter(status__in=PENDING)

    def overdue(self, day: date):
        return self.pending().filter(due_on__lt=day)


class HolderRuleQuerySet(DatedQuerySet):
    def in_scope(self, where: Scope):
        """The same for everybody who may see any of them."""
        return self if where else self.none()


class HolderQuerySet(PersonQuerySet):
    """People who should hold a contact point; see `apps/contacts/holders.py`."""


class OfUnitQuerySet(VisibleQuerySet):
    """Rows of a unit: seen by whoever sees one of its organisations."""

    unit_lookup = "unit"

    def in_scope(self, where: Scope):
        if where.is_everywhere:
            return self
        path = f"{self.unit_lookup}__organisations__path"
        own = self.model._base_manager.filter(where.condition(path))
        return self.filter(pk__in=own.values("pk"))


class ResearchPointQuerySet(OfUnitQuerySet, DatedQuerySet):
    pass


class ResearchTopicQuerySet(VisibleQuerySet):
    def in_scope(self, where: Scope):
        """Seen in the zone or the unit that studies it."""
        if where.is_everywhere:
            return self
        zone = where.condition("zone__memberships__unit__organisations__path")
        unit = where.condition("unit__organisations__path")
        own = self.model._base_manager.filter(zone | unit)
        return self.filter(pk__in=own.values("pk"))

    def of_year(self, year: int):
        return self.filter(year=year)


class ResearchResultQuerySet(VisibleQuerySet):
    def in_scope(self, where: Scope):
        if where.is_everywhere:
            return self
        zone = where.condition("topic__zone__memberships__unit__organisations__path")
        unit = where.condition("topic__unit__organisations__path")
        own = self.model._base_manager.filter(zone | unit)
        return self.filter(pk__in=own.values("pk"))

    def submitted_in(self, period: Period):
        return self.filter(submitted_on__gte=period.start, submitted_on__lt=period.end)
