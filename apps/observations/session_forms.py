"""What a unit says of a session of its centre group, before and after it."""

from collections.abc import Iterable
from typing import cast

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict

from apps.core.forms import OnceForm
from apps.core.models.spans import day_in_words
from apps.meetings.forms.rows import ClockInput, DayInput, styled
from apps.meetings.models import Meeting
from apps.observations.models import GroupSession, StudyGroup
from apps.observations.services import SessionEntry


def _number(label: str, help_text: str) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        required=False,
        min_value=0,
        max_value=999,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
        help_text=help_text,
    )


class SessionForm(OnceForm):
    group = forms.ChoiceField(label="中心组", error_messages={"required": "请选择中心组"})
    held_on = forms.DateField(
        label="学习日期", widget=DayInput, error_messages={"required": "请填写学习日期"}
    )
    starts_at = forms.TimeField(label="开始时间", required=False, widget=ClockInput)
    place = forms.CharField(label="地点", required=False, max_length=100)
    theme = forms.CharField(
        label="学习主题", max_length=200, error_messages={"required": "请填写学习主题"}
    )
    expected_count = _number("应到成员", "不填的按党组成员名册计算")
    present_count = _number("实到成员", "学习以后填写")
    meeting = forms.ChoiceField(
        label="会议记录", required=False, help_text="已经记录的在这里选，不用再填一遍"
    )
    version = forms.IntegerField(
        min_value=1, required=False, widget=forms.HiddenInput, label="版本"
    )

    def __init__(
        self,
        data=None,
        *,
        groups: Iterable[StudyGroup],
        meetings: Iterable[Meeting] = (),
        session: GroupSession | None = None,
    ) -> None:
        super().__init__(data, initial=_initial(session))
        self._groups = {str(group.uuid): group for group in groups}
        self._meetings = {str(meeting.uuid): meeting for meeting in meetings}
        labels = [(key, f"{day_in_words(m.held_on)} {m}") for key, m in self._meetings.items()]
        self._offer("group", [(key, str(group)) for key, group in self._groups.items()])
        self._offer("meeting", [("", "没有记录"), *labels])
        styled(self)

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        cast(forms.ChoiceField, self.fields[name]).choices = choices

    @property
    def chosen(self) -> StudyGroup:
        return self._groups[self.cleaned_data["group"]]

    def entry(self) -> SessionEntry:
        given = self.cleaned_data
        names = ("held_on", "theme", "starts_at", "place", "expected_count", "present_count")
        meeting = self._meetings.get(given["meeting"])
        return SessionEntry(**{name: given[name] for name in names}, meeting=meeting)

    def add_refusal(self, refusal: ValidationError) -> None:
        """What a service refused, at the field that it names."""
        if not hasattr(refusal, "error_dict"):
            self.add_error(None, refusal.messages)
            return
        for name, errors in refusal.error_dict.items():
            self.add_error(name if name in self.fields else None, errors)

    def accept_version(self, version: int) -> None:
        """Having been told, the writer may save over what stands there now."""
        self.data = cast(QueryDict, self.data).copy()
        self.data["version"] = str(version)


def _initial(session: GroupSession | None) -> dict:
    if session is None:
        return {}
    names = ("held_on", "starts_at", "place", "theme", "expected_count", "present_count", "version")
    return {
        "group": str(session.group.uuid),
        "meeting": str(session.meeting.uuid) if session.meeting else "",
        **{name: getattr(session, name) for name in names},
    }
