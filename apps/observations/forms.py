"""What an observer fills in on his phone after the sitting."""

from collections.abc import Iterable
from decimal import Decimal
from typing import cast

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict

from apps.core.exact import shown
from apps.core.forms import OnceForm
from apps.meetings.forms.rows import styled
from apps.observations.choices import ANSWERS, GRADES, ItemPart
from apps.observations.models import Observation, ObservationItem
from apps.observations.services import FormEntry, ItemAnswer
from apps.observations.services.returning import problem_of

ANSWER, POINTS, REMARK = "answer-", "points-", "remark-"
MOST_PROBLEMS, LONGEST_PROBLEM = 20, 300


class ReturnForm(OnceForm):
    """Every item of the cycle's form, then the whole in words."""

    present_count = forms.IntegerField(
        label="实到成员",
        required=False,
        min_value=0,
        max_value=999,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )
    has_plan = forms.BooleanField(label="学习方案已收", required=False)
    has_minutes = forms.BooleanField(label="学习记录已收", required=False)
    overall = forms.ChoiceField(
        label="总体评价",
        choices=[(grade.value, grade.label) for grade in GRADES],
        widget=forms.RadioSelect,
        error_messages={"required": "请选择总体评价"},
    )
    summary = forms.CharField(
        label="总体情况",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "请填写总体情况"},
    )
    highlights = forms.CharField(
        label="好的做法",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    problems = forms.CharField(
        label="存在的问题",
        required=False,
        max_length=6000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="一行一个。反馈以后，每个问题都由单位整改、工委复核",
    )
    suggestions = forms.CharField(
        label="意见建议",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput, label="版本")

    def __init__(
        self, data=None, *, observation: Observation, items: Iterable[ObservationItem]
    ) -> None:
        super().__init__(data, initial=_initial(observation))
        self.items = list(items)
        whole = list(self.fields)
        for item in self.items:
            self._ask(item)
        # Problems are told in the order of the page: the items first.
        self.order_fields([name for name in self.fields if name not in whole])
        styled(self)
        for field in self.fields.values():
            if isinstance(field.widget, forms.CheckboxInput | forms.RadioSelect):
                field.widget.attrs["class"] = "form-check-input"

    def _ask(self, item: ObservationItem) -> None:
        grades = [(grade.value, grade.label) for grade in ANSWERS[item.scale]]
        answer = forms.ChoiceField(
            label=item.name, required=False, choices=grades, widget=forms.RadioSelect
        )
        remark = forms.CharField(label=f"“{item}”的说明", required=False, max_length=300)
        self.ask(f"{ANSWER}{item.pk}", answer)
        self.ask(f"{REMARK}{item.pk}", remark)
        if item.is_marked:
            self.ask(f"{POINTS}{item.pk}", _points_of(item))

    def parts(self) -> list[dict]:
        """What the page draws: both parts of the form with their items."""
        return [
            {"label": part.label, "rows": [self._row(i) for i in self.items if i.part == part]}
            for part in ItemPart
        ]

    def _row(self, item: ObservationItem) -> dict:
        points = f"{POINTS}{item.pk}"
        return {
            "item": item,
            "answer": self[f"{ANSWER}{item.pk}"],
            "points": self[points] if points in self.fields else None,
            "remark": self[f"{REMARK}{item.pk}"],
        }

    def clean_problems(self) -> tuple[str, ...]:
        lines = tuple(filter(None, map(str.strip, self.cleaned_data["problems"].splitlines())))
        if len(lines) > MOST_PROBLEMS:
            raise ValidationError(f"问题一次最多 {MOST_PROBLEMS} 个，请合并相近的")
        for number, line in enumerate(lines, start=1):
            if len(line) > LONGEST_PROBLEM:
                raise ValidationError(
                    f"第 {number} 个问题有 {len(line)} 个字，请缩短到 {LONGEST_PROBLEM} 个字以内"
                )
        return lines

    def clean(self):
        given = super().clean()
        for item in self.items:
            if f"{POINTS}{item.pk}" in self.errors:
                continue
            if problem := problem_of(item, self._answer(item)):
                self.add_error(f"{ANSWER}{item.pk}", problem)
        return given

    def _answer(self, item: ObservationItem) -> ItemAnswer:
        given = self.cleaned_data
        return ItemAnswer(
            given.get(f"{ANSWER}{item.pk}", ""),
            given.get(f"{POINTS}{item.pk}"),
            given.get(f"{REMARK}{item.pk}", ""),
        )

    def entry(self) -> FormEntry:
        given = self.cleaned_data
        return FormEntry(
            answers={item.pk: self._answer(item) for item in self.items},
            overall=given["overall"],
            summary=given["summary"],
            highlights=given["highlights"],
            suggestions=given["suggestions"],
            problems=given["problems"],
            present_count=given["present_count"],
            has_plan=given["has_plan"],
            has_minutes=given["has_minutes"],
        )

    def add_refusal(self, refusal: ValidationError) -> None:
        """What a service refused, at the field that it names."""
        if not hasattr(refusal, "error_dict"):
            self.add_error(None, refusal.messages)
            return
        for name, errors in refusal.error_dict.items():
            self.add_error(name if name in self.fields else None, errors)

    def accept_version(self, version: int) -> None:
        """Having been told, the observer may save over what stands there now."""
        self.data = cast(QueryDict, self.data).copy()
        self.data["version"] = str(version)


def _points_of(item: ObservationItem) -> forms.DecimalField:
    return forms.DecimalField(
        label=f"“{item}”得分（满分 {shown(item.most or Decimal(0))} 分）",
        required=False,
        max_digits=5,
        decimal_places=2,
        widget=forms.NumberInput(attrs={"inputmode": "decimal", "step": "any"}),
    )


def _initial(observation: Observation) -> dict:
    """What was handed in before stands in the form again when it comes back."""
    session = observation.session
    found = {
        "version": observation.version,
        "present_count": session.present_count if session else None,
        "problems": "\n".join(problem.text for problem in observation.problems.all()),
    }
    for name in ("overall", "summary", "highlights", "suggestions", "has_plan", "has_minutes"):
        found[name] = getattr(observation, name)
    for finding in observation.findings.all():
        found[f"{ANSWER}{finding.item_id}"] = finding.grade
        found[f"{REMARK}{finding.item_id}"] = finding.remark
        if finding.points is not None:
            found[f"{POINTS}{finding.item_id}"] = shown(finding.points)
    return found
