"""A table as a workbook, written row by row: title, frozen headings, rows, and who took it when."""

import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import chain, islice
from unicodedata import east_asian_width

import openpyxl
from django.utils import timezone
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from apps.core.exports.cells import cell_of, writable
from apps.core.listings import Table

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
HEAD = PatternFill("solid", fgColor="EEF0F2")
# The title and the headings.
FROZEN_ROWS = 2
# Widths are set before the first row is written: the first ones stand for all.
MEASURED_ROWS = 200
NARROWEST, WIDEST = 8, 48
SHEET_NAME = 31
NOT_IN_A_NAME = str.maketrans(dict.fromkeys("\\/:*?[]'", " "))


def book(table: Table, *, by, made_at: datetime) -> bytes:
    """An .xlsx; memory grows with the file, not with the rows."""
    workbook = openpyxl.Workbook(write_only=True)
    sheet = workbook.create_sheet(writable(table.title).translate(NOT_IN_A_NAME)[:SHEET_NAME])
    rows = iter(table.rows)
    first = list(islice(rows, MEASURED_ROWS))
    _lay_out(sheet, table.headings, first)
    sheet.append([_title(sheet, table)])
    sheet.append([_heading(sheet, text) for text in table.headings])
    for row in chain(first, rows):
        sheet.append([cell_of(sheet, value) for value in row])
    for line in _footer(table, by, made_at):
        sheet.append([cell_of(sheet, line)])
    target = io.BytesIO()
    workbook.save(target)
    return target.getvalue()


def _lay_out(sheet, headings: Sequence[str], rows: Iterable[Sequence]) -> None:
    last = get_column_letter(max(len(headings), 1))
    sheet.merged_cells.add(f"A1:{last}1")
    sheet.freeze_panes = f"A{FROZEN_ROWS + 1}"
    sheet.print_title_rows = f"1:{FROZEN_ROWS}"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = openpyxl.worksheet.properties.PageSetupProperties(
        fitToPage=True
    )
    columns = zip(*[[_width(value) for value in row] for row in rows], strict=True) if rows else ()
    widest = [max(column) for column in columns] or [0] * len(headings)
    for number, (heading, width) in enumerate(zip(headings, widest, strict=True), start=1):
        needed = max(_width(heading) + 2, width + 2, NARROWEST)
        sheet.column_dimensions[get_column_letter(number)].width = min(needed, WIDEST)


def _width(value) -> int:
    """In columns of a terminal: a Chinese character is as wide as two letters."""
    if isinstance(value, datetime):
        return 16
    text = "" if value is None else str(value)
    return max((sum(_of_one(c) for c in line) for line in text.split("\n")), default=0)


def _of_one(character: str) -> int:
    return 2 if east_asian_width(character) in "WFA" else 1


def _title(sheet, table: Table):
    cell = cell_of(sheet, "".join(filter(None, [table.place, table.span, table.title])))
    cell.font = Font(bold=True, size=14)
    cell.alignment = Alignment(horizontal="center")
    return cell


def _heading(sheet, text: str):
    cell = cell_of(sheet, text)
    cell.font = Font(bold=True)
    cell.fill = HEAD
    return cell


def _footer(table: Table, by, made_at: datetime) -> Iterator[str]:
    yield ""
    yield f"导出条件：{table.conditions or '全部'}；共 {table.count} 行"
    yield f"导出时间：{timezone.localtime(made_at):%Y-%m-%d %H:%M}；导出人：{by}"
