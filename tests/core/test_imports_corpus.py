"""The rest of the 48 workbooks of reliability.md (c): each comes in as a person would read it, or
is refused with a sentence. The others stand in test_imports_bad.py and test_imports_text.py."""

import resource
import time
from datetime import date, datetime

import openpyxl
import pytest
from openpyxl.utils.datetime import MAC_EPOCH

from apps.branches.models import Person, Unit
from apps.core.imports import WorkbookRefused, bring_in, check
from apps.core.imports.workbook import MAX_ROWS
from tests.core.workbooks import UNITS, book, repacked, saved, whole, workbook

RIGHT = "单位.xlsx"
SHEET = "xl/worksheets/sheet1.xml"


def unit(**cells) -> list:
    values = dict(zip(("code", "name", "short", "kind", "founded"), UNITS[0], strict=True)) | cells
    return list(values.values())


def page_of(rows: list[list] | None = None) -> openpyxl.Workbook:
    return book({"单位": UNITS if rows is None else rows})


def two_header_rows() -> bytes:
    made = page_of()
    made["单位"].insert_rows(1)
    made["单位"].append([])
    for column, text in enumerate(["基本情况", "基本情况", None, "其他", "其他"], start=1):
        made["单位"].cell(1, column, text)
    return saved(made)


def merged_header() -> bytes:
    made = page_of()
    made["单位"].insert_rows(1)
    made["单位"]["A1"] = "市直机关单位登记表"
    made["单位"].merge_cells("A1:E1")
    return saved(made)


def hidden_rows_and_columns() -> bytes:
    """What is hidden is still in the file, as people expect of a filter."""
    made = page_of([*UNITS, unit(code="U2", name="市审计局")])
    made["单位"].row_dimensions[3].hidden = True
    made["单位"].column_dimensions["C"].hidden = True
    made["单位"].auto_filter.ref = "A1:E3"
    return saved(made)


def text_for_numbers() -> bytes:
    return saved(
        page_of([unit(code="007"), unit(code=8, name="市审计局"), unit(code="9 ", name=10)])
    )


def serials(epoch=None) -> bytes:
    made = page_of([unit(founded=42005 if epoch is None else 42005 - 1462)])
    if epoch:
        made.epoch = epoch
    return saved(made)


def with_formula(formula: bytes, value: bytes) -> bytes:
    """A cell with a formula and the value that Excel kept beside it."""
    cell = b'<c r="B2" t="str"><f>' + formula + b"</f>" + value + b"</c>"
    return repacked(
        saved(page_of()), replace={SHEET: lambda part: _replaced(part, b'<c r="B2"', cell)}
    )


def _replaced(part: bytes, start: bytes, cell: bytes) -> bytes:
    begin = part.index(start)
    end = part.index(b"</c>", begin) + len(b"</c>")
    return part[:begin] + cell + part[end:]


NAME = "市财政局".encode()
COMES_IN = {
    "two header rows": two_header_rows,
    "merged header": merged_header,
    "cached formula": lambda: with_formula(b"A1&amp;B1", b"<v>" + NAME + b"</v>"),
    "hyperlink": lambda: with_formula(b'HYPERLINK("http://x","y")', b"<v>" + NAME + b"</v>"),
    "external link": lambda: with_formula(b"[1]Sheet1!A1", b"<v>" + NAME + b"</v>"),
    "serial of 1900": serials,
    "serial of 1904": lambda: serials(MAC_EPOCH),
    "moment instead of a day": lambda: saved(page_of([unit(founded=datetime(2015, 1, 1, 8, 30))])),
    "rare characters": lambda: saved(page_of([unit(short="𠮷㐀〇·")])),
    "controls are dropped": lambda: saved(page_of([unit(name="市财_x0007_政局")])),
    "zero width edges": lambda: saved(page_of([unit(name="\u200b市财政局\ufeff")])),
}


@pytest.mark.parametrize("make", COMES_IN.values(), ids=COMES_IN.keys())
def test_workbook_comes_in_as_the_clean_one(db, make):
    outcome = bring_in(make(), name=RIGHT)
    assert [str(p) for p in outcome.check.problems] == []
    assert list(Unit.objects.values_list("name", "founded_on")) == [("市财政局", date(2015, 1, 1))]


TOLD = {
    "formula without a value": (lambda: with_formula(b"A1&amp;B1", b""), "请填写单位名称"),
    "formula that failed": (lambda: with_formula(b"1/0", b"<v>#DIV/0!</v>"), "公式的结果是错误值"),
    "merged data": (
        lambda: saved(page_of([unit(), [None, "市审计局", None, "机关", date(2015, 1, 1)]])),
        "请填写单位编号",
    ),
    "first of March 1900": (lambda: saved(page_of([unit(founded=61)])), "日期 1900-03-01 不合理"),
    "long cell": (lambda: saved(page_of([unit(name="名" * 10_000)])), "最多 100 个字"),
}


@pytest.mark.parametrize(("make", "sentence"), TOLD.values(), ids=TOLD.keys())
def test_workbook_is_told_what_to_change(db, make, sentence):
    outcome = bring_in(make(), name=RIGHT)
    assert [p for p in outcome.check.problems if sentence in p.sentence]
    assert not Unit.objects.exists()


def test_hidden_rows_and_columns_come_in(db):
    assert bring_in(hidden_rows_and_columns(), name=RIGHT).is_saved
    assert Unit.objects.count() == 2


def test_codes_keep_their_zeros_and_lose_their_blanks(db):
    assert bring_in(text_for_numbers(), name=RIGHT).is_saved
    assert sorted(Unit.objects.values_list("code", "name")) == [
        ("007", "市财政局"),
        ("8", "市审计局"),
        ("9", "10"),
    ]


def test_formula_text_stays_a_text(db):
    """It is data here, and typed as a text when it goes out again."""
    rows = [unit(name="’=1+1"), unit(code="U2", name="@SUM(A1)"), unit(code="U3", name="-2")]
    assert bring_in(saved(page_of(rows)), name=RIGHT).is_saved
    assert set(Unit.objects.values_list("name", flat=True)) == {"’=1+1", "@SUM(A1)", "-2"}


def blank_to_the_last_row() -> bytes:
    """A format on the whole column, as a click on its head makes it."""
    rows = b"".join(b'<row r="%d"><c r="A%d" s="1"/></row>' % (n, n) for n in range(3, 60_000))
    end = b'<row r="1048576"><c r="A1048576" s="1"/></row></sheetData>'
    return repacked(
        workbook({"单位": UNITS}),
        replace={SHEET: lambda part: part.replace(b"</sheetData>", rows + end)},
    )


def far_columns() -> bytes:
    cell = b'<c r="XFD2" t="inlineStr"><is><t>x</t></is></c></row></sheetData>'
    return repacked(
        workbook({"单位": UNITS}),
        replace={SHEET: lambda part: part.replace(b"</row></sheetData>", cell)},
    )


def hundred_thousand_rows() -> bytes:
    """Written by hand, as a library would take longer than the test."""
    line = '<row r="%d"><c r="A%d" t="inlineStr"><is><t>U%x</t></is></c></row>'
    body = "".join(line % (n, n, n * 2654435761 % 2**32) for n in range(2, 100_002))
    return repacked(
        workbook({"单位": []}),
        replace={
            SHEET: lambda part: part.replace(b"</sheetData>", body.encode() + b"</sheetData>")
        },
    )


def test_formatted_rows_to_the_end_of_the_sheet_are_ignored(db):
    assert bring_in(blank_to_the_last_row(), name=RIGHT).is_saved


def test_last_column_of_excel_is_refused(db):
    with pytest.raises(WorkbookRefused, match="超过 60 列"):
        check(far_columns(), name=RIGHT)


def test_hundred_thousand_rows_are_refused_while_they_come(db):
    content = hundred_thousand_rows()
    before, started = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()
    with pytest.raises(WorkbookRefused, match=f"超过 {MAX_ROWS} 行"):
        check(content, name=RIGHT)
    assert time.process_time() - started < 8
    # In kilobytes: what is read is thrown away, not gathered.
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 200_000


def test_half_of_the_rows_wrong_saves_nothing(db):
    mixed = [unit(code=f"U{n}", name=f"单位{n}", kind="机关" if n % 2 else "？") for n in range(40)]
    outcome = bring_in(saved(page_of(mixed)), name=RIGHT)
    assert [p.row for p in outcome.check.problems] == list(range(2, 42, 2))
    assert not Unit.objects.exists()


def test_absolute_part_names_of_other_programs_are_understood(db):
    """Numbers and some WPS versions write a leading slash in the relationships."""
    content = repacked(
        workbook({"单位": UNITS}),
        replace={
            "xl/_rels/workbook.xml.rels": lambda part: part.replace(
                b'Target="worksheets/', b'Target="/xl/worksheets/'
            )
        },
    )
    assert bring_in(content, name=RIGHT).is_saved


def test_extended_drop_downs_of_wps_are_passed_over(db):
    extension = (
        b'<extLst><ext uri="{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}" '
        b'xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main">'
        b'<x14:dataValidations count="0"/></ext></extLst></worksheet>'
    )
    content = repacked(
        workbook({"单位": UNITS}),
        replace={SHEET: lambda part: part.replace(b"</worksheet>", extension)},
    )
    assert bring_in(content, name=RIGHT).is_saved


def test_nul_in_a_cell_is_told(db):
    contents = whole()
    contents["人员"][0][1] = "张_x0000_三"
    told = [str(p) for p in check(workbook(contents), name="名册.xlsx").check.problems]
    assert any("空字符" in sentence for sentence in told)
    assert not Person.objects.exists()
