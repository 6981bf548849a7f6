"""Errors of fields in the words of ux.md 3.6: what is wrong and how to mend it."""

import pytest
from django import forms

from apps.core.forms import CleanForm
from apps.meetings.choices import MeetingKind


class Sample(CleanForm):
    topic = forms.CharField(label="会议主题")
    kind = forms.ChoiceField(label="会议类型", choices=MeetingKind.choices)
    held_on = forms.DateField(label="日期")
    starts = forms.TimeField(label="开始时间")
    heads = forms.IntegerField(label="人数")
    code = forms.SlugField(label="代码")
    hours = forms.DecimalField(label="学时", error_messages={"invalid": "学时写成 1.5"})


def sentence(name: str, answer: str = "") -> str:
    return Sample({name: answer}).errors[name][0]


@pytest.mark.parametrize(
    ("name", "words"),
    [("topic", "请填写会议主题"), ("kind", "请选择会议类型"), ("held_on", "请填写日期")],
)
def test_missing_answer_is_asked_for_by_its_name(name, words):
    assert sentence(name) == words


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("kind", "“昨天”不在选项里，请重新选择会议类型"),
        ("held_on", "日期写成 2026-11-20 或 2026年11月20日"),
        ("starts", "时间写成 14:30"),
        ("heads", "请填写整数，如 3"),
        ("code", "代码只用英文小写字母、数字和下划线，如 green_city"),
    ],
)
def test_wrong_answer_is_told_the_cure(name, words):
    assert sentence(name, "昨天") == words


def test_form_s_own_sentence_stays():
    assert sentence("hours", "昨天") == "学时写成 1.5"
