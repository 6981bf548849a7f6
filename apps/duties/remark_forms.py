"""The form of a remark, and that of its answer."""

from django import forms

from apps.core.forms import CleanForm, OnceForm
from apps.meetings.forms.rows import styled


class RemarkForm(OnceForm):
    """What it is about, and where that was read, come with the address of the form."""

    text = forms.CharField(
        label="批示",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "请填写批示"},
        help_text="经办人会收到消息，答复后您会收到回复",
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        styled(self)


class RemarkAnswerForm(CleanForm):
    answer = forms.CharField(
        label="答复",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "请填写答复"},
        help_text="批示人会看到",
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        styled(self)
