"""The door through which every typed or imported text comes in."""

import re
import unicodedata

from django.core.exceptions import ValidationError

# C0 and C1 controls except line feed and tab, and what is no character at all: invisible, and
# some break XML and PDF.
CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]")
LINE_BREAKS = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
SURROGATES = re.compile("[\ud800-\udfff]")
# They reorder what is read without changing what is stored.
BIDI_CONTROLS = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
# Zero-width joiners stay inside a text because emoji and some scripts need them.
INVISIBLE_EDGES = "\u200b\u200c\u200d\u2060\ufeff\u3000 \t\n\u00a0"
CLASSIFICATION_MARK = re.compile(r"(绝密|机密|秘密)\s*[★☆*]")


def clean_text(text: str) -> str:
    """NFC text without controls; ValidationError for NUL, lone surrogates and secrecy marks."""
    if "\x00" in text:
        raise ValidationError("文字中含有空字符（NUL），请删去后再保存", code="nul")
    if SURROGATES.search(text):
        raise ValidationError("文字中有残缺的字符，请重新输入这几个字", code="surrogate")
    if CLASSIFICATION_MARK.search(text):
        raise ValidationError(
            "文字中有密级标志。本系统为非涉密系统，请勿录入涉密内容", code="classified"
        )
    text = LINE_BREAKS.sub("\n", text)
    text = CONTROLS.sub("", BIDI_CONTROLS.sub("", text))
    return unicodedata.normalize("NFC", text).strip(INVISIBLE_EDGES)


def clean_name(text: str) -> str:
    """As clean_text, for names and titles: one line, and reordering marks are refused."""
    if BIDI_CONTROLS.search(text):
        raise ValidationError("名称中有改变显示次序的控制符，请删去后再保存", code="bidi")
    return re.sub(r"\s+", " ", clean_text(text))


def has_unstorable(text: str) -> bool:
    """Whether PostgreSQL would refuse the text outright."""
    return "\x00" in text or bool(SURROGATES.search(text))
