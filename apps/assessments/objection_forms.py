"""What a body says against its result."""

from django import forms

from apps.assessments.models import Result, ScoreLine
from apps.core.forms import OnceForm
from apps.meetings.forms.rows import styled


class ObjectionForm(OnceForm):
    line = forms.ModelChoiceField(
        label="对哪一项有异议",
        queryset=ScoreLine.objects.none(),
        required=False,
        empty_label="总分或等次",
    )
    text = forms.CharField(
        label="异议内容",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="写明认为应该是多少、依据是什么。工委会答复",
        error_messages={"required": "请写明对哪一点有异议、理由是什么"},
    )

    def __init__(self, *args, result: Result, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["line"].queryset = result.lines.order_by("order")  # type: ignore[attr-defined]
        styled(self)
