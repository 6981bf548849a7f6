"""Tables as text: .csv, .tsv and what WPS on a Mac saves under the name .xls."""

import csv
import io
from datetime import datetime
from pathlib import PurePosixPath

from openpyxl.utils.datetime import WINDOWS_EPOCH

from apps.core.imports.workbook import RawSheet, WorkbookRefused, is_blank

DELIMITERS = "\t,;，"
# So many lines tell by which sign the cells are divided.
SAMPLE_LINES = 5


def read_text(text: str, *, name: str, epoch: datetime = WINDOWS_EPOCH) -> RawSheet:
    """The one table of a text, named like its file; each row with its number in Excel."""
    raw = RawSheet(PurePosixPath(name).stem, epoch)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
    try:
        for number, cells in enumerate(rows, start=1):
            values = tuple(None if is_blank(cell) else cell for cell in cells)
            if any(value is not None for value in values):
                raw.add(number, values)
    except csv.Error as error:
        raise WorkbookRefused(
            f"文本表格第 {rows.line_num} 行读不出来，请在 WPS 中打开后另存为 .xlsx 再传"
        ) from error
    if not raw.rows:
        raise WorkbookRefused("表格是空的，请填写后再传")
    return raw


def _delimiter(text: str) -> str:
    """The sign that stands oftenest in the first lines; a tab wins, as it is never part of a cell."""
    sample = "\n".join(text.splitlines()[:SAMPLE_LINES])
    if "\t" in sample:
        return "\t"
    return max(DELIMITERS, key=sample.count)
