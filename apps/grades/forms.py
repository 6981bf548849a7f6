"""What a body says of itself, and its committee of it: only where it departs from what is known."""

from collections.abc import Sequence
from decimal import Decimal
from typing import cast

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict

from apps.core.exact import half_up, shown
from apps.core.forms import OnceForm
from apps.grades.evidence import evidence_url
from apps.grades.marks import SELF, Stage, points_before, points_known
from apps.grades.models import Rating, RatingLine
from apps.grades.services import Said
from apps.meetings.forms.rows import styled

POINTS, REMARK = "points-", "remark-"


def points_field(line: RatingLine, before: str) -> forms.DecimalField:
    most = shown(line.item.most)
    wanted = f"“{line.item}”的分数填 0 到 {most} 之间的数，最多两位小数"
    return forms.DecimalField(
        label=f"{line.item}（满分 {most} 分）",
        help_text=f"留空就是 {before} 分" if before else line.item.meaning,
        required=False,
        min_value=0,
        max_value=line.item.most,
        max_digits=6,
        decimal_places=2,
        widget=forms.NumberInput(attrs={"inputmode": "decimal", "step": "any"}),
        error_messages=dict.fromkeys(
            (
                *("invalid", "min_value", "max_value", "max_digits"),
                *("max_decimal_places", "max_whole_digits"),
            ),
            wanted,
        ),
    )


class MarksRow:
    """A line with its two fields, as the page draws it."""

    def __init__(self, form: "MarksForm", line: RatingLine) -> None:
        self.line = line
        self.evidence_url = evidence_url(form.rating, line)
        self.points = form[f"{POINTS}{line.item.order}"]
        self.remark = form[f"{REMARK}{line.item.order}"]
        before = points_before(line, form.stage)
        self.before = "" if before is None else shown(half_up(before, 2))
        self.is_known = points_known(line) is not None or not line.is_applicable
        self.said = self._said_before(form.stage)

    @property
    def is_open(self) -> bool:
        """Known numbers are folded away, unless somebody departs from them."""
        has_words = self.points.value() not in (None, "") or bool(self.remark.value())
        return not self.is_known or has_words or bool(self.points.errors or self.remark.errors)

    def _said_before(self, stage: Stage) -> str:
        return "" if stage is SELF else self.line.self_remark


class MarksForm(OnceForm):
    words = forms.CharField(
        label="说明",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="可不填",
    )
    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput, label="版本")

    def __init__(
        self, data=None, *, rating: Rating, stage: Stage, lines: Sequence[RatingLine]
    ) -> None:
        super().__init__(data, initial=_initial(rating, stage, lines))
        self.rating, self.stage, self.lines = rating, stage, list(lines)
        self.fields["words"].label = f"{stage.label}说明"
        self.is_handed_on = bool(data) and data.get("do") == "hand_on"
        for line in self.lines:
            before = points_before(line, stage)
            text = "" if before is None else shown(half_up(before, 2))
            self.fields[f"{POINTS}{line.item.order}"] = points_field(line, text)
            self.fields[f"{REMARK}{line.item.order}"] = forms.CharField(
                label=f"“{line.item}”的依据", required=False, max_length=500
            )
        styled(self)

    @property
    def rows(self) -> list[MarksRow]:
        return [MarksRow(self, line) for line in self.lines]

    def said(self) -> list[Said]:
        given = self.cleaned_data
        return [
            Said(
                line,
                cast(Decimal | None, given.get(f"{POINTS}{line.item.order}")),
                given.get(f"{REMARK}{line.item.order}", ""),
            )
            for line in self.lines
        ]

    def add_refusal(self, refusal: ValidationError) -> None:
        self.add_error(None, refusal.messages)

    def accept_version(self, version: int) -> None:
        """Having been told, one may save over what stands there now."""
        answers = cast(QueryDict, self.data).copy()
        answers["version"] = str(version)
        self.data = answers


def _initial(rating: Rating, stage: Stage, lines: Sequence[RatingLine]) -> dict:
    found: dict = {"version": rating.version, "words": getattr(rating, stage.words)}
    for line in lines:
        points = getattr(line, stage.points)
        found[f"{POINTS}{line.item.order}"] = None if points is None else shown(points)
        found[f"{REMARK}{line.item.order}"] = getattr(line, stage.remark)
    return found
