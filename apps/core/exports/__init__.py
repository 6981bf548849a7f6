"""The current view of a list as a workbook."""

from apps.core.exports.book import XLSX
from apps.core.exports.services import (
    file_name,
    is_short,
    make_export,
    order_export,
    table_of,
    take_along,
)

__all__ = [
    "XLSX",
    "file_name",
    "is_short",
    "make_export",
    "order_export",
    "table_of",
    "take_along",
]
