"""Which kind of sheet a table is: by its name, by the user's word, or by its column names."""

from apps.core.imports.sheets import SheetImport, sheets
from apps.core.imports.workbook import RawSheet, WorkbookRefused

# Sheets of the template that hold no rows of their own.
SILENT = ("说明", "选项")
# One column name in common is no evidence.
FEWEST_COLUMNS = 2


def kinds_in(
    raws: list[RawSheet], *, kind: str = "", is_bare: bool = False
) -> list[tuple[SheetImport, RawSheet]]:
    """Each kind with its table, in the order of taking; WorkbookRefused if none is known.

    `kind` is the user's word for a file of one table; rows `is_bare` may lack a header.
    """
    filled = [raw for raw in raws if raw.rows and raw.name not in SILENT]
    named = {raw.name: raw for raw in filled}
    found = [(sheet, named[sheet.name]) for sheet in sheets() if sheet.name in named]
    if found:
        return found
    names = "、".join(sheet.name for sheet in sheets())
    if len(filled) != 1:
        raise WorkbookRefused(f"没有找到可导入的工作表，工作表名称应为：{names}")
    return [(_kind_of(filled[0], kind, is_bare=is_bare), filled[0])]


def _kind_of(raw: RawSheet, kind: str, *, is_bare: bool) -> SheetImport:
    named = next((sheet for sheet in sheets() if sheet.name == kind), None)
    sheet = named or _by_header(raw)
    if sheet is None:
        names = "、".join(sheet.name for sheet in sheets())
        raise WorkbookRefused(
            f"没有认出这是哪一张表。请选择工作表（应为：{names}），或在第一行写上模板的列名"
        )
    if is_bare and len(sheet.header_of(raw)[1]) < FEWEST_COLUMNS:
        _give_header(raw, sheet)
    return sheet


def _by_header(raw: RawSheet) -> SheetImport | None:
    """The kind whose columns fit best: the fewest required ones missing, then the most present."""
    best, best_fit = None, (0, 0)
    for sheet in sheets():
        found = sheet.header_of(raw)[1]
        missing = sum(c.is_required and c.key not in found for c in sheet.columns)
        fit = (-missing, len(found))
        if len(found) >= FEWEST_COLUMNS and (best is None or fit > best_fit):
            best, best_fit = sheet, fit
    return best


def _give_header(raw: RawSheet, sheet: SheetImport) -> None:
    """Rows pasted without their header stand in the order of the template."""
    raw.rows.insert(0, (0, tuple(column.name for column in sheet.columns)))
