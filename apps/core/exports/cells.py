"""Values as cells: dates and numbers keep their type, a text stays a text whatever it begins with."""

import re
from datetime import date, datetime, time
from decimal import Decimal

from django.utils import timezone
from django.utils.html import strip_tags
from django.utils.safestring import SafeString
from openpyxl.cell import WriteOnlyCell

# What XML 1.0 cannot hold: one such character and no program opens the file (trap M16).
UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
# Excel reads _x0041_ as a letter; a text that only looks like it is told apart.
LOOKS_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
LONGEST = 32_767
CUT = "……（其余见系统）"
FORMATS: tuple[tuple[type, str], ...] = (
    (datetime, "yyyy-mm-dd hh:mm"),
    (date, "yyyy-mm-dd"),
    (time, "hh:mm"),
)


def cell_of(sheet, value):
    """A cell of a streamed sheet."""
    value = _plain(value)
    cell = WriteOnlyCell(sheet, value=value)
    if isinstance(value, str):
        cell.data_type = "s"  # trap M13: else a leading = becomes a formula
    for kind, number_format in FORMATS:
        if isinstance(value, kind):
            cell.number_format = number_format
            break
    return cell


def _plain(value):
    if value is None or isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        return value
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, datetime):
        local = timezone.localtime(value) if timezone.is_aware(value) else value
        return local.replace(tzinfo=None, microsecond=0)
    if isinstance(value, date | time):
        return value
    # A text cell without text is not well understood by every program.
    return writable(strip_tags(value) if isinstance(value, SafeString) else str(value)) or None


def writable(text: str) -> str:
    """The text as a workbook can hold it; longer ones than a cell takes are cut with a word."""
    text = LOOKS_ESCAPED.sub("_x005F_", UNWRITABLE.sub("", text))
    return text if len(text) <= LONGEST else text[: LONGEST - len(CUT)] + CUT
