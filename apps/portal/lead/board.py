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
from apps.duties.outcomes.reading import Asked, Outcomes, Tally, outcomes_of, total
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
        return self._outcomes(self.period)

    @cached_property
    def year(self) -> Outcomes:
        span = Period.year(self.period.start.year)
        return outcomes_of(self._asked(span), with_months_of_each=bool(self.place.parts))

    @cached_property
    def before(self) -> Outcomes:
        return self._outcomes(self.period.previous)

    @cached_property
    def year_ago(self) -> Outcomes:
        return self._outcomes(self.period.same_last_year)

    def _outcomes(self, span: Period) -> Outcomes:
        return outcomes_of(self._asked(span))

    def _asked(self, span: Period) -> Asked:
        return Asked(span, self.today, self.place.organisations)

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
        if not (self.place.is_city and self.total.missed):
            return None
        missed = {part.label: self.tally_of(part).missed for part in self.place.parts}
        worst = max(self.place.parts, key=lambda part: missed[part.label], default=None)
        is_most = worst and missed[worst.label] >= CONCENTRATED * self.total.missed
        return worst if is_most else None

    def tally_of(self, part: Part) -> Tally:
        return total(self.outcomes.by_organisation[pk] for pk in self._known & part.organisations)

    @cached_property
    def _known(self) -> set[int]:
        return set(self.outcomes.by_organisation)

    @cached_property
    def kinds(self) -> list[Row]:
        """In the order of their rules."""
        names = {rule.key: rule.name for rule in self.outcomes.rules.values()}
        return [
            Row(name, self.outcomes.by_rule[key], urls["due"], urls)
            for key, name in names.items()
            if key in self.outcomes.by_rule
            for urls in [self.urls(rule=key)]
        ]

    @cached_property
    def parts(self) -> list[Row]:
        return [
            Row(
                part.label,
                self.tally_of(part),
                self.place.part_url(part, self.period) or urls["due"],
                urls,
            )
            for part in self.place.parts
            for urls in [self.urls(part)]
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
        span = Period.year(self.period.start.year)
        return [
            Row(
                f"{month.start.month}月",
                self.year.by_month.get(month.start, Tally()),
                urls["due"],
                urls,
            )
            for month in span.split(Cycle.MONTH)
            for urls in [Board(self.place, span, self.today).urls(month=month.key)]
        ]

    def heat(self) -> Iterator[tuple[Part, str, list[Cell]]]:
        span = Period.year(self.period.start.year)
        both = self.year.by_both
        months = [month.start for month in span.split(Cycle.MONTH)]
        known = {pk for pk, _ in both}
        for part in self.place.parts:
            inside = known & part.organisations
            yield (
                part,
                self.place.part_url(part, self.period),
                [
                    Cell(
                        total(both[pk, month] for pk in inside if (pk, month) in both),
                        self.place.duties_url(
                            span, part, state=DutyState.MISSING, month=f"{month:%Y-%m}"
                        ),
                    )
                    for month in months
                ],
            )

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
