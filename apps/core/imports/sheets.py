"""Sheets and their columns: the reader, the template and the documentation all ask here."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache

from django.utils.module_loading import autodiscover_modules
from openpyxl.utils import get_column_letter

from apps.core.imports.cells import CellError, Choice, as_text
from apps.core.imports.check import Check
from apps.core.imports.workbook import HEADER_ROWS, RawSheet


@dataclass(frozen=True)
class Column:
    """`name` is its header; `note` becomes the comment in the template and the documentation."""

    key: str
    name: str
    read: Callable[[object, datetime], object]
    is_required: bool = False
    note: str = ""
    example: str = ""
    aliases: tuple[str, ...] = ()

    @property
    def labels(self) -> tuple[str, ...]:
        return tuple(self.read.labels) if isinstance(self.read, Choice) else ()


@dataclass
class Row:
    """One line of a sheet: values by column key; blank cells are absent."""

    number: int
    values: dict = field(default_factory=dict)
    is_sound: bool = True

    def __getitem__(self, key: str):
        return self.values[key]

    def get(self, key: str, default=None):
        return self.values.get(key, default)


class SheetImport:
    """One kind of sheet. `take` saves its sound rows inside the transaction of the import,
    set by set, and reports what is wrong with the others to the check."""

    name: str
    order: int
    columns: tuple[Column, ...]

    def take(self, rows: list[Row], check: Check) -> None:
        raise NotImplementedError

    def read(self, raw: RawSheet, check: Check) -> list[Row]:
        """The rows with every cell read; unreadable cells are reported."""
        header_row, letters = self._header(raw, check)
        check.letters[self.name] = letters
        body = [(n, values) for n, values in raw.rows if n > header_row]
        wanted = [c for c in self.columns if c.key in letters]
        return [self._row(n, values, wanted, letters, raw.epoch, check) for n, values in body]

    def _header(self, raw: RawSheet, check: Check) -> tuple[int, dict[str, int]]:
        """The row of column names among the first rows, and the position of each column."""
        best: tuple[int, dict[str, int]] = (0, {})
        for number, values in raw.rows[:HEADER_ROWS]:
            found = self._positions(number, values, check, report=False)
            if len(found) > len(best[1]):
                best = (number, found)
        number = best[0]
        for row, values in raw.rows[:HEADER_ROWS]:
            if row == number:
                self._positions(number, values, check, report=True)
        for column in self.columns:
            if column.is_required and column.key not in best[1]:
                check.wrong_sheet(self.name, f"缺少“{column.name}”这一列，请用下载的模板填写")
        return best if check.is_sound(self.name) else (raw.rows[-1][0] if raw.rows else 0, {})

    def _positions(self, number, values, check: Check, *, report: bool) -> dict[str, int]:
        names = {_bare(n): c.key for c in self.columns for n in (c.name, *c.aliases)}
        found: dict[str, int] = {}
        for position, value in enumerate(values):
            key = names.get(_bare(value))
            if key and key in found and report:
                letter = get_column_letter(position + 1)
                check.wrong_sheet(self.name, f"{letter} 列重复出现“{value}”，请只留一列")
            elif key:
                found.setdefault(key, position)
        return found

    def _row(self, number, values, columns, letters, epoch, check: Check) -> Row:
        row = Row(number)
        for column in columns:
            position = letters[column.key]
            value = values[position] if position < len(values) else None
            if value is None or (isinstance(value, str) and not as_text(value)):
                if column.is_required:
                    check.wrong(self, row, column.key, f"请填写{column.name}")
                continue
            try:
                row.values[column.key] = column.read(value, epoch)
            except CellError as error:
                check.wrong(self, row, column.key, str(error))
        if not row.is_sound:
            check.doubt(row)
        return row


def _bare(header: object) -> str:
    """A header without the star of required columns, spaces and brackets of explanation."""
    text = as_text(header) if isinstance(header, str) else ""
    return text.split("（")[0].split("(")[0].replace("*", "").replace("＊", "").replace(" ", "")


_sheets: dict[str, SheetImport] = {}


def register(sheet: type[SheetImport]) -> type[SheetImport]:
    _sheets[sheet.name] = sheet()
    return sheet


@cache
def _discover() -> None:
    autodiscover_modules("imports")


def sheets() -> list[SheetImport]:
    """All kinds of sheet, each after those that it refers to."""
    _discover()
    return sorted(_sheets.values(), key=lambda sheet: sheet.order)


def twice(rows: Iterable[Row], *keys: str) -> list[tuple[Row, Row]]:
    """Rows that repeat the values of an earlier one, with that one."""
    first: dict[tuple, Row] = {}
    repeated = []
    for row in rows:
        key = tuple(row.get(k) for k in keys)
        if key in first:
            repeated.append((row, first[key]))
        first.setdefault(key, row)
    return repeated
