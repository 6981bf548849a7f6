"""Form bases: clean text everywhere, the idempotency key and the version that the editor saw."""

import uuid
from typing import Any, cast

from crispy_forms.helper import FormHelper
from django import forms
from django.http import QueryDict

from apps.core.text import clean_name, clean_text
from apps.core.wording import speak_plainly


class CleanFormMixin:
    """Plain words for errors; every text field is normalised before its own validation runs."""

    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            _prepare(field)
        self.helper = FormHelper()
        self.helper.form_tag = False

    def ask(self, name: str, field: forms.Field) -> None:
        """Add a question that only this form has; it is worded and cleaned like the others."""
        _prepare(field)
        self.fields[name] = field


def _prepare(field: forms.Field) -> None:
    speak_plainly(field)
    # A password is taken as it was typed.
    if isinstance(field, forms.CharField) and not isinstance(field.widget, forms.PasswordInput):
        _clean_first(field)


def _clean_first(field: Any) -> None:
    """Several lines stay several lines; everything else is a name or a title."""
    normalise = clean_text if isinstance(field.widget, forms.Textarea) else clean_name
    validate = field.clean
    field.clean = lambda value: validate(normalise(value) if isinstance(value, str) else value)


class CleanForm(CleanFormMixin, forms.Form):
    pass


class CleanModelForm(CleanFormMixin, forms.ModelForm):
    pass


class OnceForm(CleanForm):
    """A form that makes one record however often it is sent."""

    form_key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4, label="表单编号")

    def take_new_key(self, **others: str) -> None:
        """What is sent from here on is another form: this one has been saved before."""
        given = cast(QueryDict, self.data).copy()
        for name, value in {"form_key": str(uuid.uuid4()), **others}.items():
            given[name] = value
        self.data = given


class VersionForm(CleanForm):
    """A form that edits a record and tells when somebody else was faster."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, label="版本")
