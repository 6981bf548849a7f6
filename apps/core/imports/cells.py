"""What a cell may hold: each reader forgives how people type and says what it cannot read."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.core.exceptions import ValidationError
from openpyxl.utils.datetime import from_excel

from apps.core.text import clean_name, clean_text

# Full-width digits, letters and the signs of dates and times, as Chinese keyboards type them.
NARROW = {0xFF10 + i: 0x30 + i for i in range(10)}
NARROW |= {0xFF21 + i: 0x41 + i for i in range(26)} | {0xFF41 + i: 0x61 + i for i in range(26)}
NARROW |= {0x3000: 0x20, 0xFF0E: 0x2E, 0xFF0F: 0x2F, 0xFF0D: 0x2D}
DAY = re.compile(
    r"^(\d{4})\s*[-./年]\s*(\d{1,2})\s*[-./月]\s*(\d{1,2})\s*日?(?:\s+0?0:00(?::00)?)?$"
)
CLOCK = re.compile(r"^(\d{1,2})\s*[:：时点]\s*(\d{1,2})?\s*分?(?::00)?$")
# How a workbook writes characters that XML cannot hold.
ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
EARLIEST, LATEST = date(1921, 1, 1), date(2100, 1, 1)
DAY_CURE = "日期写成 2026-11-20 或 2026年11月20日"


class CellError(Exception):
    """One sentence: what is wrong with the cell and the cure."""


@dataclass(frozen=True)
class Text:
    """A name or longer text, kept as it was typed; numbers become the digits that the reader sees."""

    max_length: int
    is_long: bool = False

    def __call__(self, value: object, epoch: datetime) -> str:
        text = self.typed(value)
        if text.startswith("#") and text.endswith(("!", "?", "/A")):
            raise CellError(f"公式的结果是错误值 {text}，请改成文字")
        try:
            text = (clean_text if self.is_long else clean_name)(text)
        except ValidationError as refusal:
            raise CellError(refusal.messages[0]) from refusal
        if len(text) > self.max_length:
            raise CellError(f"最多 {self.max_length} 个字，现在是 {len(text)} 个，请缩短")
        return text

    def typed(self, value: object) -> str:
        return as_typed(value)


class Code(Text):
    """A number or code by which things are known, whatever the width of its characters."""

    def typed(self, value: object) -> str:
        return as_text(value)


def narrow(text: str) -> str:
    return text.translate(NARROW).strip()


def as_text(value: object) -> str:
    """What the cell says, its digits and letters as those of a keyboard."""
    return narrow(as_typed(value))


def as_typed(value: object) -> str:
    if isinstance(value, datetime) and value.time() == time(0):
        return value.date().isoformat()
    if isinstance(value, float) and value.is_integer():
        if value >= 1e15:
            raise CellError("数字过长，Excel 已改变末几位。请把单元格设为文本后重新填写")
        return str(int(value))
    return ESCAPED.sub(lambda m: chr(int(m[1], 16)), str(value))


@dataclass(frozen=True)
class Day:
    def __call__(self, value: object, epoch: datetime) -> date:
        day = _day(value, epoch)
        if not EARLIEST <= day < LATEST:
            raise CellError(f"日期 {day} 不合理，请核对年份")
        return day


def _day(value: object, epoch: datetime) -> date:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _serial(value, epoch)
    match = DAY.match(as_text(value))
    if not match:
        raise CellError(f"“{value}”不是日期，{DAY_CURE}")
    try:
        return date(*map(int, match.groups()))
    except ValueError as error:
        raise CellError(f"没有“{value}”这一天，{DAY_CURE}") from error


def _serial(value: float, epoch: datetime) -> date:
    """A date that lost its format: the number of days since the epoch of the workbook."""
    try:
        moment = from_excel(value, epoch)
    except (OverflowError, ValueError) as error:
        raise CellError(f"“{value}”不是日期，{DAY_CURE}") from error
    if not isinstance(moment, datetime):
        raise CellError(f"“{value}”不是日期，{DAY_CURE}")
    return moment.date()


@dataclass(frozen=True)
class Clock:
    def __call__(self, value: object, epoch: datetime) -> time:
        if isinstance(value, datetime):
            return value.time().replace(microsecond=0)
        if isinstance(value, time):
            return value.replace(microsecond=0)
        if isinstance(value, timedelta):
            value = value.total_seconds() / 86400
        if isinstance(value, float) and 0 <= value < 1:
            minutes = round(value * 1440)
            return time(minutes // 60 % 24, minutes % 60)
        match = CLOCK.match(as_text(value))
        if not match or int(match[1]) > 23 or int(match[2] or 0) > 59:
            raise CellError(f"“{value}”不是时间，写成 09:00")
        return time(int(match[1]), int(match[2] or 0))


@dataclass(frozen=True)
class Whole:
    def __call__(self, value: object, epoch: datetime) -> int:
        text = as_text(value)
        if not text.isascii() or not text.isdigit() or len(text) > 9:
            raise CellError(f"“{value}”不是整数，请填写数字")
        return int(text)


@dataclass(frozen=True)
class Choice:
    """One of the labels, or one of the other names under which people know them."""

    labels: Mapping[str, str]
    aliases: Mapping[str, str] = field(default_factory=dict)

    def __call__(self, value: object, epoch: datetime) -> str:
        text = as_text(value)
        found = self.labels.get(text) or self.aliases.get(text)
        if found is None:
            raise CellError(f"“{text}”不在可选范围，只能是{'、'.join(self.labels)}")
        return found

    @classmethod
    def of(cls, choices, aliases: Mapping[str, str] | None = None) -> "Choice":
        return cls({str(label): value for value, label in choices.choices}, aliases or {})
