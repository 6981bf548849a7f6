"""Workbooks made for tests: right ones, and every kind of wrong one."""

import io
import zipfile
from datetime import date

import openpyxl
from openpyxl.utils import get_column_letter

from apps.core.imports import sheets

FOUNDED = date(2015, 1, 1)
UNITS = [["U1", "市财政局", "财政局", "机关", FOUNDED]]
ORGANISATIONS = [
    ["O1", "市直机关工委", "市直机关工委", None, None, FOUNDED, None],
    ["O2", "市财政局机关党委", "机关党委", "O1", "市财政局", FOUNDED, None],
    ["O3", "市财政局第一党支部", "党支部", "市财政局机关党委", None, FOUNDED, None],
    ["O4", "第一党小组", "党小组", "O3", None, FOUNDED, None],
]
PEOPLE = [
    ["P1", "张三", "13800001234", "市财政局第一党支部", "第一党小组", "正式党员", date(2018, 1, 1)],
    ["P2", "李四", None, "O3", None, "正式党员", "2019.3.1"],
    ["P3", "王五", None, "O3", None, "预备党员", "2025年6月1日"],
]
POSTS = [["P1", "张三", "O3", "书记", date(2020, 1, 1), None]]
MEETINGS = [
    {
        "党支部": "市财政局第一党支部",
        "会议类型": "党员活动日",
        "日期": "2026-03-05",
        "开始时间": "09:00",
        "结束时间": "10:30",
        "地点": "三楼会议室",
        "主持人": "张三",
        "记录人": "李四",
        "议题": "参观教育基地；交流体会",
        "计入": "党课:学习党章",
        "应到": 3,
        "缺席": "王五:病假",
    }
]


def headers(name: str) -> list[str]:
    sheet = next(s for s in sheets() if s.name == name)
    return [c.name + ("*" if c.is_required else "") for c in sheet.columns]


def rows_of(name: str, dicts: list[dict]) -> list[list]:
    bare = [h.rstrip("*") for h in headers(name)]
    return [[row.get(h) for h in bare] for row in dicts]


def book(contents: dict[str, list[list]], *, with_headers: bool = True) -> openpyxl.Workbook:
    made = openpyxl.Workbook()
    made.remove(made.active)
    for name, rows in contents.items():
        page = made.create_sheet(name)
        if with_headers:
            page.append(headers(name))
        for row in rows:
            page.append(row)
    return made


def saved(made: openpyxl.Workbook) -> bytes:
    target = io.BytesIO()
    made.save(target)
    return target.getvalue()


def workbook(contents: dict[str, list[list]]) -> bytes:
    return saved(book(contents))


def whole() -> dict[str, list[list]]:
    """All five sheets, which refer to one another."""
    return {
        "单位": [list(r) for r in UNITS],
        "党组织": [list(r) for r in ORGANISATIONS],
        "人员": [list(r) for r in PEOPLE],
        "任职": [list(r) for r in POSTS],
        "会议": rows_of("会议", MEETINGS),
    }


def repacked(content: bytes, *, replace=None, add=None, drop=()) -> bytes:
    """The same archive with some parts changed, added or left out."""
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for entry in old.infolist():
            if entry.filename in drop:
                continue
            part = old.read(entry.filename)
            if replace and entry.filename in replace:
                part = replace[entry.filename](part)
            new.writestr(entry.filename, part)
        for name, part in (add or {}).items():
            new.writestr(name, part)
    return target.getvalue()


def with_cell(name: str, row: int, column: str, value) -> bytes:
    """The whole right workbook with one cell changed; `column` is its name."""
    contents = whole()
    position = [h.rstrip("*") for h in headers(name)].index(column)
    contents[name][row][position] = value
    return workbook(contents)


def place(name: str, column: str) -> str:
    position = [h.rstrip("*") for h in headers(name)].index(column)
    return f"{get_column_letter(position + 1)} 列“{column}”"
