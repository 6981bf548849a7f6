from typing import cast

from django import forms

from apps.core.forms import OnceForm
from apps.meetings.choices import TalkKind
from apps.meetings.forms.rows import DayInput, PersonField, styled


class TalkForm(OnceForm):
    """谈心谈话 (R-MTG-09): who with whom and when, nothing more."""

    kind = forms.ChoiceField(
        label="谈话双方",
        choices=TalkKind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "请选择谈话双方"},
    )
    held_on = forms.DateField(
        label="日期", widget=DayInput, error_messages={"required": "请填写谈话日期"}
    )
    first = PersonField(
        label="谈话人",
        required=True,
        is_keyed=True,
        error_messages={"required": "请选择谈话人"},
    )
    second = PersonField(
        label="谈话对象", required=True, error_messages={"required": "请选择谈话对象"}
    )

    def __init__(self, *args, people, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        for name in ("first", "second"):
            cast(PersonField, self.fields[name]).offer(lambda: people)
        styled(self)
