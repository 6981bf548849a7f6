"""Every character is printed with an embedded subset, found again as text, and never as a box."""

import logging
import tempfile

import pytest

from apps.core.pdf import PdfError, checks, faces
from apps.core.pdf.markup import MISSING_MARK
from apps.core.pdf.press import Press, press

# 仿宋, two level-2 characters of GB 2312, names outside of it, a character outside of the basic plane, signs.
SAMPLE = "考核表岚喆镕堃昇琤𠮷㛃“《〔一〕》”—…·①％0aZ"
EVERYWHERE = (
    "<h1>{{ s }}</h1><h2>{{ s }}</h2><h3>{{ s }}</h3><p>{{ s }}</p>"
    '<p class="note">{{ s }}</p><table class="ruled"><colgroup><col width="156"/></colgroup>'
    "<tbody><tr><th>{{ s }}</th></tr><tr><td>{{ s }}</td></tr></tbody></table>"
)


def fonts_of(reader) -> dict[str, dict]:
    return {
        font["/BaseFont"]: font["/DescendantFonts"][0].get_object()["/FontDescriptor"]
        for page in reader.pages
        for font in (reference.get_object() for reference in page["/Resources"]["/Font"].values())
    }


def test_characters_come_back_as_they_went_in(documents):
    assert documents.text(EVERYWHERE, {"s": SAMPLE}).count(SAMPLE) == EVERYWHERE.count("{{ s }}")


def test_fonts_are_embedded_subsets_of_our_faces(documents):
    fonts = fonts_of(documents.reader(EVERYWHERE, {"s": SAMPLE}))
    assert {name.partition("+")[2] for name in fonts} >= {
        "fang",
        "fang-2",
        "xbs",
        "hei",
        "kai",
        "rare",
    }
    assert {name.partition("+")[2] for name in fonts} <= set(faces.FACES)
    for name, descriptor in fonts.items():
        assert len(name.partition("+")[0]) == len("/ABCDEF")
        assert 200 < len(descriptor["/FontFile2"].get_data()) < 400_000


def test_document_without_rare_characters_does_not_load_their_face(documents):
    names = {name.partition("+")[2] for name in fonts_of(documents.reader("<p>考核</p>"))}
    assert names == {"fang", "song"}


def test_missing_glyph_is_marked_and_logged_as_an_error(documents, caplog):
    with caplog.at_level(logging.ERROR, "apps.core.pdf"):
        text = documents.text(EVERYWHERE, {"s": "甲\U000100b7乙"})
    assert text.count(f"甲{MISSING_MARK}乙") == EVERYWHERE.count("{{ s }}")
    assert "U+100B7" in caplog.text


def test_printable_text_logs_nothing(documents, caplog):
    with caplog.at_level(logging.WARNING):
        documents.bytes(EVERYWHERE, {"s": SAMPLE})
    assert not caplog.records


@pytest.mark.parametrize("invisible", ["\u200b", "\ufe0f", "\u202e", "\x07", "\U000e0101"])
def test_invisible_characters_leave_no_mark(documents, invisible):
    assert "甲乙" in documents.text("<p>{{ s }}</p>", {"s": f"甲{invisible}乙"})


def test_missing_face_is_an_error_at_start(settings, tmp_path):
    assert checks.faces_are_installed(None) == []
    settings.FONT_DIR = tmp_path
    assert len(checks.faces_are_installed(None)) == len(faces.FACES)


def test_licensed_face_takes_the_place_of_ours(settings, tmp_path):
    licensed = tmp_path / "FangSong_GB2312.ttf"
    settings.PDF_FACES = {"fang": str(licensed)}
    assert faces.face_path("fang") == licensed
    assert [error.id for error in checks.faces_are_installed(None)] == ["sixlights.E010"]


def test_font_face_of_another_font_is_refused():
    rules = '@font-face {{ font-family: "{}"; src: url("{}") }}'
    for family, address in (("fang", "file:///etc/hostname"), ("other", "sixlights:face/other")):
        with pytest.raises(PdfError, match="not one of the faces"):
            press().parse_stylesheet(rules.format(family, address))


def test_press_leaves_no_copies_of_fonts(documents, tmp_path, monkeypatch):
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr(tempfile, "tempdir", None)
    Press()
    assert not list(tmp_path.glob("weasyprint-*"))


def test_subset_library_is_checked_at_start(monkeypatch):
    assert checks.subset_library_is_installed(None) == []
    monkeypatch.setattr(checks, "SUBSET_LIBRARY", "libnothing.so.0")
    assert [error.id for error in checks.subset_library_is_installed(None)] == ["sixlights.E011"]
