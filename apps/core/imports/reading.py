"""What a file is, told from its bytes: people rename files, and WPS gives tables odd suffixes."""

from apps.core.imports.plain import read_text
from apps.core.imports.workbook import (
    MAX_BYTES,
    RawSheet,
    WorkbookRefused,
    not_a_workbook,
    read_workbook,
)

ZIP = b"PK"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED_PART = "EncryptedPackage".encode("utf-16-le")
# Web pages and the XML of Excel 2003, which some systems call .xls.
MARKUP = ("<!doctype", "<html", "<table", "<?xml", "<meta", "mime-version")
BINARY = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"Rar!", b"7z\xbc\xaf", b"GIF8")


def read_file(content: bytes, *, name: str) -> list[RawSheet]:
    """The sheets of an .xlsx, or the one table of a text; WorkbookRefused with one sentence."""
    if not content:
        raise WorkbookRefused("文件是空的，请重新选择文件")
    if len(content) > MAX_BYTES:
        raise WorkbookRefused("文件超过 10 MB，请删去图片或分成几个文件再传")
    if content.startswith(OLE):
        if ENCRYPTED_PART in content:
            raise WorkbookRefused("文件设有打开密码。请在 WPS 中取消密码后再传")
        raise WorkbookRefused("这是 .xls 旧格式。请在 WPS 中另存为 .xlsx 后再传")
    if content.startswith(ZIP):
        return read_workbook(content, name=name)
    return [read_text(_text(content, name), name=name)]


def _text(content: bytes, name: str) -> str:
    if content.startswith(BINARY):
        raise WorkbookRefused(not_a_workbook(name))
    text = _decoded(content)
    if text is None or "\x00" in text:
        raise WorkbookRefused(not_a_workbook(name))
    if text.lstrip().lower().startswith(MARKUP):
        raise WorkbookRefused("这是网页或 XML 格式的表格。请在 WPS 中另存为 .xlsx 后再传")
    return text


def _decoded(content: bytes) -> str | None:
    for encoding in _encodings(content):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


def _encodings(content: bytes) -> tuple[str, ...]:
    """A mark at the beginning decides; without one, UTF-8 is so strict that it cannot be a guess."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return ("utf-16",)
    zeros = content[:400].count(0)
    if zeros:
        # Without its mark; which half is empty tells the order.
        return ("utf-16-le",) if content[1:400:2].count(0) * 2 > zeros else ("utf-16-be",)
    return ("utf-8-sig", "gb18030")
