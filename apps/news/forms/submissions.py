from typing import Any

from django import forms
from django.utils import timezone

from apps.branches.models import Unit
from apps.core.forms import OnceForm
from apps.meetings.forms.files import FilesField
from apps.meetings.forms.rows import DayInput
from apps.news.forms.articles import dress


class SubmissionForm(OnceForm):
    """信息报送: what, when, to whom; made from an article, its text is not asked for again."""

    unit = forms.ModelChoiceField(
        label="报送单位",
        queryset=Unit.objects.none(),
        to_field_name="uuid",
        empty_label="请选择",
        error_messages={"required": "请选择报送单位"},
    )
    title = forms.CharField(
        label="标题", max_length=200, error_messages={"required": "请填写信息标题"}
    )
    starts_on = forms.DateField(
        label="报送日期", widget=DayInput, error_messages={"required": "请填写报送日期"}
    )
    submitted_to = forms.CharField(
        label="报给", max_length=100, required=False, help_text="如 市委办公室，可不填"
    )
    text = forms.CharField(
        label="信息内容",
        max_length=20_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text="写在这里，或在下面上传文件，有一样就行",
    )
    papers = FilesField(label="文件", required=False, help_text="单个文件不超过 10 MB")

    def __init__(self, *args, units, is_from_article: bool = False, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["unit"].queryset = units
        if is_from_article:
            del self.fields["text"]
            del self.fields["papers"]
        dress(self)

    def clean_starts_on(self):
        day = self.cleaned_data["starts_on"]
        if day > timezone.localdate():
            raise forms.ValidationError("报送日期还没有到，请填写实际报送的日期")
        return day
