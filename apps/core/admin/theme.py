"""What the portal takes from the admin theme."""

from django import forms
from django.http import HttpRequest
from django.templatetags.static import static
from unfold.contrib.filters.admin import RelatedDropdownFilter
from unfold.widgets import (
    UnfoldAdminCheckboxSelectMultipleWidget,
    UnfoldAdminPasswordWidget,
    UnfoldAdminRadioSelectWidget,
    UnfoldAdminSelectWidget,
    UnfoldAdminSingleDateWidget,
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
)

__all__ = [
    "ChoiceOfRow",
    "DateField",
    "LongTextField",
    "ManyChoicesField",
    "PasswordField",
    "RadioRows",
    "RelatedDropdownFilter",
    "TextField",
    "shim_stylesheet",
]


def shim_stylesheet(request: HttpRequest) -> str:
    return static("core/admin.css")


def label_script(request: HttpRequest) -> str:
    return static("core/admin.js")


class DateField(forms.DateField):
    widget = UnfoldAdminSingleDateWidget


class TextField(forms.CharField):
    widget = UnfoldAdminTextInputWidget


class ChoiceOfRow(forms.ModelChoiceField):
    widget = UnfoldAdminSelectWidget


class LongTextField(forms.CharField):
    widget = UnfoldAdminTextareaWidget


class ManyChoicesField(forms.MultipleChoiceField):
    widget = UnfoldAdminCheckboxSelectMultipleWidget


class PasswordField(forms.CharField):
    widget = UnfoldAdminPasswordWidget


class RadioRows(forms.ModelChoiceField):
    """A few rows, all of them in sight; None of them is a valid answer of an optional field."""

    widget = UnfoldAdminRadioSelectWidget
