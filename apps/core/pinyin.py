"""Pinyin keys: what somebody types who looks for a Chinese name on a Latin keyboard."""

import unicodedata
from collections.abc import Iterable
from functools import cache
from typing import Any

from django.db import models
from pypinyin import lazy_pinyin

# Surnames that are not read as the character usually is; several readings where families differ.
SURNAMES = {
    "曾": "zeng",
    "单": "shan",
    "仇": "qiu",
    "解": "xie",
    "盖": "ge",
    "区": "ou",
    "朴": "piao",
    "查": "zha",
    "乐": "yue",
    "缪": "miao",
    "员": "yun",
    "贠": "yun",
    "祭": "zhai",
    "翟": "zhai",
    "黑": "he",
    "折": "she",
    "覃": "qin",
    "秘": "bi",
    "繁": "po",
    "洗": "xian",
    "逢": "pang",
    "召": "shao",
    "种": "chong",
    "重": "chong",
    "薄": "bo",
    "卜": "bu",
    "能": "nai",
    "阚": "kan",
    "句": "gou",
    "角": "jue",
    "乜": "nie",
    "适": "kuo",
    "牟": "mu",
    "都": "du",
    "藏": "zang",
    "么": "yao",
    "不": "fou",
    "乘": "sheng",
    "奇": "ji",
    "粘": "nian",
    "佴": "nai",
    "颉": "xie",
    "会": "gui",
    "术": "zhu",
    "六": "lu",
    "炅": "gui",
    "郇": "xun",
    "隽": "juan jun",
    "隗": "kui wei",
    "郄": "qie xi",
    "谌": "chen shen",
    "莘": "shen xin",
    "宓": "mi fu",
    "柏": "bai bo",
    "那": "na nuo",
    "费": "fei bi",
    "强": "qiang jiang",
    "尉": "wei yu",
    "盛": "sheng cheng",
    "车": "che ju",
}
# Two characters that are one surname, syllable by syllable.
COMPOUND_SURNAMES = {
    "尉迟": "yu chi",
    "单于": "chan yu",
    "澹台": "tan tai",
    "万俟": "mo qi",
    "长孙": "zhang sun",
    "鲜于": "xian yu",
    "夏侯": "xia hou",
    "宰父": "zai fu",
}


def keys_of_person(name: str) -> str:
    """曾国藩 → “zengguofan zgf cengguofan cgf”: as the family says it first, then as it is read."""
    text = _plain(name)
    given = [_reading(c) for c in text]
    if text[:2] in COMPOUND_SURNAMES:
        families = [COMPOUND_SURNAMES[text[:2]].split(), given[:2]]
    else:
        known = SURNAMES.get(text[:1], "").split()
        families = [[reading] for reading in known] + [given[:1]]
    length = len(families[-1])
    return _joined([*family, *given[length:]] for family in families)


def keys_of_name(name: str) -> str:
    """市财政局 → “shicaizhengju sczj”; words decide how a character is read."""
    text = _plain(name)
    return _joined([lazy_pinyin(text)])


def compact(typed: str) -> str:
    """What was typed, as it would stand in a key; empty if it is not all Latin letters and digits."""
    text = _plain(typed).replace("ü", "v")
    return text if text.isascii() else ""


def _plain(text: str) -> str:
    """Letters and digits in their plain half-width form."""
    return "".join(c for c in unicodedata.normalize("NFKC", text).lower() if c.isalnum())


@cache
def _reading(character: str) -> str:
    return lazy_pinyin(character)[0]


def _joined(readings: Iterable[list[str]]) -> str:
    """Each reading in full and by its initials, once."""
    keys = (
        key
        for syllables in readings
        for key in ("".join(syllables), "".join(map(_initial, syllables)))
    )
    return " ".join(dict.fromkeys(filter(None, keys)))


def _initial(syllable: str) -> str:
    return syllable if syllable.isdigit() else syllable[:1]


class PinyinField(models.TextField):
    """The keys of the column `of`, kept beside it by save and bulk_create.

    What goes round them (bulk_update, COPY) asks `derived` and `keys` itself.
    """

    def __init__(self, *args: Any, of: str = "name", is_person: bool = False, **kwargs: Any):
        self.of, self.is_person = of, is_person
        super().__init__(*args, **{"editable": False, "default": "", **kwargs})

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {**kwargs, "of": self.of, "is_person": self.is_person}

    def keys(self, name: str) -> str:
        return keys_of_person(name) if self.is_person else keys_of_name(name)

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        value = self.keys(getattr(model_instance, self.of))
        setattr(model_instance, self.attname, value)
        return value


def derived(model: type[models.Model], names: Iterable[str]) -> list[PinyinField]:
    """The pinyin columns that follow from the columns `names`."""
    fields = model._meta.concrete_fields
    return [f for f in fields if isinstance(f, PinyinField) and f.of in names]
