import uuid

import pytest
from django import forms

from apps.core.forms import CleanForm, OnceForm, VersionForm


class Sample(CleanForm):
    name = forms.CharField(label="名称", max_length=5)
    words = forms.CharField(label="说明", widget=forms.Textarea, required=False)
    secret = forms.CharField(label="密码", widget=forms.PasswordInput, strip=False, required=False)


def test_text_is_cleaned_before_its_length_is_counted():
    form = Sample({"name": "\u200b五个字的名\u200b", "words": "一\r\n二"})
    assert form.is_valid(), form.errors
    assert form.cleaned_data["name"] == "五个字的名"
    assert form.cleaned_data["words"] == "一\n二"


@pytest.mark.parametrize("field", ["name", "words"])
@pytest.mark.parametrize("text", ["\x00", "秘密★", "\ud800"])
def test_refused_text_is_an_error_of_its_field(field, text):
    form = Sample({"name": "好", field: text})
    assert list(form.errors) == [field]


def test_invisible_name_counts_as_missing():
    assert "name" in Sample({"name": "\u200b\u3000"}).errors


def test_password_is_taken_as_typed():
    form = Sample({"name": "好", "secret": " 两  格 "})
    assert form.is_valid()
    assert form.cleaned_data["secret"] == " 两  格 "


def test_every_new_form_has_a_key_of_its_own():
    assert OnceForm()["form_key"].value() != OnceForm()["form_key"].value()


@pytest.mark.parametrize("key", ["", "x", "1' OR 1"])
def test_form_without_a_good_key_is_refused(key):
    assert not OnceForm({"form_key": key}).is_valid()
    assert OnceForm({"form_key": str(uuid.uuid4())}).is_valid()


@pytest.mark.parametrize(
    ("version", "valid"), [("1", True), ("0", False), ("-1", False), ("", False)]
)
def test_version_must_be_a_positive_number(version, valid):
    assert VersionForm({"version": version}).is_valid() is valid
