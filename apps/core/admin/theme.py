"""What the portal takes from the admin theme."""

from django import forms
from django.http import HttpRequest
from django.templatetags.static import static
from unfold.contrib.filters.admin import RelatedDropdownFilter
from unfold.widgets import (
    UnfoldAdminCheckboxSelectMultipleWidget,
    UnfoldAdminFileFieldWidget,
    UnfoldAdminPasswordWidget,
    UnfoldAdminRadioSelectWidget,
    UnfoldAdminSelect2MultipleWidget,
    UnfoldAdminSelectWidget,
    UnfoldAdminSingleDateWidget,
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
    UnfoldBooleanSwitchWidget,
)

__all__ = [
    "ChoiceField",
    "ChoiceOfRow",
    "DateField",
    "FileField",
    "LongTextField",
    "ManyChoicesField",
    "ManyRowsField",
    "PasswordField",
    "RadioRows",
    "RelatedDropdownFilter",
    "SwitchField",
    "TextField",
    "shim_stylesheet",
]


def shim_stylesheet(request: HttpRequest) -> str:
    return static("core/admin.css")


def label_script(request: HttpRequest) -> str:
    return static("core/admin.js")


class DateField(forms.DateField):
    widget = UnfoldAdminSingleDateWidget


class FileField(forms.FileField):
    widget = UnfoldAdminFileFieldWidget


class TextField(forms.CharField):
    widget = UnfoldAdminTextInputWidget


class ChoiceField(forms.ChoiceField):
    widget = UnfoldAdminSelectWidget


class SwitchField(forms.BooleanField):
    widget = UnfoldBooleanSwitchWidget


class ChoiceOfRow(forms.ModelChoiceField):
    widget = UnfoldAdminSelectWidget


class LongTextField(forms.CharField):
    widget = UnfoldAdminTextareaWidget


class ManyChoicesField(forms.MultipleChoiceField):
    widget = UnfoldAdminCheckboxSelectMultipleWidget


class ManyRowsField(forms.ModelMultipleChoiceField):
    """Several rows of a long list, found by typing."""

    widget = UnfoldAdminSelect2MultipleWidget


class PasswordField(forms.CharField):
    widget = UnfoldAdminPasswordWidget


class RadioRows(forms.ModelChoiceField):
    """A few rows, all of them in sight; None of them is a valid answer of an optional field."""

    widget = UnfoldAdminRadioSelectWidget
