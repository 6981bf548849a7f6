from datetime import date

from django.apps import apps
from django.db.models import (
    BooleanField,
    Count,
    Exists,
    F,
    Func,
    OuterRef,
    Prefetch,
    Q,
    Subquery,
    Value,
)
from django.db.models.functions import Coalesce, StrIndex

from apps.branches.models import Appointment, Membership
from apps.branches.querysets import DatedQuerySet, PersonQuerySet
from apps.branches.scope import Scope, VisibleQuerySet
from apps.contacts.choices import PENDING
from apps.core.periods import Period

# Where a point has no end.
FOREVER = date.max


def own_memberships(day: date):
    """Memberships of the outer contact point's leader that hold on `day` or later, in the contact
    branch or below it, while the contact point lasts (R-CP-02)."""
    ends = Coalesce(OuterRef("valid_to"), Value(FOREVER))
    return (
        Membership.objects.ending_after(day)
        .filter(person=OuterRef("person"), valid_from__lt=ends)
        .alias(at=StrIndex("organisation__path", OuterRef("organisation__path")))
        .filter(at=1)
    )


def _checked_in(period: Period) -> Exists:
    checks = apps.get_model("contacts.MonthlyCheck").objects.made_in(period)
    return Exists(checks.filter(contact_point=OuterRef("pk")))


class ContactPointQuerySet(DatedQuerySet):
    def of(self, user):
        """Those that the user himself holds."""
        return self.filter(person__user=user)

    def with_visits(self, period: Period):
        """Each knows how many visits of the period there are."""
        begun = Q(visits__starts_on__gte=period.start, visits__starts_on__lt=period.end)
        return self.annotate(visit_count=Count("visits", filter=begun))

    def visited_less_than(self, number: int, period: Period):
        """R-CP-04: those on which fewer visits of the period are recorded."""
        return self.with_visits(period).filter(visit_count__lt=number)

    def looked_after_in(self, period: Period):
        """Those whose branch the leader looked at in the period (R-CP-03)."""
        return self.filter(_checked_in(period))

    def with_check(self, period: Period):
        """Each knows whether its branch was looked at in the period."""
        return self.annotate(is_checked=_checked_in(period))

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

    def get_by_natural_key(self, name: str, valid_from: str):
        return self.get(name=name, valid_from=valid_from)


class IsAmong(Func):
    """Whether the first expression is one of the values of an array column."""

    arg_joiner = " = ANY("
    template = "%(expressions)s)"
    output_field = BooleanField()


def posts_that_oblige(day: date):
    """Posts of the outer person for which a rule of that day asks for a contact point."""
    rules = apps.get_model("contacts.HolderRule").objects.valid_on(day)
    asked = rules.filter(
        IsAmong(OuterRef("organisation__kind"), F("kinds")), IsAmong(OuterRef("post"), F("posts"))
    )
    return Appointment.objects.valid_on(day).filter(Exists(asked), person=OuterRef("pk"))


class HolderQuerySet(PersonQuerySet):
    """R-CP-01, R-CP-10: who should hold a contact point, and how many he holds."""

    def obliged(self, day: date):
        return self.filter(Exists(posts_that_oblige(day)))

    def with_posts(self, day: date):
        """Each knows the `posts_held` on that day, with the unit of each."""
        posts = Appointment.objects.valid_on(day).select_related("organisation__unit")
        return self.prefetch_related(Prefetch("appointments", posts, to_attr="posts_held"))

    def with_points(self, day: date):
        held = apps.get_model("contacts.ContactPoint").objects.valid_on(day)
        counted = held.filter(person=OuterRef("pk")).order_by().values("person")
        number = Subquery(counted.annotate(number=Count("pk")).values("number"))
        return self.annotate(point_count=Coalesce(number, 0))

    def without_point(self, day: date):
        return self.obliged(day).with_points(day).filter(point_count=0)


class ResearchPointQuerySet(DatedQuerySet):
    def in_scope(self, where: Scope):
        """Seen by whoever sees an organisation of the unit."""
        if where.is_everywhere:
            return self
        own = self.model._base_manager.filter(where.condition("unit__organisations__path"))
        return self.filter(pk__in=own.values("pk"))


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
