"""What a juror fills in on his phone, and what a unit says against a result."""

from collections.abc import Iterable
from decimal import Decimal
from typing import cast

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict

from apps.core.exact import shown
from apps.core.forms import OnceForm
from apps.juries.choices import Light
from apps.juries.models import JuryCriterion, Sheet
from apps.juries.services import SheetEntry
from apps.meetings.forms.rows import styled

POINTS = "points-"
# In the words of the page: the colour alone says nothing to whoever does not see it.
LIGHTS = [
    (Light.GREEN, "绿灯，建议通过"),
    (Light.YELLOW, "黄灯，修改完善"),
    (Light.RED, "红灯，重新申报"),
]


def points_field(criterion: JuryCriterion, widget: forms.Widget) -> forms.DecimalField:
    most = shown(criterion.most)
    wanted = f"“{criterion}”的得分填 0 到 {most} 之间的数，最多两位小数"
    return forms.DecimalField(
        label=f"{criterion}（满分 {most} 分）",
        help_text=criterion.meaning,
        required=False,
        min_value=0,
        max_value=criterion.most,
        max_digits=5,
        decimal_places=2,
        widget=widget,
        error_messages=dict.fromkeys(
            ("invalid", "min_value", "max_value", "max_digits", "max_decimal_places"), wanted
        )
        | {"max_whole_digits": wanted},
    )


class PointsMixin(forms.BaseForm):
    """A field for each criterion, and the entry that they make."""

    criteria: list[JuryCriterion]

    def entry(self) -> SheetEntry:
        given = self.cleaned_data
        points: dict[int, Decimal | None] = {
            c.pk: given.get(f"{POINTS}{c.pk}") for c in self.criteria
        }
        return SheetEntry(points, given["light"], given["advice"])

    def require_all(self) -> None:
        """Said at each field, before the service would say it at the head."""
        for criterion in self.criteria:
            name = f"{POINTS}{criterion.pk}"
            if name not in self.errors and self.cleaned_data.get(name) is None:
                self.add_error(name, f"请填写“{criterion}”的得分")
        if "light" not in self.errors and not self.cleaned_data.get("light"):
            self.add_error("light", "请选择建议：绿灯、黄灯或红灯")


class SheetForm(PointsMixin, OnceForm):
    light = forms.ChoiceField(
        label="建议", required=False, choices=LIGHTS, widget=forms.RadioSelect
    )
    advice = forms.CharField(
        label="评审意见",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="可不填；建议修改的，请写明改哪里",
    )
    version = forms.IntegerField(
        min_value=1, required=False, widget=forms.HiddenInput, label="版本"
    )

    def __init__(
        self, data=None, *, criteria: Iterable[JuryCriterion], sheet: Sheet | None = None
    ) -> None:
        super().__init__(data, initial=_initial(sheet))
        self.criteria = list(criteria)
        self.must_be_complete = bool(sheet and sheet.handed_in_at) or (
            bool(data) and data.get("do") == "hand_in"
        )
        for criterion in self.criteria:
            box = forms.NumberInput(attrs={"inputmode": "decimal", "step": "any"})
            self.fields[f"{POINTS}{criterion.pk}"] = points_field(criterion, box)
        styled(self)

    @property
    def rows(self) -> list[forms.BoundField]:
        return [self[f"{POINTS}{criterion.pk}"] for criterion in self.criteria]

    def clean(self):
        cleaned = super().clean()
        if self.must_be_complete:
            self.require_all()
        return cleaned

    def add_refusal(self, refusal: ValidationError) -> None:
        self.add_error(None, refusal)

    def accept_version(self, version: int) -> None:
        """Having been told, the juror may save over what stands there now."""
        answers = cast(QueryDict, self.data).copy()
        answers["version"] = str(version)
        self.data = answers


def _initial(sheet: Sheet | None) -> dict:
    if sheet is None:
        return {}
    points = {f"{POINTS}{s.criterion_id}": shown(s.points) for s in sheet.scores.all()}
    return {"light": sheet.light, "advice": sheet.advice, "version": sheet.version, **points}


class ObjectionForm(OnceForm):
    text = forms.CharField(
        label="异议内容",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="写明对哪一点有异议、理由是什么。工委会答复",
        error_messages={"required": "请写明对哪一点有异议、理由是什么"},
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        styled(self)
