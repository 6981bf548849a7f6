from datetime import date

from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import Now, TruncDate

from apps.branches.choices import (
    BRANCH_KINDS,
    COMMITTEE_POSTS,
    GRASSROOTS_KINDS,
    GradeKind,
    MembershipKind,
    OrganisationKind,
    Post,
    RequestStatus,
)
from apps.branches.scope import Scope, VisibleQuerySet
from apps.core.periods import Period
from apps.core.search import Typed


class DatedQuerySet(VisibleQuerySet):
    """Rows that hold from `valid_from` up to but not including `valid_to` (null: open)."""

    def valid_on(self, day: date):
        return self.filter(valid_from__lte=day).filter(Q(valid_to=None) | Q(valid_to__gt=day))

    def valid_throughout(self, period: Period):
        return self.filter(valid_from__lte=period.start).filter(
            Q(valid_to=None) | Q(valid_to__gte=period.end)
        )

    def beginning_in(self, period: Period):
        return self.filter(valid_from__gte=period.start, valid_from__lt=period.end)

    def ending_after(self, day: date):
        """Those that still hold on `day` or begin later."""
        return self.filter(Q(valid_to=None) | Q(valid_to__gt=day))


class NamedQuerySet(VisibleQuerySet):
    """Rows that are looked for by their name, in characters or in pinyin."""

    searched: tuple[str, ...] = ("name",)

    def named(self, typed: Typed):
        return self.filter(typed.named(*self.searched))

    def best_first(self, typed: Typed):
        """The very name first, then those that begin so, then the others by name."""
        return self.order_by(typed.rank("name"), "name", "pk")


class SectorQuerySet(VisibleQuerySet):
    def in_scope(self, where: Scope):
        """Words of the register, the same for everybody who may see any of them."""
        return self if where else self.none()

    def get_by_natural_key(self, name: str):
        return self.get(name=name)


class FoundedQuerySet(NamedQuerySet):
    """Rows that exist from `founded_on` up to but not including `dissolved_on` (null: still)."""

    def existing_on(self, day: date):
        return self.filter(founded_on__lte=day).filter(
            Q(dissolved_on=None) | Q(dissolved_on__gt=day)
        )

    def existing_in(self, period: Period):
        """Those that existed on at least one day of the period."""
        return self.filter(founded_on__lt=period.end).filter(
            Q(dissolved_on=None) | Q(dissolved_on__gt=period.start)
        )


class UnitQuerySet(FoundedQuerySet):
    """A unit is seen by whoever sees one of its organisations."""

    def in_scope(self, where: Scope):
        if where.is_everywhere:
            return self
        own = self.model._base_manager.filter(where.condition("organisations__path"))
        return self.filter(pk__in=own.values("pk"))


class OrganisationQuerySet(FoundedQuerySet):
    scope_lookup = "path"
    searched = ("name", "unit__name")

    def grassroots(self):
        """基层党组织: committees, general branches and branches."""
        return self.filter(kind__in=GRASSROOTS_KINDS)

    def branches(self):
        return self.filter(kind__in=BRANCH_KINDS)

    def heads_of_units(self):
        """Those with no other grassroots body of their unit above them: mostly its committee."""
        return self.grassroots().exclude(parent__unit=F("unit"), parent__kind__in=GRASSROOTS_KINDS)

    def subgroups(self):
        return self.filter(kind=OrganisationKind.SUBGROUP)

    def at_and_below(self, organisation):
        return self.filter(path__startswith=organisation.path)


class PlacementQuerySet(DatedQuerySet):
    def adjusted_in(self, period: Period):
        """Those by which an organisation that stood already got another name, kind, place or unit."""
        before = self.model._base_manager.filter(
            organisation=OuterRef("organisation"), valid_to=OuterRef("valid_from")
        )
        return self.beginning_in(period).filter(Exists(before))


class OfficeQuerySet(DatedQuerySet):
    def in_scope(self, where: Scope):
        """An office is seen by whoever sees an organisation of its unit."""
        if where.is_everywhere:
            return self
        own = self.model._base_manager.filter(where.condition("unit__organisations__path"))
        return self.filter(pk__in=own.values("pk"))


class SetUpExceptionQuerySet(DatedQuerySet):
    pass


class PersonQuerySet(NamedQuerySet):
    """A person is seen where he is or was a member or holds or held a post."""

    def in_scope(self, where: Scope):
        if where.is_everywhere:
            return self
        everybody = self.model._base_manager
        members = everybody.filter(where.condition("memberships__organisation__path"))
        holders = everybody.filter(where.condition("appointments__organisation__path"))
        return self.filter(Q(pk__in=members.values("pk")) | Q(pk__in=holders.values("pk")))


class MembershipQuerySet(DatedQuerySet):
    def full(self):
        return self.filter(kind=MembershipKind.FULL)

    def with_vote(self):
        """R-VOTE-05: probationary members and those under 留党察看 have no vote."""
        return self.full().filter(is_vote_suspended=False)


class MembershipRequestQuerySet(VisibleQuerySet):
    def waiting(self):
        return self.filter(status=RequestStatus.REQUESTED)


class AppointmentQuerySet(DatedQuerySet):
    def secretaries(self):
        return self.filter(post=Post.SECRETARY)

    def opening_on(self, day: date):
        """Posts that open something on that day: those held, and those just handed over."""
        held = Q(valid_to=None) | Q(valid_to__gt=day)
        return self.filter(valid_from__lte=day).filter(held | Q(readable_until__gt=day))

    def committee_members(self):
        return self.filter(post__in=COMMITTEE_POSTS)


class TermQuerySet(VisibleQuerySet):
    def current(self, day: date):
        return self.filter(starts_on__lte=day).filter(Q(closed_on=None) | Q(closed_on__gt=day))

    def overdue(self, day: date):
        """Past the day on which they should have ended, with no election since."""
        return self.filter(closed_on=None, ends_on__lt=day)

    def ending_between(self, first: date, last: date):
        """Open ones that should end on one of the days from `first` to `last`."""
        return self.filter(closed_on=None, ends_on__range=(first, last))

    def due_in(self, period: Period):
        """That should end in the period, as approved; not of bodies that were gone before."""
        living = Q(organisation__dissolved_on=None) | Q(organisation__dissolved_on__gt=F("ends_on"))
        return self.filter(living, ends_on__gte=period.start, ends_on__lt=period.end)

    def late_in(self, period: Period):
        """Whose last day passed inside the period without an election; none passes tomorrow.

        The clock is the database's: the statement is kept and run again on other days.
        """
        return self.due_in(period).filter(
            Q(closed_on=None) | Q(closed_on__gt=F("ends_on")), ends_on__lt=TruncDate(Now())
        )


class GradeQuerySet(VisibleQuerySet):
    def of(self, kind: GradeKind | str):
        return self.filter(kind=kind)

    def in_force(self):
        return self.filter(revoked_on=None)

    def decided_in(self, period: Period):
        """By the day of the decision, which comes in the year after the one that is graded; what
        was revoked later was decided all the same."""
        return self.filter(decided_on__gte=period.start, decided_on__lt=period.end)

    def standing_on(self, day: date):
        """The latest grade of each kind that a body had on the day."""
        had = Q(revoked_on=None) | Q(revoked_on__gt=day)
        later = self.model._base_manager.filter(
            had,
            organisation=OuterRef("organisation"),
            kind=OuterRef("kind"),
            year__gt=OuterRef("year"),
            decided_on__lte=day,
        )
        return self.filter(had, ~Exists(later), decided_on__lte=day)

    def with_before(self):
        """Each knows the `order_before`: the height of the grade of the year before, or None."""
        before = self.model._base_manager.filter(
            organisation=OuterRef("organisation"),
            kind=OuterRef("kind"),
            year=OuterRef("year") - 1,
            revoked_on=None,
        )
        return self.annotate(order_before=Subquery(before.values("order")[:1]))

    def levels(self):
        """(order, level) of the kinds at hand, from the highest down, as they were given so far."""
        found = self.in_force().order_by("-order", "level")
        return found.values_list("order", "level").distinct()

    def moved_up(self):
        """提档进位: higher than in the year before; a first grade is no move."""
        return self.with_before().filter(order__gt=F("order_before"))

    def moved_down(self):
        return self.with_before().filter(order__lt=F("order_before"))

    def moved_up_in(self, period: Period):
        return self.decided_in(period).moved_up()


class RoleGrantQuerySet(DatedQuerySet):
    def in_scope(self, where: Scope):
        """Grants are the security administrator's business everywhere or not at all."""
        return self if where.is_everywhere else self.none()
