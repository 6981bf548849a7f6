from typing import cast

from django import forms
from django.utils import timezone

from apps.branches.models import Unit
from apps.core.forms import CleanForm, OnceForm
from apps.zones.forms.rows import DayInput, KeyedChoice, UnitField, styled
from apps.zones.models import ZoneActivity


class OfUnitForm(OnceForm):
    """For which of his units somebody writes; with one there is no choice to make."""

    unit = UnitField(required=True, error_messages={"required": "请选择单位"})

    def __init__(self, *args, units: list[Unit], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        field = cast(UnitField, self.fields["unit"])
        field.offer(units)
        if len(units) == 1:
            field.initial = str(units[0].uuid)
        styled(self)

    def refuse(self, refusal) -> None:
        by_field = refusal.message_dict if hasattr(refusal, "error_dict") else {}
        for name, texts in by_field.items():
            self.add_error(name if name in self.fields else None, texts)
        if not by_field:
            self.add_error(None, refusal.messages)


class SuggestionForm(OfUnitForm):
    """意见建议 of a unit, at an activity or at any other time."""

    activity = KeyedChoice(label="在哪次活动上提出", blank="不是在活动上提的")
    speaker = forms.CharField(
        label="提出人",
        max_length=50,
        required=False,
        help_text="写了姓名的，答复会告诉本人；不写的，告诉单位的书记",
    )
    text = forms.CharField(
        label="意见建议",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": "请填写意见建议的内容"},
    )
    field_order = ("unit", "activity", "speaker", "text")

    def __init__(self, *args, activities: list[ZoneActivity], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if activities:
            cast(KeyedChoice, self.fields["activity"]).offer(activities)
        else:
            del self.fields["activity"]


class AdoptionForm(OfUnitForm):
    """Who takes up a practice, since when and with what result."""

    since = forms.DateField(
        label="开始学用日期",
        widget=DayInput,
        initial=timezone.localdate,
        error_messages={"required": "请填写从哪一天开始学用"},
    )
    result = forms.CharField(
        label="成效",
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="可以以后再补",
    )


class AnswerForm(CleanForm):
    answer = forms.CharField(
        label="答复",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": "请填写答复"},
        help_text="提出人会看到",
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        styled(self)
