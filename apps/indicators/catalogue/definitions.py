"""What an indicator is."""

from dataclasses import dataclass

from django.db.models import Q

from apps.indicators.measures import Measure, Rows
from apps.indicators.sources import Source
from apps.meetings.choices import MeetingKind, TalkKind


@dataclass(frozen=True, eq=False)
class Indicator:
    """`records` is the kind of meeting whose record adds to the number, `talk` the kind of talk."""

    key: str
    label: str
    unit: str
    source: Source
    condition: Q = Q()
    measure: Measure = Rows()
    records: MeetingKind | None = None
    talk: TalkKind | None = None


@dataclass(frozen=True, eq=False)
class Ratio:
    """Part and whole stay apart to the end: rates are never averaged."""

    key: str
    label: str
    part: str
    whole: str
