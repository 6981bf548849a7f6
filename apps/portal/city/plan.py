"""How large the city is, which days it covers, and where its chance comes from."""

import random
from dataclasses import dataclass
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from apps.core.periods import Cycle, Period, add_months

CITY_ORGANISATIONS, CITY_UNITS, CITY_PEOPLE = 783, 110, 20_000
DEMO_ORGANISATIONS, DEMO_YEARS = 60, 2
# Five convening units, a unit of every kind, and one with a committee or general branch.
FEWEST_ORGANISATIONS = 20
FIRST_WORKING_DAYS = {1: 4, 5: 8, 10: 10}
ZONE = ZoneInfo("Asia/Shanghai")


def last_whole_month(today: date) -> date:
    """The last day of the month before the one of `today`."""
    return today.replace(day=1) - timedelta(days=1)


@dataclass(frozen=True)
class Plan:
    """`until` is the last day on which anything happened; nothing depends on the clock. So many
    projects and brands as `projects` and `brands` say, or as a city of that size would have."""

    organisations: int
    years: int
    seed: int
    until: date
    projects: int | None = None
    brands: int | None = None

    def __post_init__(self) -> None:
        if self.organisations < FEWEST_ORGANISATIONS:
            raise ValueError(f"基层党组织不能少于 {FEWEST_ORGANISATIONS} 个")
        if not 1 <= self.years <= 10:
            raise ValueError("年数必须在 1 到 10 之间")

    @property
    def start(self) -> date:
        return add_months(self.until, 1 - 12 * self.years)

    @property
    def period(self) -> Period:
        return Period(self.start, self.until + timedelta(days=1))

    @property
    def months(self) -> list[Period]:
        return list(self.period.split(Cycle.MONTH))

    @property
    def calendar_years(self) -> range:
        """The years touched, and the one in which the city is looked at."""
        return range(self.start.year, (self.until + timedelta(days=1)).year + 1)

    @property
    def finished_years(self) -> list[int]:
        return [y for y in self.calendar_years if date(y, 12, 31) <= self.until]

    @property
    def units(self) -> int:
        return max(9, round(self.organisations * CITY_UNITS / CITY_ORGANISATIONS))

    @property
    def people(self) -> int:
        return round(self.organisations * CITY_PEOPLE / CITY_ORGANISATIONS)

    def stream(self, *names: object) -> random.Random:
        """A source of chance that depends on the seed and these names only."""
        return random.Random(":".join(map(str, (self.seed, *names))))  # noqa: S311 - no secrets


def day_in(rng: random.Random, first: date, last: date) -> date:
    """Any day from `first` to `last`, both included."""
    return first + timedelta(days=rng.randint(0, max((last - first).days, 0)))


def working_day(day: date) -> date:
    """The nearest weekday of the same month, after the holidays of 1 January, May and October."""
    day = day.replace(day=max(day.day, FIRST_WORKING_DAYS.get(day.month, 1)))
    shift = {5: -1, 6: 1}.get(day.weekday(), 0)
    moved = day + timedelta(days=shift)
    if moved.month != day.month:
        moved = day + timedelta(days={5: 2, 6: -2}[day.weekday()])
    return moved
