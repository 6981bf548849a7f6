"""What a source of numbers is, and the expressions that several of them share."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import (
    BooleanField,
    Case,
    Expression,
    F,
    Func,
    Model,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    When,
)
from django.db.models.expressions import Combinable
from django.db.models.functions import Length, TruncMonth, TruncQuarter, TruncYear
from django.utils import timezone

from apps.branches.choices import OrganisationKind
from apps.branches.models import Organisation
from apps.core.periods import Cycle, Period

TRUNCATIONS = {Cycle.MONTH: TruncMonth, Cycle.QUARTER: TruncQuarter, Cycle.YEAR: TruncYear}
Organisations = Iterable[int] | QuerySet


@dataclass(frozen=True, eq=False)
class Source:
    """`rows` answers the rows of a period. A stock is what there was on a day and has no `day`
    of its own: it is counted on the last day of the period, or today while that is to come.
    A dated source asks its period for `start` and `end` only, and never for today: its statement
    is kept and run again with other days (see statements.py). So is that of a stock whose rows only
    compare with the day (`is_compiled`), and never ask it for its year.

    `owner` is the organisation that a row counts for; `record` leads from the row to what a
    reader opens, `shown_with` names what its line on the page is made of. Rows that lie on a
    lower floor than their page name it by `page`, the name of an address with the row's uuid.
    Where `subgroups_count_above` names the path to the organisation that holds the row, what a
    subgroup holds counts for its branch.
    """

    model: type[Model]
    rows: Callable[[Period], QuerySet]
    day: str = ""
    owner: str | Combinable = "organisation"
    record: str = ""
    page: str = ""
    shown_with: tuple[str, ...] = ("organisation",)
    holder: str = "organisation"
    subgroups_count_above: bool = False
    is_compiled: bool = False

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
    """The day on which a stock is counted; in a statement that is compiled, the one told later."""
    told: Any = period
    return min(period.last_day, timezone.localdate()) if isinstance(period, Period) else told.day


def held_on_day(prefix: str, day: str) -> Q:
    """A dated row that held on the day of another column."""
    ends_later = Q(**{f"{prefix}valid_to": None}) | Q(**{f"{prefix}valid_to__gt": F(day)})
    return Q(**{f"{prefix}valid_from__lte": F(day)}) & ends_later


def unit_head(unit: str) -> Subquery:
    """The organisation that stands highest in the unit that `unit` leads to: what a unit did
    counts for it. The database finds it by the index on the unit."""
    highest = Organisation.objects.filter(unit=OuterRef(unit)).order_by(Length("path"), "pk")
    return Subquery(highest.values("pk")[:1])


OF_A_PERSON = ("organisation", "person")
