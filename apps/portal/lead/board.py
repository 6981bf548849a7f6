"""The numbers of a leader's page (decision 0040): duties first, then four numbers, each with its rows."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property

from apps.core.charts import Bar
from apps.core.periods import Cycle, Period
from apps.core.quantities import Quantity
from apps.duties.engine import DutyState
from apps.duties.outcomes.asking import GROUP, MONTH, RULE, Asked
from apps.duties.outcomes.reading import Outcomes, Tally, outcomes_of
from apps.indicators import catalogue, tree
from apps.portal.lead.place import Part, Place

FOUR = ("sittings", "issues_open", "terms_overdue", "suggestions")
MOST_FREQUENT = 5
# A part is named in the sentence if it holds at least this share of what was missed.
CONCENTRATED = Decimal("0.4")
# Tints of the table of months: from so many missed duties on.
STEPS = (1, 5, 20)


@dataclass(frozen=True)
class Row:
    """A kind, a part or a month with its duties and the addresses of those in each state."""

    label: str
    tally: Tally
    url: str
    urls: dict[str, str]

    @property
    def bar(self) -> Bar:
        done, due = Decimal(self.tally.done), Decimal(self.tally.due)
        return Bar(self.label, done, due, self.url)


@dataclass(frozen=True)
class Number:
    """One of the four, beside the last quarter's and last year's."""

    label: str
    now: Quantity
    url: str
    before: Quantity
    before_url: str
    year_ago: Quantity
    year_ago_url: str


@dataclass(frozen=True)
class Cell:
    """What was missed by a part in a month; `step` is the depth of its tint."""

    tally: Tally
    url: str

    @property
    def step(self) -> int:
        return sum(self.tally.missed >= step for step in STEPS)


@dataclass(frozen=True)
class Board:
    place: Place
    period: Period
    today: date

    @property
    def before_word(self) -> str:
        words = {Cycle.MONTH: "上月", Cycle.QUARTER: "上季度", Cycle.YEAR: "上年"}
        return words[self.period.cycle or Cycle.YEAR]

    @property
    def is_year(self) -> bool:
        """The year before is the same period of last year: it is said once."""
        return self.period.cycle == Cycle.YEAR

    @cached_property
    def outcomes(self) -> Outcomes:
        return self._outcomes(self.period, GROUP, RULE)

    @cached_property
    def year(self) -> Outcomes:
        return self._outcomes(self._year, GROUP, MONTH)

    @cached_property
    def before(self) -> Outcomes:
        return self._outcomes(self.period.previous)

    @cached_property
    def year_ago(self) -> Outcomes:
        return self.before if self.is_year else self._outcomes(self.period.same_last_year)

    def _outcomes(self, span: Period, *by: str) -> Outcomes:
        """Of the whole city nobody has to say who belongs to it."""
        is_everybody = self.place.is_city and GROUP not in by
        return outcomes_of(
            Asked(span, self.today, None if is_everybody else self.place.groups), *by
        )

    @cached_property
    def total(self) -> Tally:
        return self.outcomes.total

    @property
    def share(self) -> Decimal | None:
        return share_of(self.total)

    def urls(self, part: Part | None = None, **wanted: str) -> dict[str, str]:
        """Where the duties of each state are listed, and all of them under `due`."""
        of_states = {
            state.value: self.place.duties_url(self.period, part, state=state.value, **wanted)
            for state in (DutyState.DONE, DutyState.MISSING, DutyState.PENDING)
        }
        return of_states | {"due": self.place.duties_url(self.period, part, **wanted)}

    @property
    def urls_before(self) -> dict[str, str]:
        return Board(self.place, self.period.previous, self.today).urls()

    @property
    def urls_year_ago(self) -> dict[str, str]:
        return Board(self.place, self.period.same_last_year, self.today).urls()

    @property
    def concentrated_in(self) -> Part | None:
        """The zone in which most of what was missed in the city lies; of smaller parts none is
        named in a sentence."""
        if not (self.place.is_city and self.place.parts and self.total.missed):
            return None
        missed = {index: tally.missed for index, tally in self._by_part.items()}
        worst = max(missed, key=lambda index: missed[index])
        is_most = missed[worst] >= CONCENTRATED * self.total.missed
        return self.place.parts[worst] if is_most else None

    @cached_property
    def _by_part(self) -> dict[int, Tally]:
        return self.outcomes.by(GROUP)

    @cached_property
    def kinds(self) -> list[Row]:
        """In the order of their rules."""
        names = {rule.key: rule.name for rule in self.outcomes.rules.values()}
        tallies = self.outcomes.by(RULE)
        return [
            Row(name, tallies[key], urls["due"], urls)
            for key, name in names.items()
            if key in tallies
            for urls in [self.urls(rule=key)]
        ]

    @cached_property
    def parts(self) -> list[Row]:
        return [
            Row(part.label, self._by_part.get(index, Tally()), url or urls["due"], urls)
            for index, part in enumerate(self.place.parts)
            for url, urls in [(self.place.part_url(part, self.period), self.urls(part))]
        ]

    @property
    def kind_bars(self) -> list[Bar]:
        return [row.bar for row in self.kinds]

    @property
    def part_bars(self) -> list[Bar]:
        return [row.bar for row in self.parts]

    @property
    def month_bars(self) -> list[Bar]:
        return [row.bar for row in self.months]

    @property
    def problems(self) -> list[Row]:
        """The kinds that were missed most often: what to help with, not whom to blame."""
        missed = [row for row in self.kinds if row.tally.missed]
        return sorted(missed, key=lambda row: -row.tally.missed)[:MOST_FREQUENT]

    @cached_property
    def months(self) -> list[Row]:
        """The twelve months of the year, each with the duties that end in it."""
        whole = Board(self.place, self._year, self.today)
        tallies = self.year.by(MONTH)
        return [
            Row(f"{month.start.month}月", tallies[month.start], urls["due"], urls)
            for month in self._year.split(Cycle.MONTH)
            for urls in [whole.urls(month=month.key)]
        ]

    @property
    def _year(self) -> Period:
        return Period.year(self.period.start.year)

    def heat(self) -> Iterator[tuple[Part, str, list[Cell]]]:
        """Part by month: what was missed, in the order of the parts."""
        tallies = self.year.by(GROUP, MONTH)
        for index, part in enumerate(self.place.parts):
            cells = [
                self._cell(part, month, tallies[index, month.start])
                for month in self._year.split(Cycle.MONTH)
            ]
            yield part, self.place.part_url(part, self.period), cells

    def _cell(self, part: Part, month: Period, tally: Tally) -> Cell:
        if not tally.missed:
            return Cell(tally, "")
        wanted = {"state": DutyState.MISSING.value, "month": month.key}
        return Cell(tally, self.place.duties_url(self._year, part, **wanted))

    def numbers(self) -> list[Number]:
        spans = (self.period, self.period.previous, self.period.same_last_year)
        now, before, year_ago = (
            tree.together(FOUR, span, self.place.organisations) for span in spans
        )
        return [
            Number(
                catalogue.get(key).label,
                now[key],
                self.place.rows_url(key, spans[0]),
                before[key],
                self.place.rows_url(key, spans[1]),
                year_ago[key],
                self.place.rows_url(key, spans[2]),
            )
            for key in FOUR
        ]


def share_of(tally: Tally) -> Decimal | None:
    """Percent of what was due that was done, to one decimal; nothing was due: None."""
    if not tally.due:
        return None
    return (100 * Decimal(tally.done) / tally.due).quantize(Decimal("0.1"))
