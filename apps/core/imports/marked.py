"""The file that goes back to its writer: the template with his rows, wrong cells red, and why."""

from collections import defaultdict
from datetime import date, datetime, time, timedelta
from itertools import count

from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font, PatternFill
from openpyxl.utils import get_column_letter

from apps.core.imports.engine import Source
from apps.core.imports.findings import Findings
from apps.core.imports.sheets import SheetImport
from apps.core.imports.template import empty, put, saved
from apps.core.imports.workbook import RawSheet

# No kind of sheet has a column of this name, so it is passed over when the file comes back.
REMARKS = "错误说明"
WRONG = PatternFill("solid", fgColor="FF9AA2")
REMARK_WIDTH = 60
FORMATS = {datetime: "yyyy-mm-dd", date: "yyyy-mm-dd", time: "hh:mm", timedelta: "hh:mm"}
# The reasons of one row: sentences, and the keys of its wrong columns.
Remarks = dict[int, tuple[list[str], set[str]]]


def marked(source: Source, findings: Findings) -> bytes:
    """All rows of `source` in the form of the template, with what was found at each."""
    tables = source.tables()
    book = empty(sheet for sheet, _ in tables)
    for sheet, raw in tables:
        _fill_in(book[sheet.name], sheet, raw, _remarks(sheet, findings))
    return saved(book)


def _remarks(sheet: SheetImport, findings: Findings) -> Remarks:
    remarks: Remarks = defaultdict(lambda: ([], set()))
    names = {column.key: column.name for column in sheet.columns}
    for problem in findings.problems:
        if problem.sheet == sheet.name:
            sentences, keys = remarks[problem.row]
            sentences.append(f"{names.get(problem.key, '')}：{problem.sentence}")
            keys.add(problem.key)
    for waiting in findings.waiting:
        if waiting.sheet == sheet.name:
            remarks[waiting.row][0].append(waiting.reason)
    return remarks


def _fill_in(page, sheet: SheetImport, raw: RawSheet, remarks: Remarks) -> None:
    header, positions = sheet.header_of(raw)
    last = len(sheet.columns) + 1
    put(page, 1, last, REMARKS).font = Font(bold=True)
    page.column_dimensions[get_column_letter(last)].width = REMARK_WIDTH
    lines = count(2)
    for number, cells in raw.rows:
        if number <= header:
            continue
        line = next(lines)
        sentences, wrong = remarks.get(number, ([], set()))
        for place, column in enumerate(sheet.columns, start=1):
            position = positions.get(column.key, len(cells))
            value = cells[position] if position < len(cells) else None
            _write(page, line, place, value, is_wrong=column.key in wrong)
        if sentences:
            put(page, line, last, "；".join(sentences)).fill = WRONG


def _write(page, line: int, place: int, value: object, *, is_wrong: bool) -> None:
    if value is None and not is_wrong:
        return
    if isinstance(value, str):
        cell = put(page, line, place, ILLEGAL_CHARACTERS_RE.sub("", value))
    else:
        cell = page.cell(row=line, column=place, value=value)
        if type(value) in FORMATS:
            cell.number_format = FORMATS[type(value)]
    if is_wrong:
        cell.fill = WRONG
