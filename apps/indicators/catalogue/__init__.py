"""Every number of the portal, defined once: the rows that it counts and their unit."""

from collections.abc import Callable
from itertools import chain

from apps.indicators.catalogue.branches import STOCK
from apps.indicators.catalogue.contacts import CONTACTS
from apps.indicators.catalogue.definitions import Indicator, Ratio
from apps.indicators.catalogue.inspections import INSPECTIONS
from apps.indicators.catalogue.meetings import LEADERS, MEETINGS, TALKS
from apps.indicators.catalogue.meetings import RATIOS as MEETING_RATIOS
from apps.indicators.catalogue.registers import REGISTERS
from apps.indicators.catalogue.sixlights import CAMPAIGNS
from apps.indicators.catalogue.works import WORKS

# Answers the indicator of `family:member`, or None where the rows know no such member.
Family = Callable[[str], Indicator | None]
GROUPS = (MEETINGS, TALKS, LEADERS, STOCK, CONTACTS, WORKS, CAMPAIGNS, REGISTERS, INSPECTIONS)
ALL: dict[str, Indicator] = {i.key: i for i in chain.from_iterable(GROUPS)}
RATIOS: dict[str, Ratio] = {r.key: r for r in MEETING_RATIOS}
# Numbers that come into being with rows: of a campaign's items there is one for each.
FAMILIES: dict[str, Family] = {}


def get(key: str) -> Indicator:
    """The indicator of that key; LookupError with a Chinese sentence for an unknown one."""
    if indicator := ALL.get(key):
        return indicator
    name, _, member = key.partition(":")
    family = FAMILIES.get(name)
    if family and (indicator := family(member)):
        return indicator
    raise LookupError(f"指标目录中没有“{key}”")


__all__ = ["ALL", "FAMILIES", "RATIOS", "Family", "Indicator", "Ratio", "get"]
