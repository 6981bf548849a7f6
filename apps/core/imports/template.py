"""The workbook to fill in: headers with comments, drop-downs, a worked example."""

import io
from collections.abc import Iterable, Sequence
from datetime import date

import openpyxl
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.utils.datetime import to_excel
from openpyxl.worksheet.datavalidation import DataValidation

from apps.core.imports.cells import DAY_CURE, EARLIEST, LATEST, Clock, Day, Whole
from apps.core.imports.sheets import Column, SheetImport, sheets
from apps.core.imports.workbook import MAX_ROWS

OPTIONS, GUIDE = "选项", "说明"
HEAD = PatternFill("solid", fgColor="EEF0F2")
REQUIRED_HEAD = PatternFill("solid", fgColor="FCE4E7")
RULES = (
    "表头带 * 的列必填。列的次序可以变，不用的列可以删去；表头名称请不要改。",
    "日期写成 2026-11-20 或 2026年11月20日，时间写成 09:00。",
    "空着的单元格表示“不改”：已登记的内容不会被清空。",
    "同一个文件传两次不会重复登记。先预览后导入：有错误的行不会导入，可以下载标错文件改好再传。",
    "后面的表可以引用前面的表里同一个文件的新行，例如“人员”可以写“党组织”表里的新支部。",
)


def template(kind: str = "") -> bytes:
    """An .xlsx with a sheet of each kind, or of the named one."""
    return saved(empty(sheet for sheet in sheets() if kind in ("", sheet.name)))


def empty(kinds: Iterable[SheetImport]) -> openpyxl.Workbook:
    """The workbook of these kinds with headers, drop-downs and the guide, to be filled in."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    lists = _Lists(book.create_sheet(OPTIONS))
    shown = list(kinds)
    for sheet in shown:
        _prepare(book.create_sheet(sheet.name), sheet, lists)
    _guide(book.create_sheet(GUIDE), shown)
    lists.sheet.sheet_state = "hidden"
    book.move_sheet(OPTIONS, offset=len(book.sheetnames))
    return book


def saved(book: openpyxl.Workbook) -> bytes:
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


class _Lists:
    """Drop-downs point to a hidden sheet: a list inside the rule holds 255 characters only."""

    def __init__(self, sheet) -> None:
        self.sheet = sheet
        self._known: dict[tuple[str, ...], str] = {}

    def reference(self, labels: Sequence[str]) -> str:
        key = tuple(labels)
        if key not in self._known:
            column = len(self._known) + 1
            letter = get_column_letter(column)
            for row, label in enumerate(key, start=1):
                put(self.sheet, row, column, label)
            self._known[key] = f"'{OPTIONS}'!${letter}$1:${letter}${len(key)}"
        return self._known[key]


def put(sheet, row: int, column: int, text: str):
    """A text is stored as a text, even if it begins like a formula (trap M13)."""
    cell = sheet.cell(row=row, column=column, value=text)
    cell.data_type = "s"
    return cell


def _prepare(page, sheet: SheetImport, lists: _Lists) -> None:
    page.freeze_panes = "A2"
    for position, column in enumerate(sheet.columns, start=1):
        _head(page, position, column)
        letter = get_column_letter(position)
        page.column_dimensions[letter].width = max(12, 2 * len(column.name) + 6)
        if isinstance(column.read, Day):
            _format(page, position, "yyyy-mm-dd")
            _warn(page, letter, "date", (EARLIEST, LATEST), DAY_CURE)
        if isinstance(column.read, Clock):
            _format(page, position, "hh:mm")
        if isinstance(column.read, Whole):
            _warn(page, letter, "whole", (0, 999_999_999), "请填写整数")
        labels = column.labels or (column.offers() if column.offers else ())
        if labels:
            _drop_down(page, letter, lists.reference(labels))


def _head(page, position: int, column: Column) -> None:
    cell = put(page, 1, position, column.name + ("*" if column.is_required else ""))
    cell.font = Font(bold=True)
    cell.fill = REQUIRED_HEAD if column.is_required else HEAD
    if column.note:
        cell.comment = Comment(column.note, "六亮")


def _format(page, position: int, number_format: str) -> None:
    page.column_dimensions[get_column_letter(position)].number_format = number_format


def _warn(page, letter: str, kind: str, between: tuple, cure: str) -> None:
    """Told while one types; a warning, because more spellings are understood than Excel knows."""
    low, high = (to_excel(limit) if isinstance(limit, date) else limit for limit in between)
    rule = DataValidation(
        type=kind,
        operator="between",
        formula1=str(int(low)),
        formula2=str(int(high)),
        allow_blank=True,
        errorStyle="warning",
        errorTitle="请核对",
        error=cure,
        showErrorMessage=True,
    )
    rule.add(f"{letter}2:{letter}{MAX_ROWS}")
    page.add_data_validation(rule)


def _drop_down(page, letter: str, reference: str) -> None:
    rule = DataValidation(type="list", formula1=reference, allow_blank=True)
    # Other names are understood too, so the list helps and does not forbid.
    rule.showErrorMessage = False
    rule.add(f"{letter}2:{letter}{MAX_ROWS}")
    page.add_data_validation(rule)


def _guide(page, kinds: Iterable[SheetImport]) -> None:
    page.column_dimensions["A"].width = 18
    page.column_dimensions["B"].width = 70
    page.column_dimensions["C"].width = 30
    row = 1
    for rule in RULES:
        put(page, row, 1, rule)
        row += 1
    for sheet in kinds:
        row += 1
        put(page, row, 1, sheet.name).font = Font(bold=True)
        for text, column in (("怎样填", 2), ("示例", 3)):
            put(page, row, column, text).font = Font(bold=True)
        for described in sheet.columns:
            row += 1
            put(page, row, 1, described.name + ("*" if described.is_required else ""))
            note = put(page, row, 2, _explained(described))
            note.alignment = Alignment(wrap_text=True)
            put(page, row, 3, described.example)
        row += 1


def _explained(column: Column) -> str:
    choices = f"可选：{'、'.join(column.labels)}" if column.labels else ""
    return "；".join(filter(None, [column.note, choices]))
