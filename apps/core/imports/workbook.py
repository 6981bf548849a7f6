"""The door for .xlsx: what the archive holds is looked at before anything is unpacked."""

import io
import warnings
import zipfile
from dataclasses import dataclass, field
from datetime import datetime

import openpyxl

MEGABYTE = 1024 * 1024
MAX_BYTES = 10 * MEGABYTE
MAX_UNPACKED = 100 * MEGABYTE
MAX_RATIO = 100
MAX_ENTRIES = 200
MAX_ROWS = 20_000
MAX_COLUMNS = 60
# Titles and the row of column names come on top of the rows.
HEADER_ROWS = 5
# Formatted but empty rows reach to the last row of a sheet; reading stops after so many.
MAX_BLANK_RUN = 30_000
ENCRYPTED_FLAG = 0x1


class WorkbookRefused(Exception):
    """The file as a whole cannot be read; the message is one sentence with the cure."""


@dataclass
class RawSheet:
    """The rows that hold anything, each with its number in Excel."""

    name: str
    epoch: datetime
    rows: list[tuple[int, tuple]] = field(default_factory=list)

    def add(self, number: int, values: tuple) -> None:
        """Keep a row that holds anything; too many rows or columns refuse the file."""
        if len(self.rows) >= MAX_ROWS + HEADER_ROWS:
            raise WorkbookRefused(f"“{self.name}”超过 {MAX_ROWS} 行，请分成几个文件再传")
        if any(not is_blank(v) for v in values[MAX_COLUMNS:]):
            raise WorkbookRefused(f"“{self.name}”超过 {MAX_COLUMNS} 列，请删去多余的列再传")
        self.rows.append((number, values[:MAX_COLUMNS]))


def read_workbook(content: bytes, *, name: str) -> list[RawSheet]:
    """All visible sheets of an .xlsx file; WorkbookRefused with one sentence otherwise."""
    inspect(content, name)
    try:
        return _sheets(content)
    except WorkbookRefused:
        raise
    except Exception as error:
        # A damaged package can raise anything inside the reader; the user needs one sentence.
        raise WorkbookRefused(
            "文件内容已损坏或含有不允许的定义，无法读取。请在 WPS 中打开后“另存为 .xlsx”再传"
        ) from error


def inspect(content: bytes, name: str) -> None:
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    except (zipfile.BadZipFile, ValueError, OSError) as error:
        raise WorkbookRefused("文件不完整，请重新保存后再传") from error
    with archive:
        _inspect_entries(archive.infolist(), name)


def _inspect_entries(entries: list[zipfile.ZipInfo], name: str) -> None:
    if len(entries) > MAX_ENTRIES:
        raise WorkbookRefused(f"文件内部部件超过 {MAX_ENTRIES} 个，请只保留数据再传")
    if any(e.flag_bits & ENCRYPTED_FLAG for e in entries):
        raise WorkbookRefused("文件设有打开密码。请在 WPS 中取消密码后再传")
    unpacked = sum(e.file_size for e in entries)
    packed = sum(e.compress_size for e in entries)
    if unpacked > MAX_UNPACKED or unpacked > MEGABYTE and unpacked > MAX_RATIO * max(packed, 1):
        raise WorkbookRefused("文件解开后过大。请删去空白行列和图片后再传")
    names = [e.filename for e in entries]
    if len(set(names)) != len(names) or any(n.startswith("/") or ".." in n for n in names):
        raise WorkbookRefused("文件内部结构不正常，请在 WPS 中另存为 .xlsx 后再传")
    if any("vbaproject" in n.lower() for n in names) or name.lower().endswith((".xlsm", ".xltm")):
        raise WorkbookRefused("文件含有宏。请在 WPS 中另存为不含宏的 .xlsx 后再传")
    if "[Content_Types].xml" not in names or "xl/workbook.xml" not in names:
        raise WorkbookRefused(not_a_workbook(name))


def not_a_workbook(name: str) -> str:
    return f"“{name}”不是 Excel 工作簿，也不是文本表格。请用“下载模板”的 .xlsx 文件填写后再传"


def _sheets(content: bytes) -> list[RawSheet]:
    with warnings.catch_warnings():
        # openpyxl warns of parts that it leaves out, such as extended drop-downs.
        warnings.simplefilter("ignore")
        book = openpyxl.load_workbook(
            io.BytesIO(content), read_only=True, data_only=True, keep_links=False
        )
        found = [_sheet(s, book.epoch) for s in book.worksheets if s.sheet_state == "visible"]
        book.close()
    if not found:
        raise WorkbookRefused("工作簿里没有工作表，请用“下载模板”的文件填写")
    return found


def _sheet(sheet, epoch: datetime) -> RawSheet:
    # The stated dimension may lie (trap M15): rows are counted while they come.
    sheet.reset_dimensions()
    raw = RawSheet(sheet.title.strip(), epoch)
    blanks = 0
    for number, values in enumerate(sheet.iter_rows(values_only=True), start=1):
        if all(is_blank(v) for v in values):
            blanks += 1
            if blanks > MAX_BLANK_RUN:
                break
            continue
        blanks = 0
        raw.add(number, values)
    return raw


def is_blank(value: object) -> bool:
    return value is None or isinstance(value, str) and not value.strip()
