"""Every kind of bad workbook is answered with a sentence, and nothing is saved."""

import io
import zipfile
from datetime import date

import openpyxl
import pytest

from apps.branches.models import Person, Unit
from apps.core.imports import WorkbookRefused, bring_in, check
from apps.core.imports.reading import OLE
from apps.core.imports.workbook import MAX_ROWS
from tests.core.workbooks import (
    UNITS,
    book,
    headers,
    place,
    repacked,
    saved,
    whole,
    with_cell,
    workbook,
)

RIGHT = "单位.xlsx"


def units(*rows) -> bytes:
    return workbook({"单位": list(rows) or UNITS})


def archive(parts: dict[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made:
        for name, part in parts.items():
            made.writestr(name, part)
    return target.getvalue()


def no_sheets() -> bytes:
    return repacked(
        units(),
        replace={
            "xl/workbook.xml": lambda part: part.replace(
                part[part.index(b"<sheets>") : part.index(b"</sheets>")], b"<sheets>"
            )
        },
    )


def entities() -> bytes:
    """A definition that expands; without defusedxml openpyxl would follow it (trap M14)."""
    declared = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">]>'
    return repacked(
        units(),
        replace={"xl/worksheets/sheet1.xml": lambda part: declared + part.split(b"?>", 1)[-1]},
    )


def many_rows() -> bytes:
    made = openpyxl.Workbook(write_only=True)
    page = made.create_sheet("单位")
    page.append(headers("单位"))
    for number in range(MAX_ROWS + 6):
        page.append([f"U{number}", f"单位{number}", None, "机关", date(2015, 1, 1)])
    return saved(made)


def wide() -> bytes:
    return units([*UNITS[0], *[None] * 60, "多余"])


REFUSED = {
    "empty": (b"", "文件是空的"),
    "binary": (bytes(range(256)) * 9, "不是 Excel 工作簿"),
    "pdf": (b"%PDF-1.7 text", "不是 Excel 工作簿"),
    "old xls": (OLE + b"\x00" * 600, "请在 WPS 中另存为 .xlsx 后再传"),
    "password": (OLE + "EncryptedPackage".encode("utf-16-le"), "设有打开密码"),
    "html": (b"<html><table></table></html>", "网页或 XML 格式"),
    "excel 2003 xml": (b'<?xml version="1.0"?><Workbook/>', "网页或 XML 格式"),
    "only blanks": (b"\n,,,\n \n", "表格是空的"),
    "truncated": (units()[:900], "文件不完整"),
    "too large": (b"PK" + b"\x00" * (10 * 1024 * 1024), "超过 10 MB"),
    "word": (archive({"[Content_Types].xml": b"", "word/document.xml": b""}), "不是 Excel"),
    "bare zip": (archive({"a.txt": b"a"}), "不是 Excel 工作簿"),
    "bomb": (repacked(units(), add={"xl/media/a.bin": b"\x00" * 30_000_000}), "解开后过大"),
    "unpacked": (repacked(units(), add={"a": b"\x00" * 101 * 1024 * 1024}), "解开后过大"),
    "entries": (repacked(units(), add={f"x/{n}": b"" for n in range(250)}), "超过 200 个"),
    "path": (repacked(units(), add={"../../etc/x": b"x"}), "内部结构不正常"),
    "absolute": (repacked(units(), add={"/etc/x": b"x"}), "内部结构不正常"),
    "macro": (repacked(units(), add={"xl/vbaProject.bin": b"x"}), "含有宏"),
    "no sheets": (no_sheets(), "没有工作表"),
    "entities": (entities(), "不允许的定义"),
    "broken xml": (
        repacked(units(), replace={"xl/worksheets/sheet1.xml": lambda part: part[:-40]}),
        "已损坏",
    ),
    "missing part": (repacked(units(), drop=["xl/worksheets/sheet1.xml"]), "没有工作表"),
    "other sheets": (saved(book({"名单": [["张三"]]}, with_headers=False)), "应为"),
    "rows": (many_rows(), "超过 20000 行"),
    "columns": (wide(), "超过 60 列"),
}


@pytest.mark.parametrize(("content", "sentence"), REFUSED.values(), ids=REFUSED.keys())
def test_unreadable_file_is_refused_in_one_sentence(db, content, sentence):
    with pytest.raises(WorkbookRefused, match=sentence):
        bring_in(content, name=RIGHT)
    assert not Unit.objects.exists()


def test_macro_suffix_is_refused(db):
    with pytest.raises(WorkbookRefused, match="含有宏"):
        check(units(), name="单位.xlsm")


def headed(*head) -> bytes:
    made = openpyxl.Workbook()
    page = made.active
    page.title = "单位"
    for row in head:
        page.append(row)
    page.append(UNITS[0])
    return saved(made)


WRONG_SHEETS = {
    "missing column": (
        headed(["单位编号", "单位名称", "简称", "单位性质"]),
        "缺少“成立日期”这一列",
    ),
    "renamed column": (
        headed(["编码", "单位名称", "简称", "单位性质", "成立日期"]),
        "缺少“单位编号”这一列",
    ),
    "english": (headed(["code", "name", "short", "kind", "founded"]), "缺少“单位编号”这一列"),
    "double column": (
        headed(["单位编号", "单位名称", "单位名称", "单位性质", "成立日期"]),
        "C 列重复出现“单位名称”",
    ),
    "header too low": (
        headed(*[[f"说明{n}"] for n in range(6)], headers("单位")),
        "缺少“单位编号”",
    ),
}


@pytest.mark.parametrize(("content", "sentence"), WRONG_SHEETS.values(), ids=WRONG_SHEETS.keys())
def test_wrong_header_is_told(db, content, sentence):
    outcome = bring_in(content, name=RIGHT)
    assert any(sentence in str(p) for p in outcome.check.problems)
    assert not Unit.objects.exists()


WRONG_CELLS = [
    ("单位", "单位名称", "A_x0000_B", "空字符"),
    ("单位", "单位名称", "市\u202e局", "控制符"),
    ("单位", "单位名称", "名" * 101, "最多 100 个字"),
    ("单位", "单位名称", "机密★文件", "密级标志"),
    ("单位", "单位性质", "公司", "不在可选范围"),
    ("单位", "成立日期", "去年", "不是日期"),
    ("单位", "成立日期", "2026-02-30", "没有“2026-02-30”这一天"),
    ("单位", "成立日期", "0000-01-01", "没有“0000-01-01”这一天"),
    ("单位", "成立日期", 1, "不合理"),
    ("单位", "成立日期", 1e20, "不是日期"),
    ("单位", "单位编号", 123456789012345678.0, "数字过长"),
    ("单位", "单位编号", None, "请填写单位编号"),
    ("单位", "单位名称", "#DIV/0!", "公式的结果是错误值"),
    ("党组织", "上级党组织", "不存在的党委", "没有“不存在的党委”这个上级党组织"),
    ("党组织", "上级党组织", "O4", "绕了一圈"),
    ("党组织", "所在单位", "市审计局", "没有“市审计局”这个单位"),
    ("人员", "党支部", "市财政局一支部", "是否为“市财政局第一党支部”"),
    ("人员", "党支部", "市财政局机关党委", "组织关系只能落在党支部"),
    ("人员", "党小组", "第九党小组", "没有党小组“第九党小组”"),
    ("人员", "转入日期", None, "请填写转入日期"),
    ("人员", "党支部", None, "请填写党支部"),
    ("任职", "人员编号", "P9", "没有“P9”这个人员编号"),
    ("任职", "姓名", "李四", "与姓名不符"),
    ("任职", "免职日期", date(2019, 1, 1), "免职日期必须晚于任职日期"),
    ("会议", "会议类型", "联欢会", "不在可选范围"),
    ("会议", "开始时间", "25:00", "不是时间"),
    ("会议", "结束时间", "08:00", "结束时间必须晚于开始时间"),
    ("会议", "日期", "2030-01-01", "会议时间还没有到"),
    ("会议", "主持人", "赵六", "没有“赵六”这个人"),
    ("会议", "记录人", "李思", "没有“李思”这个人"),
    ("会议", "缺席", "赵六:病假", "不在这一天的名册上"),
    ("会议", "缺席", "王五", "没有写原因"),
    ("会议", "应到", 9, "名册上应到 3 人，表中是 9 人"),
    ("会议", "应到", "三", "不是整数"),
]


@pytest.mark.parametrize(("sheet", "column", "value", "sentence"), WRONG_CELLS)
def test_wrong_cell_is_told_by_row_and_column(db, sheet, column, value, sentence):
    outcome = bring_in(with_cell(sheet, 0, column, value), name="名册.xlsx")
    told = [p for p in outcome.check.problems if sentence in p.sentence]
    assert (told[0].sheet, told[0].row) == (sheet, 2)
    assert told[0].place in (place(sheet, column), place("人员", "党支部"))
    assert not Unit.objects.exists()


@pytest.mark.parametrize(
    ("sheet", "sentence"),
    [
        ("单位", "单位编号“U1”与第 2 行重复"),
        ("党组织", "组织编号“O1”与第 2 行重复"),
        ("人员", "人员编号“P1”与第 2 行重复"),
        ("任职", "与第 2 行是同一任职"),
        ("会议", "与第 2 行是同一次会议"),
    ],
)
def test_repeated_row_is_told(db, sheet, sentence):
    contents = whole()
    contents[sheet].append(list(contents[sheet][0]))
    outcome = bring_in(workbook(contents), name="名册.xlsx")
    assert any(sentence in str(p) for p in outcome.check.problems)
    assert not Person.objects.exists()


FORGIVEN_DAYS = [
    "2015.1.1",
    "2015/01/01",
    "2015年1月1日",
    "２０１５-０１-０１",
    42005,
    " 2015-1-1 ",
]


@pytest.mark.parametrize("value", FORGIVEN_DAYS)
def test_day_is_understood_however_it_is_typed(db, value):
    assert bring_in(with_cell("单位", 0, "成立日期", value), name=RIGHT).is_saved
    assert Unit.objects.get().founded_on == date(2015, 1, 1)


def test_title_rows_blank_rows_and_other_order_are_forgiven(db):
    made = openpyxl.Workbook()
    page = made.active
    page.title = "单位"
    page.append(["市直机关单位登记表"])
    page.append([])
    page.append([" 成立 日期 * ", "单位性质（必选）", "单位名称*", "单位编号*", "备注"])
    page.append([date(2015, 1, 1), "机关", " 市财政局　", "Ｕ１", "随便"])
    page.append([None, "  ", None, None, None])
    page.append([date(2015, 1, 1), "机关", "市审计局", 2.0, None])
    assert bring_in(saved(made), name=RIGHT).is_saved
    assert list(Unit.objects.order_by("code").values_list("code", "name")) == [
        ("2", "市审计局"),
        ("U1", "市财政局"),
    ]


def test_rows_are_counted_as_in_excel(db):
    made = book({"单位": [[None], [None], ["U1", "市财政局", None, "公司", date(2015, 1, 1)]]})
    (problem,) = check(saved(made), name=RIGHT).check.problems
    assert problem.row == 4


def test_lying_dimension_is_not_believed(db):
    lie = b'<dimension ref="A1:XFD1048576"'
    content = repacked(
        units(),
        replace={
            "xl/worksheets/sheet1.xml": lambda part: part.replace(
                part[part.index(b"<dimension") : part.index(b"/>", part.index(b"<dimension"))], lie
            )
        },
    )
    assert bring_in(content, name=RIGHT).is_saved


def test_hidden_sheet_is_left_alone(db):
    made = book({"单位": UNITS, "人员": [["坏", None, None, None, None, None, None]]})
    made["人员"].sheet_state = "hidden"
    assert bring_in(saved(made), name=RIGHT).is_saved
