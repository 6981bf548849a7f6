"""Every number of the portal, defined once: the rows that it counts and their unit."""

from collections.abc import Iterable
from itertools import chain

from apps.indicators.catalogue.branches import STOCK
from apps.indicators.catalogue.brands import BRANDS
from apps.indicators.catalogue.contacts import CONTACTS
from apps.indicators.catalogue.definitions import (
    Family,
    Indicator,
    Ratio,
    SpansDiffer,
    refuse_other_spans,
)
from apps.indicators.catalogue.elections import ELECTION_RATIOS, ELECTIONS
from apps.indicators.catalogue.grades import GRADES
from apps.indicators.catalogue.inspections import INSPECTION_RATIOS, INSPECTIONS
from apps.indicators.catalogue.meetings import LEADERS, MEETINGS, TALKS
from apps.indicators.catalogue.meetings import RATIOS as MEETING_RATIOS
from apps.indicators.catalogue.news import NEWS
from apps.indicators.catalogue.observations import OBSERVATION_RATIOS, OBSERVATIONS
from apps.indicators.catalogue.projects import PROJECT_FAMILIES, PROJECTS
from apps.indicators.catalogue.registers import REGISTERS
from apps.indicators.catalogue.sixlights import CAMPAIGN_FAMILIES, CAMPAIGNS
from apps.indicators.catalogue.zones import ZONES
from apps.indicators.sources import Source

GROUPS = (
    *(
        MEETINGS,
        TALKS,
        LEADERS,
        STOCK,
        GRADES,
        CONTACTS,
        BRANDS,
        PROJECTS,
        CAMPAIGNS,
        REGISTERS,
        INSPECTIONS,
    ),
    ELECTIONS,
    OBSERVATIONS,
    NEWS,
    ZONES,
)
ALL: dict[str, Indicator] = {i.key: i for i in chain.from_iterable(GROUPS)}
RATIOS: dict[str, Ratio] = {
    r.key: r for r in (*MEETING_RATIOS, *ELECTION_RATIOS, *INSPECTION_RATIOS, *OBSERVATION_RATIOS)
}
FAMILIES: dict[str, Family] = {**CAMPAIGN_FAMILIES, **PROJECT_FAMILIES}


def get(key: str) -> Indicator:
    """The indicator of that key; LookupError with a Chinese sentence for an unknown one."""
    return several([key])[0]


def several(keys: Iterable[str]) -> list[Indicator]:
    """The indicators of the keys in their order; one question to each family that is among them."""
    wanted = list(keys)
    found = known(wanted)
    if missing := [key for key in wanted if key not in found]:
        raise LookupError(f"指标目录中没有“{'、'.join(missing)}”")
    return [found[key] for key in wanted]


def known(keys: Iterable[str]) -> dict[str, Indicator]:
    """Those of the keys that name a number."""
    wanted = list(keys)
    found = {key: ALL[key] for key in wanted if key in ALL}
    for name, family in FAMILIES.items():
        members = [key.partition(":")[2] for key in wanted if key.startswith(f"{name}:")]
        if members:
            answers = family.find(members)
            found |= {f"{name}:{member}": indicator for member, indicator in answers.items()}
    return found


def source_of(key: str) -> Source:
    """The table that a number counts; of a family no row is asked for it."""
    family = FAMILIES.get(key.partition(":")[0]) if ":" in key else None
    return family.source if family else get(key).source


def offered() -> list[Indicator]:
    """Every number that a rule may name today."""
    return [*ALL.values(), *chain.from_iterable(f.offer() for f in FAMILIES.values())]


__all__ = [
    "ALL",
    "FAMILIES",
    "RATIOS",
    "Family",
    "Indicator",
    "Ratio",
    "SpansDiffer",
    "get",
    "known",
    "offered",
    "refuse_other_spans",
    "several",
    "source_of",
]
