"""The door for uploaded files: what they are is read from their content, never from their name."""

import io
import re
import stat
import unicodedata
import warnings
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import PurePosixPath
from typing import Any
from xml.etree.ElementTree import ParseError  # noqa: S405 - only the exception; parsing is defused

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring
from django.core.exceptions import ValidationError
from PIL import Image, ImageOps, UnidentifiedImageError

from apps.core import files
from apps.core.text import BIDI_CONTROLS, CONTROLS, SURROGATES

MEGABYTE = 1024 * 1024
MAX_BYTES = 10 * MEGABYTE
MAX_PIXELS = 40_000_000
LONG_EDGE = 2560
JPEG_QUALITY = 85
MAX_ENTRIES = 1000
MAX_UNZIPPED = 100 * MEGABYTE
MAX_RATIO = 100
MAX_XML = MEGABYTE
MAX_STEM = 80

IMAGE_FORMATS = ("JPEG", "PNG", "WEBP")
IMAGE_SUFFIXES = (".jpg", ".jpeg", ".png", ".webp")
MAIN_PARTS = {
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
ACCEPTED = (*IMAGE_SUFFIXES, ".pdf", *MAIN_PARTS)
ADVICE = {
    ".heic": "请在手机“设置-相机-格式”中选“兼容性最佳”，或截图后再传",
    ".doc": "请在 WPS 中“另存为 .docx”后再传",
    ".wps": "请在 WPS 中“另存为 .docx”后再传",
    ".xls": "请在 WPS 中“另存为 .xlsx”后再传",
    ".et": "请在 WPS 中“另存为 .xlsx”后再传",
    ".docm": "请“另存为”不带宏的 .docx 后再传",
    ".xlsm": "请“另存为”不带宏的 .xlsx 后再传",
}
# Active content of a PDF, also with its letters written as #xx.
PDF_ACTIVE = re.compile(rb"/(JavaScript|Launch|EmbeddedFile|RichMedia|XFA)\b")
PDF_ESCAPE = re.compile(rb"#([0-9A-Fa-f]{2})")
# Relationships through which an office file loads foreign content when it is opened.
LOADING = ("attachedTemplate", "oleObject", "frame", "subDocument", "externalLinkPath")
RESERVED = re.compile(r"^(con|prn|aux|nul|com\d|lpt\d)$", re.IGNORECASE)
FORBIDDEN_IN_NAMES = re.compile(r'[\\/:*?"<>|\n\t]')


@dataclass(frozen=True, slots=True)
class AcceptedFile:
    """Checked content under a clean name; images are new JPEG files without metadata."""

    name: str
    content_type: str
    suffix: str
    content: bytes


@dataclass(frozen=True, slots=True)
class KeptFile:
    name: str
    content_type: str
    stored: files.StoredFile

    @property
    def columns(self) -> dict[str, Any]:
        """What a StoredFileModel keeps of it."""
        return {"name": self.name, "content_type": self.content_type, **asdict(self.stored)}


class Refused(Exception):
    """Why a file is not taken and what to do, without its name."""


def accept(upload) -> AcceptedFile:
    """Check an uploaded file; ValidationError names it and the cure."""
    name = clean_file_name(upload.name or "")
    try:
        return _accepted(name, upload)
    except Refused as refusal:
        raise ValidationError(f"“{name}”没有保存：{refusal}", code="upload") from None


def keep(accepted: AcceptedFile) -> KeptFile:
    """Put the file into the store; StorageFull when there is no room."""
    stored = files.store(accepted.content, suffix=accepted.suffix)
    return KeptFile(accepted.name, accepted.content_type, stored)


def small_copy(content: bytes, *, edge: int) -> tuple[bytes, int, int]:
    """A copy of a picture that `accept` has drawn, `edge` pixels long at most, and the size of
    the picture itself."""
    with Image.open(io.BytesIO(content), formats=["JPEG"]) as picture:
        width, height = picture.size
        picture.thumbnail((edge, edge))
        buffer = io.BytesIO()
        picture.save(buffer, "JPEG", quality=JPEG_QUALITY, optimize=True)
    return buffer.getvalue(), width, height


def clean_file_name(name: str) -> str:
    """A name that any system can store and show: one line, no path, no reordering, NFC."""
    name = unicodedata.normalize("NFC", SURROGATES.sub("", BIDI_CONTROLS.sub("", name)))
    name = FORBIDDEN_IN_NAMES.sub("_", CONTROLS.sub("", name)).strip(". \u200b\ufeff")
    path = PurePosixPath(name or "附件")
    stem = path.stem[:MAX_STEM].strip() or "附件"
    if RESERVED.match(stem.split(".")[0]):
        stem = f"_{stem}"
    return f"{stem}{path.suffix[:10]}"


def _accepted(name: str, upload) -> AcceptedFile:
    suffix = PurePosixPath(name).suffix.lower()
    if suffix not in ACCEPTED:
        raise Refused(
            ADVICE.get(suffix, "只接受照片（JPG、PNG、WEBP）、PDF、Word（.docx）和 Excel（.xlsx）")
        )
    if upload.size == 0:
        raise Refused("这是空文件，请重新选择")
    if upload.size > MAX_BYTES:
        raise Refused(f"文件大于 {MAX_BYTES // MEGABYTE} MB，请压缩后再传")
    return _READERS[suffix](name, upload.read(MAX_BYTES + 1))


def _photo(name: str, content: bytes) -> AcceptedFile:
    """Decoded and drawn anew: whatever else stood in the file stays outside (traps M20, M21)."""
    try:
        picture = _decoded(content)
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError):
        raise Refused("不是完整的图片，请重新拍摄或导出为 JPG") from None
    buffer = io.BytesIO()
    picture.save(buffer, "JPEG", quality=JPEG_QUALITY, optimize=True)
    return AcceptedFile(f"{PurePosixPath(name).stem}.jpg", "image/jpeg", ".jpg", buffer.getvalue())


def _decoded(content: bytes) -> Image.Image:
    try:
        # The warning band of Pillow begins above our own cap, which speaks Chinese.
        with warnings.catch_warnings(action="ignore", category=Image.DecompressionBombWarning):
            source = Image.open(io.BytesIO(content), formats=IMAGE_FORMATS)
    except Image.DecompressionBombError:
        raise Refused(_too_many_pixels()) from None
    if source.width * source.height > MAX_PIXELS:
        raise Refused(_too_many_pixels())
    source.draft("RGB", (LONG_EDGE, LONG_EDGE))
    upright = ImageOps.exif_transpose(source)
    upright.thumbnail((LONG_EDGE, LONG_EDGE))
    # A fresh canvas carries no EXIF, ICC, XMP or comment.
    canvas = Image.new("RGB", upright.size, "white")
    opaque = upright.convert("RGBA") if upright.has_transparency_data else upright.convert("RGB")
    canvas.paste(opaque, mask=opaque if opaque.mode == "RGBA" else None)
    return canvas


def _too_many_pixels() -> str:
    return f"图片超过 {MAX_PIXELS // 10_000} 万像素，请缩小后再传"


def _pdf(name: str, content: bytes) -> AcceptedFile:
    if not content.startswith(b"%PDF-") or b"%%EOF" not in content[-2048:]:
        raise Refused("不是完整的 PDF，请重新导出")
    if zipfile.is_zipfile(io.BytesIO(content)):
        raise Refused("PDF 里夹带了压缩包，请重新导出")
    plain = PDF_ESCAPE.sub(lambda m: bytes([int(m[1], 16)]), content)
    if PDF_ACTIVE.search(plain):
        raise Refused("PDF 里有脚本或嵌入文件，请“打印为 PDF”后再传")
    if b"/Encrypt" in plain:
        raise Refused("PDF 设了密码，请去掉密码后再传")
    return AcceptedFile(name, "application/pdf", ".pdf", content)


def _office(suffix: str) -> Callable[[str, bytes], AcceptedFile]:
    def read(name: str, content: bytes) -> AcceptedFile:
        if not content.startswith(b"PK\x03\x04"):
            raise Refused(f"内容不是 {suffix} 文件，请用 WPS 打开后另存为 {suffix} 再传")
        try:
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                _inspect(archive, len(content), suffix)
        except (zipfile.BadZipFile, ParseError, DefusedXmlException, NotImplementedError, EOFError):
            raise Refused("文件已损坏，请重新导出") from None
        return AcceptedFile(name, MAIN_PARTS[suffix], suffix, content)

    return read


def _inspect(archive: zipfile.ZipFile, size: int, suffix: str) -> None:
    """Limits first, so that nothing large is ever unpacked (trap M22)."""
    entries = archive.infolist()
    unzipped = sum(e.file_size for e in entries)
    if len(entries) > MAX_ENTRIES or unzipped > MAX_UNZIPPED or unzipped > MAX_RATIO * size:
        raise Refused("文件解开后过大，请精简内容后再传")
    if sum(e.compress_size for e in entries) > size or any(map(_is_strange, entries)):
        raise Refused("文件结构不正常，请用 WPS 打开后另存再传")
    if any(_is_active(e.filename) for e in entries):
        raise Refused("文件里有宏或嵌入对象，请“另存为”不带宏的文件后再传")
    _inspect_types(archive, suffix)
    for entry in entries:
        if entry.filename.endswith(".rels") and any(_loads_foreign(archive, entry.filename)):
            raise Refused("文件引用了外部模板或对象，请断开链接后再传")


def _is_strange(entry: zipfile.ZipInfo) -> bool:
    path = PurePosixPath(entry.filename.replace("\\", "/"))
    is_encrypted = bool(entry.flag_bits & 0x1)
    is_link = stat.S_ISLNK(entry.external_attr >> 16)
    return is_encrypted or is_link or path.is_absolute() or ".." in path.parts


def _is_active(name: str) -> bool:
    lowered = name.lower()
    return lowered.endswith(("vbaproject.bin", "vbadata.xml")) or any(
        part in lowered for part in ("/activex/", "/embeddings/oleobject", "/macrosheets/")
    )


def _inspect_types(archive: zipfile.ZipFile, suffix: str) -> None:
    types = _xml(archive, "[Content_Types].xml")
    named = [element.get("ContentType", "") for element in types]
    if any("macroEnabled" in kind or "vbaProject" in kind for kind in named):
        raise Refused("文件带宏，请“另存为”不带宏的文件后再传")
    if f"{MAIN_PARTS[suffix]}.main+xml" not in named:
        raise Refused(f"内容不是 {suffix} 文件，请用 WPS 打开后另存为 {suffix} 再传")


def _loads_foreign(archive: zipfile.ZipFile, name: str) -> Iterator[bool]:
    for relation in _xml(archive, name):
        kind = relation.get("Type", "").rsplit("/", 1)[-1]
        yield kind in LOADING and relation.get("TargetMode") == "External"


def _xml(archive: zipfile.ZipFile, name: str):
    try:
        with archive.open(name) as part:
            content = part.read(MAX_XML + 1)
    except KeyError:
        raise Refused("文件结构不正常，请用 WPS 打开后另存再传") from None
    if len(content) > MAX_XML:
        raise Refused("文件结构不正常，请用 WPS 打开后另存再传")
    return fromstring(content, forbid_dtd=True)


_READERS: dict[str, Callable[[str, bytes], AcceptedFile]] = {
    **dict.fromkeys(IMAGE_SUFFIXES, _photo),
    ".pdf": _pdf,
    **{suffix: _office(suffix) for suffix in MAIN_PARTS},
}
