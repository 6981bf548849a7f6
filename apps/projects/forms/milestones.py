"""Milestones: planned in rows; then one is done, moved or dropped."""

from typing import Any, cast

from django import forms
from django.utils import timezone

from apps.branches.models import Person
from apps.core.forms import CleanForm
from apps.meetings.forms.rows import DayInput, PersonField, RowSet, row_set, styled
from apps.projects.models import Milestone
from apps.zones.forms.sections import SectionedForm

READY = 4


def due_field() -> forms.DateField:
    return forms.DateField(
        label="完成期限", widget=DayInput, error_messages={"required": "请填写完成期限"}
    )


class MilestoneRow(CleanForm):
    name = forms.CharField(
        label="节点任务", max_length=120, error_messages={"required": "请填写节点任务"}
    )
    owner = PersonField(label="责任人", error_messages={"required": "请选择责任人"})
    due_on = due_field()

    def __init__(self, *args, people: list[Person], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        cast(PersonField, self.fields["owner"]).offer(lambda: people)
        styled(self)

    def clean_owner(self) -> Person:
        if not self.cleaned_data["owner"]:
            raise forms.ValidationError("请选择责任人：到期的时候提醒他")
        return self.cleaned_data["owner"]

    def entry(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("name", "owner", "due_on")}


class PlanForm(SectionedForm):
    """Several milestones at once; an empty row is none."""

    def __init__(self, data=None, *, people: list[Person], **kwargs) -> None:
        super().__init__(data, **kwargs)
        offered = {"people": people}
        rows = row_set("steps", MilestoneRow, READY, data=data, initial=[], row_kwargs=offered)
        rows.title = "节点"
        self.sections = {"steps": rows}

    def is_valid(self) -> bool:
        is_valid = super().is_valid()
        if is_valid and not self.stated:
            self.section_errors["steps"] = ["请至少填写一个节点"]
        return is_valid and not self.section_errors

    @property
    def stated(self) -> tuple[dict[str, Any], ...]:
        return cast(RowSet, self.sections["steps"]).entries()


class OneMilestoneForm(SectionedForm):
    """One of the things that may become of a milestone; the page shows them beside each other."""

    key = ""

    def __init__(self, *args, milestone: Milestone, **kwargs) -> None:
        initial = {"version": milestone.version, **kwargs.pop("initial", {})}
        super().__init__(*args, initial=initial, auto_id=f"id_{self.key}_%s", **kwargs)
        styled(self)


class DoneForm(OneMilestoneForm):
    key = "done"
    done_on = forms.DateField(
        label="完成日期", widget=DayInput, error_messages={"required": "请填写完成日期"}
    )
    result = forms.CharField(
        label="完成情况",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "请写明完成情况：做成了什么"},
    )

    def __init__(self, *args, milestone: Milestone, **kwargs) -> None:
        initial = {"done_on": timezone.localdate(), "result": milestone.result}
        super().__init__(*args, milestone=milestone, initial=initial, **kwargs)


class MoveForm(OneMilestoneForm):
    key = "move"
    name = forms.CharField(
        label="节点任务", max_length=120, error_messages={"required": "请填写节点任务"}
    )
    due_on = due_field()
    owner = PersonField(label="责任人")
    reason = forms.CharField(
        label="改期的原因", max_length=200, required=False, help_text="期限变了才填"
    )

    def __init__(self, *args, milestone: Milestone, people: list[Person], **kwargs) -> None:
        owner = str(milestone.owner.uuid) if milestone.owner else ""
        initial = {"name": milestone.name, "due_on": milestone.due_on, "owner": owner}
        super().__init__(*args, milestone=milestone, initial=initial, **kwargs)
        cast(PersonField, self.fields["owner"]).offer(lambda: people)


class DropForm(OneMilestoneForm):
    key = "drop"
    reason = forms.CharField(
        label="取消的原因",
        max_length=200,
        error_messages={"required": "请写明取消这个节点的原因"},
    )
