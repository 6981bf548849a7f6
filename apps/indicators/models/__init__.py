"""Tables of the indicators: numbers that were frozen, and numbers that are kept by the month."""

from apps.indicators.models.cells import Cell, Mark
from apps.indicators.models.readings import Closing, Level, Reading

__all__ = ["Cell", "Closing", "Level", "Mark", "Reading"]
