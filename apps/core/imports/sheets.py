"""Sheets and their columns: the reader, the template and the documentation all ask here."""

from collections.abc import Callable, Iterable, Mapping, Sequence
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
    """`name` is its header; `note` becomes the comment in the template and the documentation.

    `offers` answers a drop-down of names that are known only when the template is made.
    """

    key: str
    name: str
    read: Callable[[object, datetime], object]
    is_required: bool = False
    note: str = ""
    example: str = ""
    aliases: tuple[str, ...] = ()
    offers: Callable[[], Sequence[str]] | None = None

    @property
    def labels(self) -> tuple[str, ...]:
        return tuple(self.read.labels) if isinstance(self.read, Choice) else ()


@dataclass
class Row:
    """One line of a sheet: values by column key; blank cells are absent. `cells` as they came."""

    number: int
    cells: tuple = ()
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
        """The rows with every cell read; unreadable cells are reported. Rows that the check
        leaves out are not among them, but their names are remembered as wrong."""
        header, positions = self.header_of(raw)
        check.letters[self.name] = positions
        if not self._has_all_columns(raw, header, positions, check):
            return []
        wanted = [(c, positions[c.key]) for c in self.columns if c.key in positions]
        rows = []
        for number, cells in raw.rows:
            if number <= header:
                continue
            row = Row(number, cells)
            check.rows[self.name] += 1
            if check.is_left_out(self.name, number):
                self._read_names(row, wanted, raw.epoch, check)
            else:
                self._read_cells(row, wanted, raw.epoch, check)
                rows.append(row)
        return rows

    def header_of(self, raw: RawSheet) -> tuple[int, dict[str, int]]:
        """The row of column names among the first rows, and the position of each column."""
        best: tuple[int, dict[str, int]] = (0, {})
        keys = self._keys()
        for number, cells in raw.rows[:HEADER_ROWS]:
            found: dict[str, int] = {}
            for position, value in enumerate(cells):
                key = keys.get(bare(value))
                if key:
                    found.setdefault(key, position)
            if len(found) > len(best[1]):
                best = (number, found)
        return best

    def _keys(self) -> Mapping[str, str]:
        """Column keys by all the names under which people write them."""
        return {bare(n): c.key for c in self.columns for n in (*c.aliases, c.name)}

    def _has_all_columns(self, raw: RawSheet, header: int, positions, check: Check) -> bool:
        keys, seen = self._keys(), set()
        for position, value in enumerate(dict(raw.rows[:HEADER_ROWS]).get(header, ())):
            key = keys.get(bare(value))
            if key and key in seen:
                letter = get_column_letter(position + 1)
                check.wrong_sheet(self.name, f"{letter} 列重复出现“{value}”，请只留一列")
            seen.add(key)
        for column in self.columns:
            if column.is_required and column.key not in positions:
                check.wrong_sheet(self.name, f"缺少“{column.name}”这一列，请用下载的模板填写")
        return check.is_sound(self.name)

    def _read_cells(self, row: Row, wanted, epoch: datetime, check: Check) -> None:
        cells, width = row.cells, len(row.cells)
        for column, position in wanted:
            value = cells[position] if position < width else None
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

    def _read_names(self, row: Row, wanted, epoch: datetime, check: Check) -> None:
        silent = Check()
        silent.letters = check.letters
        self._read_cells(row, wanted, epoch, silent)
        check.doubt(row)


def bare(header: object) -> str:
    """A header without the star of required columns, spaces and brackets of explanation."""
    text = as_text(header) if isinstance(header, str) else ""
    text = text.split("（")[0].split("(")[0].replace("*", "").replace("＊", "")
    return "".join(text.split())


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
