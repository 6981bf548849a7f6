"""A form with sections of rows beside its fields, and rules that are told at either."""

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError

from apps.core.forms import OnceForm
from apps.meetings.forms.problems import Problem, problems_of
from apps.meetings.forms.rows import RowSet


class SectionedForm(OnceForm):
    version = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.section_errors: dict[str, list[str]] = {}
        self.sections: dict[str, RowSet] = {}

    def is_valid(self) -> bool:
        # The rows come last: the form itself may have found something in one of them.
        fields_are_valid = super().is_valid()
        rows_are_valid = all(section.is_valid() for section in self.sections.values())
        return fields_are_valid and rows_are_valid and not self.section_errors

    def add_refusal(self, refusal: ValidationError) -> None:
        """What a service refused, at the field or section that it names."""
        is_by_field = hasattr(refusal, "error_dict")
        told = refusal.message_dict if is_by_field else {NON_FIELD_ERRORS: refusal.messages}
        for name, texts in told.items():
            if name in self.fields:
                self.add_error(name, texts)
            elif name in self.sections or name == "attending":
                self.section_errors.setdefault(name, []).extend(texts)
            else:
                self.add_error(None, texts)

    def accept_version(self, version: int) -> None:
        """Having read what changed, the editor may save over the stored one."""
        self.take_new_key(version=str(version))

    def problems(self) -> list[Problem]:
        return problems_of(self, self.section_errors, self.sections.values())
