"""The ballot paper of whoever holds a code."""

from django import forms

from apps.assessments.choices import Vote
from apps.core.forms import CleanForm
from apps.meetings.forms.rows import styled


class BallotPaperForm(CleanForm):
    code = forms.CharField(
        label="测评码",
        max_length=60,
        help_text="印在发给您的纸条上，共 16 位字母和数字；大小写和短横线不影响",
        error_messages={"required": "请填写纸条上的测评码"},
    )
    vote = forms.ChoiceField(
        label="您的评价",
        choices=Vote.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "请选择一项评价"},
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs |= {"autocomplete": "off", "spellcheck": "false"}
        styled(self)

    def clean_vote(self) -> Vote:
        return Vote(self.cleaned_data["vote"])
