import io
import zipfile

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from apps.core import files, uploads
from apps.core.files import StorageFull
from tests.core import upload_corpus as corpus
from tests.core.disks import finished, one_megabyte


def named(value) -> str | None:
    """No bytes in the name of a test: an archive holds the second of its making."""
    return f"{len(value)} bytes" if isinstance(value, bytes) else None


def sent(name: str, content: bytes, content_type: str = "application/octet-stream"):
    upload = SimpleUploadedFile("x", content, content_type)
    # Past Django's own cleaning, as a hostile client could not; ours must stand alone.
    upload._name = name
    return upload


def accepted(name: str, content: bytes) -> uploads.AcceptedFile:
    return uploads.accept(sent(name, content))


def refusal(name: str, content: bytes) -> str:
    with pytest.raises(ValidationError) as caught:
        accepted(name, content)
    return caught.value.message


def drawn(file: uploads.AcceptedFile) -> Image.Image:
    return Image.open(io.BytesIO(file.content))


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.jpg", corpus.picture()),
        ("a.PNG", corpus.picture("PNG", mode="RGBA")),
        ("a.png", corpus.picture("PNG", mode="I;16")),
        ("a.png", corpus.picture("PNG", mode="P")),
        ("a.webp", corpus.picture("WEBP")),
        ("a.jpeg", corpus.picture(mode="CMYK")),
        ("png 说成 jpg.jpg", corpus.picture("PNG")),
    ],
    ids=named,
)
def test_image_becomes_a_fresh_jpeg(name, content):
    file = accepted(name, content)
    assert (file.content_type, file.suffix) == ("image/jpeg", ".jpg")
    assert file.name.endswith(".jpg")
    assert drawn(file).format == "JPEG"
    assert drawn(file).mode == "RGB"


def test_place_and_camera_are_gone():
    file = accepted("现场.jpg", corpus.gps_photo())
    assert not drawn(file).getexif()
    assert b"PhoneMaker" not in file.content
    assert corpus.SCRIPT not in file.content


@pytest.mark.parametrize(
    ("orientation", "size"), [(1, (400, 200)), (3, (400, 200)), (6, (200, 400))]
)
def test_photo_stands_upright(orientation, size):
    assert drawn(accepted("a.jpg", corpus.gps_photo(orientation))).size == size


def test_polyglot_leaves_only_the_picture():
    file = accepted("a.jpg", corpus.polyglot())
    assert corpus.SCRIPT not in file.content
    assert not zipfile.is_zipfile(io.BytesIO(file.content))


def test_long_edge_is_limited():
    assert max(drawn(accepted("a.jpg", corpus.picture(size=(5000, 3000)))).size) == 2560


@pytest.mark.parametrize("edge", [6_400, 10_000, 20_000])
def test_picture_of_too_many_pixels_is_refused_before_it_is_decoded(edge):
    assert "4000 万像素" in refusal("a.png", corpus.huge_png(edge, edge))


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("空.jpg", b"", "空文件"),
        ("a.jpg", b"\xff", "不是完整的图片"),
        ("a.jpg", corpus.picture()[:300], "不是完整的图片"),
        ("a.jpg", corpus.SCRIPT, "不是完整的图片"),
        ("a.jpg", b"%!PS-Adobe-3.0 EPSF-3.0\n", "不是完整的图片"),
        ("a.jpg", corpus.picture("GIF"), "不是完整的图片"),
        ("a.jpg", corpus.picture("TIFF"), "不是完整的图片"),
        ("a.svg", b"<svg onload='x'/>", "只接受"),
        ("a.pdf.exe", b"MZ", "只接受"),
        ("没有扩展名", b"x", "只接受"),
        ("a.html", corpus.SCRIPT, "只接受"),
        ("a.heic", b"ftypheic", "兼容性最佳"),
        ("a.doc", b"\xd0\xcf\x11\xe0", "另存为 .docx"),
        ("a.xls", b"\xd0\xcf\x11\xe0", "另存为 .xlsx"),
        ("a.docm", corpus.macro_document(), "不带宏"),
        ("a.pdf", corpus.picture(), "不是完整的 PDF"),
        ("a.pdf", corpus.PDF[:40], "不是完整的 PDF"),
        ("a.pdf", corpus.PDF.replace(b"/Type", b"/JavaScript (x) /Type"), "脚本"),
        ("a.pdf", corpus.PDF.replace(b"/Type", b"/J#61vaScript (x) /Type"), "脚本"),
        ("a.pdf", corpus.PDF.replace(b"/Type", b"/Launch << >> /Type"), "脚本"),
        ("a.pdf", corpus.PDF.replace(b"/Root", b"/Encrypt 2 0 R /Root"), "密码"),
        ("a.pdf", corpus.PDF + corpus.office() + b"%%EOF", "压缩包"),
        ("a.docx", corpus.PDF, "内容不是 .docx"),
        ("a.docx", corpus.office(corpus.SHEET_TYPE), "内容不是 .docx"),
        ("a.xlsx", corpus.office(), "内容不是 .xlsx"),
        ("a.docx", corpus.macro_document(), "宏"),
        ("a.docx", corpus.office(parts={"word/vbaProject.bin": b"x"}), "宏"),
        ("a.docx", corpus.office(parts={"word/embeddings/oleObject1.bin": b"x"}), "嵌入对象"),
        ("a.docx", corpus.loading_document(), "外部模板"),
        ("a.docx", corpus.entity_document(), "损坏"),
        ("a.docx", corpus.bomb_document(), "过大"),
        ("a.docx", corpus.crowded_document(), "过大"),
        ("a.docx", corpus.climbing_document(), "结构不正常"),
        ("a.docx", corpus.encrypted_document(), "结构不正常"),
        ("a.docx", corpus.office()[:60], "损坏"),
        ("a.docx", b"PK\x03\x04" + b"\0" * 40, "损坏"),
        ("a.jpg", b"\0" * (uploads.MAX_BYTES + 1), "大于 10 MB"),
    ],
    ids=named,
)
def test_bad_file_is_refused_by_name_with_a_cure(name, content, words):
    told = refusal(name, content)
    assert told.startswith(f"“{name}”没有保存：")
    assert words in told


@pytest.mark.parametrize(
    ("name", "content", "content_type"),
    [
        ("议程.pdf", corpus.PDF, "application/pdf"),
        ("发言.docx", corpus.office(), uploads.MAIN_PARTS[".docx"]),
        ("名单.xlsx", corpus.office(corpus.SHEET_TYPE), uploads.MAIN_PARTS[".xlsx"]),
    ],
    ids=named,
)
def test_good_document_is_kept_as_it_is(name, content, content_type):
    file = accepted(name, content)
    assert (file.name, file.content_type, file.content) == (name, content_type, content)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("正常.pdf", "正常.pdf"),
        ("../../etc/passwd.pdf", "_.._etc_passwd.pdf"),
        ("a\x00b.pdf", "ab.pdf"),
        ("gpj.\u202efdp.pdf", "gpj.fdp.pdf"),
        ("两\n行.pdf", "两_行.pdf"),
        ("CON.pdf", "_CON.pdf"),
        (".隐藏.pdf", "隐藏.pdf"),
        ('"引号".pdf', "_引号_.pdf"),
        ("e\u0301.pdf", "\u00e9.pdf"),
        ("a\ud800.pdf", "a.pdf"),
        ("长" * 300 + ".pdf", "长" * 80 + ".pdf"),
        ("", "附件"),
    ],
)
def test_file_name_is_cleaned(given, kept):
    assert uploads.clean_file_name(given) == kept


def test_same_file_twice_is_one_file_on_disk():
    first, second = (uploads.keep(accepted("a.pdf", corpus.PDF)) for _ in range(2))
    assert first.stored == second.stored
    assert len([p for p in files.root().rglob("*") if p.is_file()]) == 1


@pytest.fixture
def small_disk(tmp_path, settings):
    with one_megabyte(tmp_path / "small") as settings.FILE_ROOT:
        yield settings.FILE_ROOT


def test_full_disk_leaves_no_file(small_disk):
    with pytest.raises(StorageFull):
        uploads.keep(accepted("大.pdf", corpus.large_pdf()))
    assert finished(small_disk) == []
