import unicodedata

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from apps.core.text import clean_name, clean_text, has_unstorable


def refused(text: str, clean=clean_text) -> str:
    with pytest.raises(ValidationError) as caught:
        clean(text)
    return caught.value.code


@given(st.text())
def test_clean_text_is_clean_when_cleaned_again(text):
    try:
        once = clean_text(text)
    except ValidationError:
        return
    assert clean_text(once) == once


@given(st.text())
def test_clean_text_is_normalised_and_storable(text):
    try:
        clean = clean_text(text)
    except ValidationError:
        return
    assert unicodedata.is_normalized("NFC", clean)
    assert not has_unstorable(clean)
    assert not any(unicodedata.category(c) == "Cc" and c not in "\n\t" for c in clean)


@given(st.text())
def test_clean_name_is_one_line(text):
    try:
        assert len(clean_name(text).splitlines()) <= 1
    except ValidationError:
        return


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("张\x00三", "nul"),
        ("\ud800", "surrogate"),
        ("残\udc00缺", "surrogate"),
        ("秘密★1年", "classified"),
        ("机密 ☆ 启封前", "classified"),
        ("绝密*长期", "classified"),
    ],
)
def test_what_must_not_be_stored_is_refused(text, code):
    assert refused(text) == code


@pytest.mark.parametrize("text", ["保守秘密", "机密工作人员培训", "五★级支部"])
def test_words_that_only_resemble_a_mark_are_kept(text):
    assert clean_text(text) == text


@pytest.mark.parametrize(
    "mark", "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c"
)
def test_reordering_marks_leave_a_text_and_refuse_a_name(mark):
    assert clean_text(f"会{mark}议") == "会议"
    assert refused(f"会{mark}议", clean_name) == "bidi"


@pytest.mark.parametrize("edge", ["\u200b", "\u2060", "\ufeff", "\u3000", "\u00a0", " ", "\n\t"])
def test_invisible_edges_are_trimmed_and_alone_are_nothing(edge):
    assert clean_text(f"{edge}支部{edge}") == "支部"
    assert clean_text(edge * 3) == ""


@pytest.mark.parametrize("ending", ["\r\n", "\r", "\x0b", "\x0c", "\x85", "\u2028", "\u2029"])
def test_every_kind_of_line_break_becomes_one(ending):
    assert clean_text(f"一{ending}二") == "一\n二"
    assert clean_name(f"一{ending}二") == "一 二"


@pytest.mark.parametrize("control", ["\x01", "\x07", "\x1b", "\x7f", "\x80", "\x9f"])
def test_controls_disappear(control):
    assert clean_text(f"会{control}议") == "会议"


def test_decomposed_letters_are_composed():
    assert clean_text("e\u0301") == "é"


@pytest.mark.parametrize(
    "text", ["𠮷野家", "㐀", "买买提·艾力", "👨‍👩‍👧", "葛\U000e0100", "〇二六"]
)
def test_rare_characters_come_back_unchanged(text):
    assert clean_text(text) == text


@pytest.mark.parametrize(("text", "expected"), [("正常", False), ("\x00", True), ("\udfff", True)])
def test_unstorable_text_is_known(text, expected):
    assert has_unstorable(text) is expected
