"""Honours."""

from django.db.models import Q

from apps.indicators.catalogue.definitions import Indicator
from apps.indicators.sources import registers
from apps.sixlights.models import HonourLevel


def honours_of(level: HonourLevel) -> Indicator:
    return Indicator(
        f"honours_{level}", f"{level.label}荣誉", "项", registers.HONOURS, Q(level=level)
    )


REGISTERS = tuple(honours_of(level) for level in HonourLevel)
