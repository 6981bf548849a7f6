"""Half-open calendar periods: the only place that knows where a month, quarter or year begins."""

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from django.utils import timezone

KEY = re.compile(r"^(?P<year>\d{4})(?:Q(?P<quarter>[1-4])|-(?P<month>0[1-9]|1[0-2]))?\Z", re.ASCII)
QUARTER_NAMES = ("一季度", "二季度", "三季度", "四季度")


class Cycle(StrEnum):
    """How often a period comes round; the value is its length in months."""

    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"

    @property
    def months(self) -> int:
        return {"month": 1, "quarter": 3, "year": 12}[self]


def local_day(moment) -> date:
    """The day in Asia/Shanghai on which an aware moment falls."""
    return timezone.localtime(moment).date()


def add_months(day: date, months: int) -> date:
    """The first day of the month that lies `months` after the month of `day`."""
    index = day.year * 12 + day.month - 1 + months
    return date(index // 12, index % 12 + 1, 1)


def months_after(day: date, months: int) -> date:
    """The same day of a later month, or the last one of a month that is too short."""
    first = add_months(day, months)
    return first.replace(day=min(day.day, monthrange(first.year, first.month)[1]))


@dataclass(frozen=True, order=True)
class Period:
    """The days from `start` up to but not including `end`."""

    start: date
    end: date

    def __post_init__(self) -> None:
        if self.start >= self.end:
            raise ValueError(f"期间的开始 {self.start} 必须早于结束 {self.end}")

    @classmethod
    def year(cls, year: int) -> "Period":
        return cls(date(year, 1, 1), date(year + 1, 1, 1))

    @classmethod
    def quarter(cls, year: int, quarter: int) -> "Period":
        return cls.containing(date(year, 3 * quarter - 2, 1), Cycle.QUARTER)

    @classmethod
    def month(cls, year: int, month: int) -> "Period":
        return cls.containing(date(year, month, 1), Cycle.MONTH)

    @classmethod
    def containing(cls, day: date, cycle: Cycle) -> "Period":
        first_month = (day.month - 1) // cycle.months * cycle.months + 1
        start = date(day.year, first_month, 1)
        return cls(start, add_months(start, cycle.months))

    @classmethod
    def parse(cls, key: str) -> "Period":
        """Read `2026`, `2026Q3` or `2026-09`; ValueError with a Chinese sentence otherwise."""
        match = KEY.match(key)
        if not match or match["year"] == "0000" or match["year"] == "9999":
            raise ValueError(f"期间“{key}”写法不对：请写成 2026、2026Q3 或 2026-09")
        year = int(match["year"])
        if match["quarter"]:
            return cls.quarter(year, int(match["quarter"]))
        if match["month"]:
            return cls.month(year, int(match["month"]))
        return cls.year(year)

    @property
    def cycle(self) -> Cycle | None:
        """The calendar cycle that this period is exactly one of, else None."""
        return next((c for c in Cycle if Period.containing(self.start, c) == self), None)

    @property
    def key(self) -> str:
        match self.cycle:
            case Cycle.YEAR:
                return f"{self.start.year:04}"
            case Cycle.QUARTER:
                return f"{self.start.year:04}Q{(self.start.month + 2) // 3}"
            case Cycle.MONTH:
                return f"{self.start.year:04}-{self.start.month:02}"
        return f"{self.start.isoformat()}/{self.end.isoformat()}"

    @property
    def label(self) -> str:
        """The period in words, such as 2026年三季度."""
        match self.cycle:
            case Cycle.YEAR:
                return f"{self.start.year}年"
            case Cycle.QUARTER:
                return f"{self.start.year}年{QUARTER_NAMES[(self.start.month - 1) // 3]}"
            case Cycle.MONTH:
                return f"{self.start.year}年{self.start.month}月"
        return f"{self.start.isoformat()}至{self.last_day.isoformat()}"

    @property
    def last_day(self) -> date:
        return self.end - timedelta(days=1)

    @property
    def days(self) -> int:
        return (self.end - self.start).days

    @property
    def previous(self) -> "Period":
        """The period of the same cycle just before this one."""
        if self.cycle is None:
            return Period(self.start - (self.end - self.start), self.start)
        return Period(add_months(self.start, -self.cycle.months), self.start)

    @property
    def same_last_year(self) -> "Period":
        return Period(add_months(self.start, -12), add_months(self.end, -12))

    def __contains__(self, day: date) -> bool:
        return self.start <= day < self.end

    def split(self, cycle: Cycle) -> Iterator["Period"]:
        """The whole calendar periods of `cycle` that begin inside this one."""
        part = Period.containing(self.start, cycle)
        if part.start < self.start:
            part = Period.containing(part.end, cycle)
        while part.end <= self.end:
            yield part
            part = Period.containing(part.end, cycle)

    def overlap(self, start: date, end: date | None) -> "Period | None":
        """What this period shares with the half-open days from `start` to `end` (None: open)."""
        first, last = max(self.start, start), min(self.end, end or self.end)
        return Period(first, last) if first < last else None

    def covered_by(self, start: date, end: date | None) -> bool:
        return start <= self.start and (end is None or self.end <= end)
