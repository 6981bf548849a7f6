"""What an indicator is."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass

from django.db.models import Q

from apps.indicators.measures import Measure, Rows
from apps.indicators.sources import Source
from apps.meetings.choices import MeetingKind, TalkKind


@dataclass(frozen=True, eq=False)
class Indicator:
    """`records` is the kind of meeting whose record adds to the number, `talk` the kind of talk.
    A target binds only those of whom the number `asked_of` is above zero; "" binds everybody.
    `handled_at` names the page where a reader deals with what is counted but has no form."""

    key: str
    label: str
    unit: str
    source: Source
    condition: Q = Q()
    measure: Measure = Rows()
    records: MeetingKind | None = None
    talk: TalkKind | None = None
    asked_of: str = ""
    handled_at: str = ""


@dataclass(frozen=True, eq=False)
class Ratio:
    """Part and whole stay apart to the end: rates are never averaged."""

    key: str
    label: str
    part: str
    whole: str


class SpansDiffer(ValueError):
    """A rate was asked of two numbers that are not of the same days."""


def refuse_other_spans(part: Indicator, whole: Indicator) -> None:
    """What was done in a period is no share of what there is on a day, and the reverse (15.5)."""
    if part.source.is_stock == whole.source.is_stock:
        return
    stock, flow = (part, whole) if part.source.is_stock else (whole, part)
    raise SpansDiffer(
        f"“{stock.label}”是某一天的数，“{flow.label}”是一段时间里的数，时段不同，不能相除。"
        "请把两个数分开列出，各写明时段"
    )


@dataclass(frozen=True, eq=False)
class Family:
    """Numbers that come into being with rows: of a campaign's items there is one for each. Their
    keys are `family:member`.

    `find` answers the indicators of those members that the rows know, for as many queries however
    many are asked; `offer` all there are today, to choose from.
    """

    source: Source
    find: Callable[[Collection[str]], dict[str, Indicator]]
    offer: Callable[[], Iterable[Indicator]]
