"""Tables of the indicators: numbers that were frozen."""

from apps.indicators.models.readings import Closing, Level, Reading

__all__ = ["Closing", "Level", "Reading"]
