"""Tables as text bring in what the clean workbook brings in, whatever they are called (check 10)."""

from datetime import date

import pytest

from apps.branches.models import Unit
from apps.core.imports import WorkbookRefused, bring_in
from apps.core.imports.engine import Source, keep, look
from apps.core.imports.size import rows_about
from tests.core.workbooks import UNITS, book, saved, workbook

LINES = [
    ["单位编号*", "单位名称*", "简称", "单位性质*", "成立日期*"],
    ["U1", "市财政局", "财政局", "机关", "2015.1.1"],
    ["", "", "", "", ""],
    ["Ｕ２", "市审计局", "", "机关", "2015年01月01日"],
]
CLEAN = [
    ("U1", "市财政局", "财政局", date(2015, 1, 1)),
    ("U2", "市审计局", "", date(2015, 1, 1)),
]


def text(delimiter: str, end: str = "\r\n") -> str:
    return end.join(delimiter.join(line) for line in LINES) + end


TITLE = "市直机关单位登记表\r\n\r\n"
VARIANTS = {
    "utf-8": ("单位.csv", text(",").encode()),
    "utf-8 with its mark": ("单位.csv", text(",").encode("utf-8-sig")),
    "gb18030": ("单位.csv", text(",").encode("gb18030")),
    "utf-16": ("单位.csv", text("\t").encode("utf-16")),
    "utf-16 big end": ("单位.csv", b"\xfe\xff" + text("\t").encode("utf-16-be")),
    "utf-16 without its mark": ("单位.txt", text("\t").encode("utf-16-le")),
    "tsv named xls by wps on a mac": ("单位.xls", text("\t", "\r").encode("utf-16")),
    "tsv named xlsx": ("导出.xlsx", text("\t", "\n").encode()),
    "semicolons": ("a.csv", text(";").encode()),
    "full-width commas": ("a.txt", text("，").encode("gb18030")),
    "title above": ("a.csv", (TITLE + text(",")).encode("gb18030")),
    "quoted": ("a.csv", text(",").replace("市财政局,", '"市财政局",').encode()),
}


def units() -> list[tuple]:
    fields = ("code", "name", "short_name", "founded_on")
    return list(Unit.objects.order_by("code").values_list(*fields))


@pytest.mark.parametrize(("name", "content"), VARIANTS.values(), ids=VARIANTS.keys())
def test_text_table_is_read_like_the_workbook(db, name, content):
    assert bring_in(content, name=name).is_saved
    assert units() == CLEAN


def test_line_of_a_text_is_told_as_excel_counts_it(db):
    content = (TITLE + text(",").replace("市审计局,,机关", "市审计局,,公司")).encode()
    (problem,) = look(Source(content, "a.csv")).check.problems
    assert (problem.row, problem.place) == (6, "D 列“单位性质”")


def test_broken_quotes_are_refused(db):
    content = ('单位编号,单位名称\nU1,"' + "很长" * 70_000).encode()
    with pytest.raises(WorkbookRefused, match="读不出来"):
        look(Source(content, "a.csv"))


def test_table_of_another_name_is_recognised_by_its_columns(db):
    made = book({"单位": UNITS})
    made["单位"].title = "Sheet1"
    assert bring_in(saved(made), name="导出.xlsx").is_saved


def test_unknown_table_asks_for_its_kind(db):
    with pytest.raises(WorkbookRefused, match="没有认出这是哪一张表"):
        look(Source("甲,乙\n1,2\n".encode(), "a.csv"))


def test_kind_that_was_named_decides(db):
    told = look(Source("甲,乙\n1,2\n".encode(), "a.csv", kind="单位")).check.problems
    assert "缺少“单位编号”这一列" in told[0].sentence


def test_bare_rows_stand_in_the_order_of_the_template(db):
    bare = "U1\t市财政局\t财政局\t机关\t2015-1-1\n\nU2\t市审计局\t\t机关\t2015-1-1"
    assert keep(Source(bare.encode(), "粘贴的单位", "单位", is_bare=True)).is_saved
    assert units() == CLEAN


def test_only_pasted_rows_may_lack_their_header(db):
    bare = "U1\t市财政局\t财政局\t机关\t2015-1-1\n"
    assert not keep(Source(bare.encode(), "a.tsv", "单位")).is_saved


@pytest.mark.parametrize(
    ("content", "rows"),
    [
        (workbook({"单位": UNITS * 7}), 8),
        (b"a\nb\nc\n", 3),
        (b"PK and nothing more", 0),
        (b"", 0),
    ],
)
def test_rows_are_counted_without_reading_them(content, rows):
    assert rows_about(content) == rows
