"""The tables that indicators count: which rows, of which day, for which organisation."""

from apps.indicators.sources.base import (
    TRUNCATIONS,
    Organisations,
    Source,
    among,
    holders,
    stock_day,
)

__all__ = ["TRUNCATIONS", "Organisations", "Source", "among", "holders", "stock_day"]
