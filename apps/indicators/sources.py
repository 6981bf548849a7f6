"""The tables that indicators count: which rows, of which day, for which organisation."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import (
    BooleanField,
    Case,
    Exists,
    Expression,
    F,
    Func,
    Model,
    OuterRef,
    Q,
    QuerySet,
    When,
)
from django.db.models.expressions import Combinable
from django.db.models.functions import TruncMonth, TruncQuarter, TruncYear
from django.utils import timezone

from apps.branches.choices import OrganisationKind
from apps.branches.models import Appointment, Membership, Organisation, Term
from apps.brands.models import Brand
from apps.contacts.models import ContactPoint
from apps.core.periods import Cycle, Period
from apps.inspections.models import Issue
from apps.meetings.models import AgendaItem, Attendance, Meeting, Talk
from apps.projects.models import SecretaryProject
from apps.sixlights.models import Activity, Honour

TRUNCATIONS = {Cycle.MONTH: TruncMonth, Cycle.QUARTER: TruncQuarter, Cycle.YEAR: TruncYear}
Organisations = Iterable[int] | QuerySet


@dataclass(frozen=True, eq=False)
class Source:
    """`rows` answers the rows of a period. A stock is what there was on a day and has no `day`
    of its own: it is counted on the last day of the period, or today while that is to come.
    A dated source asks its period for `start` and `end` only, and never for today: its statement
    is kept and run again with other days (see statements.py).

    `owner` is the organisation that a row counts for; `record` leads from the row to what a
    reader opens, `shown_with` names what its line on the page is made of.
    Where `subgroups_count_above` names the path to the organisation that holds the row, what a
    subgroup holds counts for its branch.
    """

    model: type[Model]
    rows: Callable[[Period], QuerySet]
    day: str = ""
    owner: str | Combinable = "organisation"
    record: str = ""
    shown_with: tuple[str, ...] = ("organisation",)
    holder: str = "organisation"
    subgroups_count_above: bool = False

    @property
    def permission(self) -> str:
        """The right to see the rows."""
        return f"{self.model._meta.app_label}.view_{self.model._meta.model_name}"

    @property
    def is_stock(self) -> bool:
        return not self.day

    def counted(self, period: Period, organisations: Organisations | None = None) -> QuerySet:
        """The rows of the period that count for `organisations` (None: for any)."""
        owner = F(self.owner) if isinstance(self.owner, str) else self.owner
        rows = self.rows(period).annotate(counted_for=owner)
        if organisations is None:
            return rows.filter(counted_for__isnull=False)
        if isinstance(organisations, QuerySet):
            organisations = organisations.order_by().values("pk")
        return rows.filter(self._counts_for(organisations))

    def _counts_for(self, organisations) -> Q:
        if not self.subgroups_count_above:
            return among("counted_for", organisations)
        # Asked of the holder, because an index knows the holder and not the branch above it.
        return Q(**{f"{self.holder}__in": holders(organisations)})

    def slices(self, period: Period, cycle: Cycle | None) -> list[tuple[Period, Cycle | None]]:
        """The periods to be asked for, one query each, and what cuts them into sub-periods."""
        parts = [period] if cycle is None else list(period.split(cycle))
        if cycle is None or self.is_stock or len(parts) < 2:
            return [(part, None) for part in parts]
        return [(Period(parts[0].start, parts[-1].end), cycle)]


class IsAnyOf(Func):
    """One parameter, however many organisations: a list in the text would be another statement
    for each length of it."""

    arg_joiner = " = ANY("
    template = "%(expressions)s::bigint[])"
    output_field = BooleanField()


def among(lookup: str, organisations) -> Q:
    """`organisations` are keys, a queryset or an expression that stands for keys."""
    if isinstance(organisations, Expression):
        return Q(IsAnyOf(F(lookup), organisations))
    return Q(**{f"{lookup}__in": organisations})


def holders(organisations) -> QuerySet:
    """The organisations whose rows count for `organisations`: themselves and their subgroups."""
    is_subgroup = Q(kind=OrganisationKind.SUBGROUP)
    return (
        Organisation.objects.filter(
            among("pk", organisations) & ~is_subgroup | among("parent", organisations) & is_subgroup
        )
        .order_by()
        .values("pk")
    )


def branch_of(holder: str) -> Case:
    """The organisation that `holder` leads to; of a subgroup, the branch above it."""
    return Case(
        When(**{f"{holder}__kind": OrganisationKind.SUBGROUP, "then": F(f"{holder}__parent")}),
        default=F(holder),
    )


def stock_day(period: Period) -> date:
    return min(period.last_day, timezone.localdate())


def held_on_day(prefix: str, day: str) -> Q:
    """A dated row that held on the day of another column."""
    ends_later = Q(**{f"{prefix}valid_to": None}) | Q(**{f"{prefix}valid_to__gt": F(day)})
    return Q(**{f"{prefix}valid_from__lte": F(day)}) & ends_later


def led_posts(day: Combinable | date) -> QuerySet:
    """Posts in a Party group on a day, of the person that the outer row names: a leader."""
    return (
        Appointment.objects.filter(
            person=OuterRef("person"), organisation__kind=OrganisationKind.PARTY_GROUP
        )
        .filter(valid_from__lte=day)
        .filter(Q(valid_to=None) | Q(valid_to__gt=day))
    )


def lectures_of_secretaries(period: Period) -> QuerySet:
    """R-MTG-05: items whose lecturer was on that day secretary of a Party group or committee."""
    post = "lecturer__appointments__"
    return (
        AgendaItem.objects.effective()
        .held_in(period)
        .filter(
            held_on_day(post, "meeting__held_on"),
            **{
                f"{post}post": "secretary",
                f"{post}organisation__kind__in": SECRETARIES_WHO_LECTURE,
            },
        )
    )


def attendances_of_leaders(period: Period) -> QuerySet:
    """R-MTG-11: leaders on the roll of their own branch, at the sittings it held itself."""
    ever = Appointment.objects.filter(organisation__kind=OrganisationKind.PARTY_GROUP)
    return (
        Attendance.objects.effective()
        .held_in(period)
        .expected()
        .filter(person__in=ever.order_by().values("person"))
        .filter(Exists(led_posts(OuterRef("meeting__held_on"))))
        .exclude(meeting__organisation__kind=OrganisationKind.PARTY_GROUP)
    )


def leaders_on_the_roll(period: Period) -> QuerySet:
    day = stock_day(period)
    return Membership.objects.valid_on(day).filter(Exists(led_posts(day)))


def overdue_terms(period: Period) -> QuerySet:
    day = stock_day(period)
    return Term.objects.current(day).filter(ends_on__lt=day)


OF_A_PERSON = ("organisation", "person")
SECRETARIES_WHO_LECTURE = (OrganisationKind.PARTY_GROUP, OrganisationKind.ORGAN_COMMITTEE)

AGENDA = Source(
    AgendaItem,
    lambda period: AgendaItem.objects.effective().held_in(period),
    day="meeting__held_on",
    owner=branch_of("meeting__organisation"),
    record="meeting",
    shown_with=("meeting__organisation",),
    holder="meeting__organisation",
    subgroups_count_above=True,
)
SECRETARY_LECTURES = Source(
    AgendaItem,
    lectures_of_secretaries,
    day="meeting__held_on",
    owner="lecturer__appointments__organisation",
    record="meeting",
    shown_with=("meeting__organisation",),
    holder="meeting__organisation",
)
SITTINGS = Source(
    Meeting,
    lambda period: Meeting.objects.effective().held_in(period),
    day="held_on",
    owner=branch_of("organisation"),
    subgroups_count_above=True,
)
LEADERS = Source(
    Attendance,
    attendances_of_leaders,
    day="meeting__held_on",
    owner=branch_of("meeting__organisation"),
    record="meeting",
    shown_with=("meeting__organisation", "person"),
    holder="meeting__organisation",
    subgroups_count_above=True,
)
TALKS = Source(
    Talk,
    lambda period: Talk.objects.held_in(period),
    day="held_on",
    shown_with=("organisation", "first", "second"),
)
ORGANISATIONS = Source(
    Organisation,
    lambda period: Organisation.objects.existing_on(stock_day(period)),
    owner="pk",
    shown_with=(),
    holder="",
)
MEMBERS = Source(
    Membership,
    lambda period: Membership.objects.valid_on(stock_day(period)),
    record="organisation",
    shown_with=OF_A_PERSON,
)
LEADERS_ON_ROLL = Source(
    Membership, leaders_on_the_roll, record="organisation", shown_with=OF_A_PERSON
)
SECRETARIES = Source(
    Appointment,
    lambda period: Appointment.objects.valid_on(stock_day(period)).secretaries(),
    record="organisation",
    shown_with=OF_A_PERSON,
)
OVERDUE_TERMS = Source(Term, overdue_terms, record="organisation")
CONTACT_POINTS = Source(
    ContactPoint,
    lambda period: ContactPoint.objects.valid_on(stock_day(period)),
    shown_with=OF_A_PERSON,
)
BRANDS = Source(Brand, lambda period: Brand.objects.filter(reached_on__lte=stock_day(period)))
PROJECTS = Source(
    SecretaryProject,
    lambda period: SecretaryProject.objects.filter(
        reported_on__gte=period.start, reported_on__lt=period.end
    ),
    day="reported_on",
)
ACTIVITIES = Source(Activity, lambda period: Activity.objects.held_in(period), day="held_on")
HONOURS = Source(Honour, lambda period: Honour.objects.granted_in(period), day="granted_on")
OPEN_ISSUES = Source(Issue, lambda period: Issue.objects.open_on(stock_day(period)))
OVERDUE_ISSUES = Source(Issue, lambda period: Issue.objects.overdue_in(period), day="due_on")
