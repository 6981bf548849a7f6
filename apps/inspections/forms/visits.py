"""现场督查, filled in on a phone in the room: what was seen, what was found."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, cast

from django import forms
from django.utils import timezone

from apps.branches.models import Grade, Organisation
from apps.core.forms import CleanForm
from apps.inspections.choices import IssueLevel
from apps.inspections.forms.correction import day, of_body, words
from apps.inspections.models import ChecklistItem, Inspector, Visit
from apps.inspections.services.visits import Finding, Seen
from apps.meetings.forms.rows import DayInput, RowSet, row_set, styled
from apps.meetings.models import Meeting
from apps.sixlights.models import Activity
from apps.zones.forms.rows import KeyedChoice
from apps.zones.forms.sections import SectionedForm

READY = 3
# The answer of a re-inspection that changes nothing.
KEEPS = "keep"
FIELDS = ("held_on", "organisation", "grade", "place", "talked_with", "summary")


@dataclass(frozen=True)
class Offered:
    """What there is to choose from in one unit."""

    inspectors: list[Inspector]
    bodies: list[Organisation]
    items: list[ChecklistItem] = field(default_factory=list)
    meetings: list[Meeting] = field(default_factory=list)
    activities: list[Activity] = field(default_factory=list)
    grades: list[Grade] = field(default_factory=list)
    levels: list[tuple[int, str]] = field(default_factory=list)


class IssueFields(CleanForm):
    text = words(
        "问题", rows=2, most=300, error_messages={"required": "请写明问题：看到了什么，差在哪里"}
    )
    level = forms.ChoiceField(label="程度", choices=IssueLevel.choices)
    due_on = forms.DateField(
        label="整改时限", widget=DayInput, required=False, help_text="不填的，按程度的规定天数"
    )


class FindingFields(IssueFields):
    """One issue. Its level, deadline and kind are taken from the list and the rules if left out."""

    item = KeyedChoice(label="清单条目", blank="不在清单里")
    organisation = KeyedChoice(
        label="党组织",
        required=True,
        error_messages={"required": "请选择哪个党组织的问题"},
    )
    level = forms.ChoiceField(
        label="程度",
        choices=[("", "按清单，不在清单里的为一般"), *IssueLevel.choices],
        required=False,
    )
    field_order = ("item", "organisation", "text", "level", "due_on")

    def __init__(self, *args, offered: Offered, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        cast(KeyedChoice, self.fields["item"]).offer(offered.items)
        bodies = cast(KeyedChoice, self.fields["organisation"])
        bodies.offer(offered.bodies)
        bodies.widget.attrs["data-picker"] = ""
        styled(self)

    def entry(self) -> Finding:
        given = {name: self.cleaned_data[name] for name in ("item", "level", "due_on")}
        fields = {name: value for name, value in given.items() if value}
        return Finding(self.cleaned_data["organisation"], self.cleaned_data["text"], fields)


class FindingRow(FindingFields):
    """In the form of a visit to one body, which is not named again with each issue."""

    organisation = KeyedChoice(label="党组织", blank="上面选的党组织")


class FindingForm(FindingFields, SectionedForm):
    """One more issue, after the visit was written down."""


class MeetingFindingForm(IssueFields, SectionedForm):
    """What a life meeting found wanting."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        styled(self)

    @property
    def stated(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("text", "level", "due_on")}


class VisitForm(SectionedForm):
    held_on = day("督查日期")
    place = forms.CharField(label="地点", max_length=100, required=False)
    organisation = KeyedChoice(label="党组织", blank="全单位")
    grade = KeyedChoice(label="复审的等级", blank="不是督导复审")
    outcome = forms.ChoiceField(label="复审结论", required=False)
    lowering_reason = forms.CharField(
        label="降低等级的原因", max_length=150, required=False, help_text="降低等级的必填"
    )
    inspectors = forms.MultipleChoiceField(
        label="到场的督查人员",
        widget=forms.CheckboxSelectMultiple(attrs={"class": "form-check-input"}),
        error_messages={"required": "请选择到场的督查人员"},
    )
    talked_with = forms.CharField(
        label="谈话人员", max_length=200, required=False, help_text="如 支部书记、党员代表 3 人"
    )
    records = forms.MultipleChoiceField(
        label="查阅的记录",
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "form-check-input"}),
    )
    papers = words(
        "其他材料", rows=2, most=600, required=False, help_text="系统里没有的，一行写一样"
    )
    summary = words("督查情况", rows=4, most=4000, required=False)

    def __init__(
        self, data=None, *, offered: Offered, visit: Visit | None = None, **kwargs
    ) -> None:
        initial = {**_initial_of(visit), **kwargs.pop("initial", {})}
        super().__init__(data, initial=initial, **kwargs)
        self.seats = {str(seat.uuid): seat for seat in offered.inspectors}
        records: Iterable[Meeting | Activity] = [*offered.meetings, *offered.activities]
        self.readable = {str(row.uuid): row for row in records}
        self._offer(offered)
        if visit is None:
            rows = row_set(
                "findings",
                FindingRow,
                READY,
                data=data,
                initial=[],
                row_kwargs={"offered": offered},
            )
            rows.title = "问题"
            self.sections = {"findings": rows}
        styled(self)

    def _offer(self, offered: Offered) -> None:
        cast(KeyedChoice, self.fields["organisation"]).offer(offered.bodies)
        cast(KeyedChoice, self.fields["grade"]).offer(offered.grades)
        outcomes = cast(forms.ChoiceField, self.fields["outcome"])
        lower = [(f"{order}:{level}", f"降为“{level}”") for order, level in offered.levels]
        outcomes.choices = [("", "还没有结论"), (KEEPS, "保持这个等级"), *lower]
        seats = cast(forms.MultipleChoiceField, self.fields["inspectors"])
        seats.choices = [(key, str(seat)) for key, seat in self.seats.items()]
        records = cast(forms.MultipleChoiceField, self.fields["records"])
        records.choices = [(key, of_body(row)) for key, row in self.readable.items()]

    def clean_inspectors(self) -> list[Inspector]:
        return [self.seats[key] for key in self.cleaned_data["inspectors"]]

    def clean(self) -> None:
        super().clean()
        given = self.cleaned_data
        if given.get("outcome") and not given.get("grade"):
            self.add_error("grade", "填了复审结论的，请选择复审的是哪个等级")
        if self.lowered_to and not given.get("lowering_reason"):
            self.add_error("lowering_reason", "请写明复审发现了什么、为什么降低等级")
        if "findings" in self.sections:
            self._place_findings(given.get("organisation"))

    def _place_findings(self, visited: Organisation | None) -> None:
        """An issue without a body is one of the body that was visited."""
        for row in self.sections["findings"].forms:
            if not row.has_changed() or not row.is_valid() or row.cleaned_data["organisation"]:
                continue
            row.cleaned_data["organisation"] = visited
            if visited is None:
                row.add_error("organisation", "督查全单位的，请选择是哪个党组织的问题")

    @property
    def keeps_grade(self) -> bool:
        return self.cleaned_data.get("outcome") == KEEPS

    @property
    def lowered_to(self) -> tuple[int, str] | None:
        order, _, level = self.cleaned_data.get("outcome", "").partition(":")
        return (int(order), level) if level else None

    @property
    def seen(self) -> list[Seen]:
        named = [self.readable[key] for key in self.cleaned_data["records"]]
        papers = [line.strip() for line in self.cleaned_data["papers"].splitlines()]
        return [*named, *(line for line in papers if line)]

    @property
    def findings(self) -> tuple[Finding, ...]:
        return cast(RowSet, self.sections["findings"]).entries()

    @property
    def stated(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in FIELDS}


def _initial_of(visit: Visit | None) -> dict[str, Any]:
    if visit is None:
        return {"held_on": timezone.localdate()}
    seen = list(visit.records_seen.select_related("meeting", "activity"))
    return {
        **{name: getattr(visit, name) for name in ("held_on", "place", "talked_with", "summary")},
        "organisation": str(visit.organisation.uuid) if visit.organisation else "",
        "grade": str(visit.grade.uuid) if visit.grade else "",
        "inspectors": [str(seat.uuid) for seat in visit.inspectors.all()],
        "records": [str(known.uuid) for r in seen if (known := r.meeting or r.activity)],
        "papers": "\n".join(row.text for row in seen if row.text),
        "version": visit.version,
    }
