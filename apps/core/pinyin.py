"""Pinyin keys: what somebody types who looks for a Chinese name on a Latin keyboard."""

import unicodedata
from collections.abc import Iterable
from functools import cache
from typing import Any

from django.db import models
from pypinyin import lazy_pinyin

# Surnames that are not read as the character usually is; several readings where families differ.
READ_OTHERWISE = (
    "曾zeng 单shan 仇qiu 解xie 盖ge 区ou 朴piao 查zha 乐yue 缪miao 员yun 贠yun 祭zhai "
    "翟zhai 黑he 折she 覃qin 秘bi 繁po 洗xian 逢pang 召shao 种chong 重chong 薄bo 卜bu "
    "能nai 阚kan 句gou 角jue 乜nie 适kuo 牟mu 都du 藏zang 么yao 不fou 乘sheng 奇ji 粘nian "
    "佴nai 颉xie 会gui 术zhu 六lu 炅gui 郇xun 隽juan/jun 隗kui/wei 郄qie/xi "
    "谌chen/shen 莘shen/xin 宓mi/fu 柏bai/bo 那na/nuo 费fei/bi 强qiang/jiang "
    "尉wei/yu 盛sheng/cheng 车che/ju"
)
SURNAMES = {entry[0]: entry[1:].split("/") for entry in READ_OTHERWISE.split()}
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
        families = [[reading] for reading in SURNAMES.get(text[:1], [])] + [given[:1]]
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


def pinyin_beside(model: Any, lookup: str) -> str | None:
    """person__name → person__pinyin, where that column follows from this one."""
    *relations, name = lookup.split("__")
    for relation in relations:
        model = model._meta.get_field(relation).related_model
    keys = derived(model, [name])
    return "__".join([*relations, keys[0].name]) if keys else None
