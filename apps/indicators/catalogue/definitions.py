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
    A target binds only those of whom the number `asked_of` is above zero; "" binds everybody."""

    key: str
    label: str
    unit: str
    source: Source
    condition: Q = Q()
    measure: Measure = Rows()
    records: MeetingKind | None = None
    talk: TalkKind | None = None
    asked_of: str = ""


@dataclass(frozen=True, eq=False)
class Ratio:
    """Part and whole stay apart to the end: rates are never averaged."""

    key: str
    label: str
    part: str
    whole: str


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
