"""Which numbers are kept by the month: those that add up, of sources that triggers watch.

A table that the rows or conditions of such a source touch must have the trigger that marks what
changes (migration 0003); tests/indicators/test_cells.py asks every statement for its tables.
"""

from apps.core.periods import Cycle, Period
from apps.indicators.catalogue import ALL, Indicator
from apps.indicators.sources import Source
from apps.indicators.sources.meetings import AGENDA, SITTINGS, TALKS
from apps.indicators.sources.sixlights import ACTIVITIES

WATCHED: tuple[Source, ...] = (AGENDA, SITTINGS, TALKS, ACTIVITIES)
WATCHED_TABLES = frozenset(
    {
        "branches_organisation",
        "meetings_agendaitem",
        "meetings_meeting",
        "meetings_talk",
        "sixlights_activity",
    }
)


def _may_be_kept(indicator: Indicator) -> bool:
    measure = indicator.measure
    return indicator.source in WATCHED and measure.adds_up and not measure.hedge


# Numbers of a family come and go with rows; they are counted when they are asked for.
KEPT: dict[str, Indicator] = {key: i for key, i in ALL.items() if _may_be_kept(i)}


def is_of_months(period: Period) -> bool:
    """Whether the period is made of whole calendar months."""
    return period.start.day == period.end.day == 1


def spans(period: Period, cycle: Cycle | None) -> list[tuple[Period, Cycle | None]]:
    """The spans to be asked for, as the sources cut them; empty where a month would be cut."""
    slices = AGENDA.slices(period, cycle)
    return slices if all(is_of_months(part) for part, _ in slices) else []
