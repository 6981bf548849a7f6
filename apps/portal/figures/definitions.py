"""What a published figure is: where its value comes from, and how its hedge is said."""

from dataclasses import dataclass

from apps.branches.choices import GradeKind
from apps.core.models import Bound
from apps.core.periods import Cycle, Period
from apps.core.quantities import Qualifier

# The hedges as the list of the published figures writes them.
HEDGES = {
    Qualifier.EXACT: "exact",
    Qualifier.OVER: "at least (余)",
    Qualifier.MORE: "at least (多)",
    Qualifier.UNDER: "just under (近)",
    Qualifier.ABOUT: "about (左右)",
    Qualifier.GENERALLY: "about (一般)",
    Qualifier.OPEN: "at least (等)",
}
EXACT = HEDGES[Qualifier.EXACT]
BOUNDS = {
    Bound.EXACT: EXACT,
    Bound.AT_LEAST: "minimum",
    Bound.AT_MOST: "maximum",
    Bound.ABOUT: HEDGES[Qualifier.ABOUT],
    Bound.GENERALLY: HEDGES[Qualifier.GENERALLY],
}


@dataclass(frozen=True)
class Counted:
    """The number of an indicator, as exact as its rows are. `below` is the code of the organisation
    at and below which it is asked; "" is the whole practice."""

    indicator: str
    below: str = ""


@dataclass(frozen=True)
class Told:
    """A field of the row that an indicator counts: a day, an ordinal."""

    indicator: str
    field: str
    # A day that stands for its month or its year, because nothing closer is told.
    known_to: Cycle | None = None
    below: str = ""


@dataclass(frozen=True)
class Lasting:
    """How many years the row that an indicator counts spans, from `starts_on` to `ends_on`;
    `of` leads from it to what has these days."""

    indicator: str
    of: str = ""
    below: str = ""


@dataclass(frozen=True)
class Ruled:
    """What a rule of the committee says on the day of the report."""

    rule: str


@dataclass(frozen=True)
class Listed:
    """How many items a campaign has."""

    campaign: str


@dataclass(frozen=True)
class Itemised:
    """How many items the first measure of a kind of grades has, or how many standards its items
    are made of."""

    kind: GradeKind
    are_parts: bool = False


@dataclass(frozen=True)
class Bounded:
    """A limit that an item of a campaign sets, by the name of its field."""

    campaign: str
    item: str
    field: str
    bound: Bound


# What rows tell.
OfRows = Counted | Told | Lasting


@dataclass(frozen=True)
class Figure:
    """One published figure. `unit` and `said` are the words of the list of figures; `{}` stands
    for the hedge, and without it `said` is the word for an exact number. `word` is how the number
    is counted in Chinese."""

    id: str
    entity: str
    unit: str
    by: Counted | Told | Lasting | Ruled | Listed | Itemised | Bounded
    period: Period
    word: str = ""
    said: str = "{}"

    @property
    def seed(self) -> str:
        return self.id.partition("-")[0]

    def qualifier(self, hedge: str) -> str:
        if "{}" in self.said:
            return self.said.format(hedge)
        return self.said if hedge == EXACT else hedge
