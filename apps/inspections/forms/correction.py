"""整改: measures, evidence, more time, and the recheck."""

from collections.abc import Iterable
from typing import Any, cast

from django import forms
from django.utils import timezone

from apps.branches.models import Person
from apps.core.uploads import ACCEPTED
from apps.inspections.choices import RecheckOutcome
from apps.inspections.models import Issue, Measure
from apps.meetings.forms.rows import DayInput, PersonField, styled
from apps.meetings.models import Meeting
from apps.projects.forms.outcomes import OneFileField
from apps.sixlights.models import Activity
from apps.zones.forms.rows import KeyedChoice, dated
from apps.zones.forms.sections import SectionedForm


def words(label: str, *, rows: int = 3, most: int = 1000, **kwargs) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, max_length=most, widget=widget, **kwargs)


def of_body(row: Meeting | Activity) -> str:
    """A record of the unit: when it was, and of which body."""
    return f"{dated(row)}（{row.organisation}）"


def day(label: str) -> forms.DateField:
    return forms.DateField(
        label=label, widget=DayInput, error_messages={"required": f"请填写{label}"}
    )


class MeasureForm(SectionedForm):
    text = words(
        "整改措施",
        most=300,
        rows=2,
        error_messages={"required": "请填写整改措施：做什么"},
    )
    owner = PersonField(label="责任人", error_messages={"required": "请选择责任人"})
    due_on = day("完成期限")

    def __init__(
        self, *args, people: list[Person], issue: Issue, measure: Measure | None = None, **kwargs
    ) -> None:
        initial: dict[str, Any] = {"due_on": issue.due_on}
        if measure:
            initial = {
                "text": measure.text,
                "owner": str(measure.owner.uuid),
                "due_on": measure.due_on,
                "version": measure.version,
            }
            people = people if measure.owner in people else [*people, measure.owner]
        super().__init__(*args, initial=initial, **kwargs)
        cast(PersonField, self.fields["owner"]).offer(lambda: people)
        styled(self)

    def clean_owner(self) -> Person:
        if not self.cleaned_data["owner"]:
            raise forms.ValidationError("请选择责任人：谁来整改")
        return self.cleaned_data["owner"]

    @property
    def stated(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("text", "owner", "due_on")}


class DoneForm(SectionedForm):
    done_on = day("完成日期")
    result = words("完成情况", most=2000, error_messages={"required": "请写明完成情况：做成了什么"})

    def __init__(self, *args, measure: Measure, **kwargs) -> None:
        initial = {
            "done_on": measure.done_on or timezone.localdate(),
            "result": measure.result,
            "version": measure.version,
        }
        super().__init__(*args, initial=initial, auto_id="id_done_%s", **kwargs)
        styled(self)

    @property
    def stated(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("done_on", "result")}


class EvidenceForm(SectionedForm):
    """What the portal knows is chosen; words and files are for what it does not know."""

    meeting = KeyedChoice(label="会议记录", blank="没有", help_text="系统里有的直接选，不用再传")
    activity = KeyedChoice(label="行动活动", blank="没有")
    text = words("说明", rows=2, required=False)
    file = OneFileField(
        label="文件",
        required=False,
        help_text="系统里没有的才传",
        widget=forms.ClearableFileInput(attrs={"accept": ",".join(ACCEPTED)}),
    )

    def __init__(
        self, *args, meetings: Iterable[Meeting], activities: Iterable[Activity], **kwargs
    ) -> None:
        super().__init__(*args, **kwargs)
        cast(KeyedChoice, self.fields["meeting"]).offer(meetings, of_body)
        cast(KeyedChoice, self.fields["activity"]).offer(activities, of_body)
        styled(self)

    @property
    def stated(self) -> dict[str, Any]:
        names = ("meeting", "activity", "text", "file")
        return {name: self.cleaned_data[name] for name in names}


class AnswerForm(SectionedForm):
    """The later records by which a missing meeting is put right."""

    meetings = forms.MultipleChoiceField(
        label="后来召开的会议",
        widget=forms.CheckboxSelectMultiple(attrs={"class": "form-check-input"}),
        error_messages={"required": "请至少选一次会议"},
    )

    def __init__(self, *args, offered: Iterable[Meeting], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.offered = {str(meeting.uuid): meeting for meeting in offered}
        field = cast(forms.MultipleChoiceField, self.fields["meetings"])
        field.choices = [(key, dated(meeting)) for key, meeting in self.offered.items()]

    def clean_meetings(self) -> list[Meeting]:
        return [self.offered[key] for key in self.cleaned_data["meetings"]]


class ExtensionForm(SectionedForm):
    asked_until = day("申请延至")
    reason = words("延期理由", most=300, error_messages={"required": "请写明延期的理由"})

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        styled(self)

    @property
    def stated(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("asked_until", "reason")}


class RecheckForm(SectionedForm):
    outcome = forms.ChoiceField(
        label="结果",
        choices=RecheckOutcome.choices,
        widget=forms.RadioSelect(attrs={"class": "form-check-input"}),
        error_messages={"required": "请选择通过还是退回"},
    )
    held_on = day("复核日期")
    findings = words("复核意见", required=False, help_text="退回的必须写明还差什么")
    closes = forms.BooleanField(
        label="通过的同时销号",
        required=False,
        widget=forms.CheckboxInput(attrs={"class": "form-check-input"}),
    )

    def __init__(self, *args, **kwargs) -> None:
        initial = {"held_on": timezone.localdate(), "closes": True}
        super().__init__(*args, initial=initial, **kwargs)
        styled(self)

    @property
    def stated(self) -> dict[str, Any]:
        names = ("outcome", "held_on", "findings", "closes")
        return {name: self.cleaned_data[name] for name in names}
