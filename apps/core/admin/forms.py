"""Forms of the desk: they carry the version that was opened and show what a service refused."""

from collections.abc import Mapping
from typing import Any, cast

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.http import QueryDict

from apps.core import chronicle
from apps.core.forms import CleanForm, CleanModelForm
from apps.core.versions import StaleVersion


class RefusalMixin(forms.BaseForm):
    """A form that shows what a service answered to its first attempt."""

    refusal: Exception | None = None

    def clean(self):
        cleaned = super().clean()
        if isinstance(self.refusal, ValidationError):
            self.add_refusal(self.refusal)
        return cleaned

    def add_refusal(self, refusal: ValidationError) -> None:
        is_by_field = hasattr(refusal, "error_dict")
        by_field = refusal.error_dict if is_by_field else {NON_FIELD_ERRORS: refusal.error_list}
        for name, errors in by_field.items():
            self.add_error(name if name in self.fields else None, errors)


class EditForm(RefusalMixin, CleanModelForm):
    """Carries the version that the editor opened; a stale save is told, field by field."""

    # What an older version said, where the editor wants it back.
    restored: Mapping[str, Any] = {}
    opened_version = forms.IntegerField(widget=forms.HiddenInput, label="版本", min_value=1)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk and hasattr(self.instance, "version"):
            self.fields["opened_version"].initial = self.instance.version
        else:
            del self.fields["opened_version"]
        self.initial.update(self.restored)

    def clean(self):
        cleaned = super().clean()
        if isinstance(self.refusal, StaleVersion):
            self.add_error(None, [str(self.refusal), *self._differences(self.refusal.current)])
            self._accept(self.refusal.current)
        return cleaned

    def _accept(self, current) -> None:
        """Having read what changed, the editor may save over it."""
        answers = cast(QueryDict, self.data).copy()
        answers[self.add_prefix("opened_version")] = str(current.version)
        self.data = answers

    def _differences(self, current) -> list[str]:
        names = [n for n in self.cleaned_data if n in chronicle.shown_fields(type(current))]
        return [
            f"“{self.fields[name].label}”现在是“{chronicle.in_words(current, name)}”"
            for name in names
            if self.cleaned_data[name] != getattr(current, name)
        ]


class VerbForm(RefusalMixin, CleanForm):
    """The questions that one verb asks about one record."""

    def __init__(self, *args, record=None, user=None, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.record = record
        self.user = user
