"""Reasons for sending a record back that are offered beside the text."""

from django import forms

from apps.core.admin import LongTextField, RadioRows, VerbForm, VisibleAdmin, register
from apps.meetings.models import ReturnReason

MISSING = "请选择或写明退回的原因"


class ReturnForm(VerbForm):
    preset = RadioRows(
        label="常用原因", queryset=ReturnReason.objects.all(), required=False, empty_label=None
    )
    note = LongTextField(
        label="退回的原因",
        max_length=500,
        required=False,
        help_text="写明缺什么、怎么补，支部书记会看到；选了常用原因的可以不填",
    )
    note.widget.attrs["rows"] = 3

    def clean(self):
        """Both together are one note."""
        cleaned = super().clean()
        preset = cleaned.get("preset")
        parts = [str(preset) if preset else "", cleaned.get("note", "")]
        cleaned["note"] = "；".join(part for part in parts if part)
        if not cleaned["note"] and not self.errors:
            self.add_error("note", forms.ValidationError(MISSING))
        return cleaned


@register(ReturnReason)
class ReturnReasonAdmin(VisibleAdmin):
    list_display = ("text", "order")
    search_fields = ("text",)
    fields = ("text", "order")
