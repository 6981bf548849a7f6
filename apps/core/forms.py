"""Form bases: clean text everywhere, the idempotency key and the version that the editor saw."""

import uuid

from crispy_forms.helper import FormHelper
from django import forms

from apps.core.text import clean_name, clean_text


class CleanFormMixin:
    """Normalises every text field before its own validation runs."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field, forms.CharField):
                is_long = isinstance(field.widget, forms.Textarea)
                field.clean = _cleaned_first(field.clean, clean_text if is_long else clean_name)
        self.helper = FormHelper()
        self.helper.form_tag = False


def _cleaned_first(clean, normalise):
    def wrapped(value):
        return clean(normalise(value) if isinstance(value, str) else value)

    return wrapped


class CleanForm(CleanFormMixin, forms.Form):
    pass


class CleanModelForm(CleanFormMixin, forms.ModelForm):
    pass


class OnceForm(CleanForm):
    """A form that makes one record however often it is sent."""

    form_key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4, label="表单编号")


class VersionForm(CleanForm):
    """A form that edits a record and tells when somebody else was faster."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, label="版本")
