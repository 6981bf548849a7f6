"""One outcome: how much of what, in which days, and what it rests on."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any, cast

from django import forms

from apps.core.uploads import ACCEPTED, AcceptedFile, accept
from apps.meetings.forms.rows import DayInput, styled
from apps.meetings.models import Meeting
from apps.projects.models import Outcome, OutcomeEvidence, OutcomeKind
from apps.sixlights.models import Activity
from apps.zones.forms.rows import KeyedChoice, hedge_choice
from apps.zones.forms.sections import SectionedForm

FIELDS = (
    *("kind", "value", "value_hedge", "starts_on", "ends_on", "is_target", "is_ordinal"),
    *("reach", "text"),
)
TICKS = ("is_target", "is_ordinal")


class OneFileField(forms.FileField):
    """A file that is known by its content."""

    def clean(self, data, initial=None) -> AcceptedFile | None:
        return accept(data) if data else None


class OutcomeForm(SectionedForm):
    kind = KeyedChoice(
        label="成果类别", required=True, error_messages={"required": "请选择成果类别"}
    )
    value = forms.DecimalField(
        label="数值",
        min_value=Decimal(0),
        max_digits=14,
        decimal_places=2,
        error_messages={"required": "请填写数值", "invalid": "数值写成数字，如 1063"},
        widget=forms.NumberInput(attrs={"inputmode": "decimal", "step": "any"}),
    )
    value_hedge = hedge_choice()
    starts_on = forms.DateField(
        label="从哪一天起", widget=DayInput, required=False, help_text="说不清的留空"
    )
    ends_on = forms.DateField(
        label="到哪一天止",
        widget=DayInput,
        error_messages={"required": "请填写到哪一天止：这个数截至什么时候"},
    )
    is_target = forms.BooleanField(label="是目标，还没有做到", required=False)
    is_ordinal = forms.BooleanField(label="是名次（如“全省首个”，数值填 1）", required=False)
    reach = forms.CharField(label="名次的范围", max_length=20, required=False, help_text="如 全省")
    text = forms.CharField(
        label="说明", max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    words = forms.CharField(
        label="依据说明", max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    meeting = KeyedChoice(label="会议记录", blank="没有", help_text="系统里有的直接选，不用再传")
    activity = KeyedChoice(label="行动活动", blank="没有")
    file = OneFileField(
        label="文件",
        required=False,
        help_text="可不传",
        widget=forms.ClearableFileInput(attrs={"accept": ",".join(ACCEPTED)}),
    )
    gone = forms.MultipleChoiceField(
        label="删去的依据", required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(
        self,
        *args,
        kinds: Iterable[OutcomeKind],
        meetings: Iterable[Meeting],
        activities: Iterable[Activity],
        evidence: Iterable[OutcomeEvidence] = (),
        **kwargs,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.known = {str(one.uuid): one for one in evidence}
        for name, rows in (("kind", kinds), ("meeting", meetings), ("activity", activities)):
            cast(KeyedChoice, self.fields[name]).offer(rows)
        choice = cast(forms.ChoiceField, self.fields["gone"])
        choice.choices = [(key, str(one)[:60]) for key, one in self.known.items()]
        styled(self)
        for name in (*TICKS, "gone"):
            self.fields[name].widget.attrs["class"] = "form-check-input"

    def clean_kind(self) -> OutcomeKind:
        if not self.cleaned_data["kind"]:
            raise forms.ValidationError("请选择成果类别")
        return self.cleaned_data["kind"]

    def clean(self) -> dict:
        given = super().clean() or {}
        first, last = given.get("starts_on"), given.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", "截止日期不能早于起始日期，请改正其中一个")
        if given.get("is_target") and given.get("is_ordinal"):
            self.add_error("is_target", "“是目标”和“是名次”只能选一样")
        return given

    @property
    def stated(self) -> dict[str, Any]:
        given = {name: self.cleaned_data[name] for name in FIELDS}
        return {**given, "value_hedge": given["value_hedge"] or "exact"}

    @property
    def evidence(self) -> dict[str, Any]:
        """What is added now; empty where nothing is."""
        given = {
            "text": self.cleaned_data["words"],
            **{name: self.cleaned_data[name] for name in ("meeting", "activity", "file")},
        }
        return given if any(given.values()) else {}

    @property
    def removed(self) -> list[OutcomeEvidence]:
        return [self.known[key] for key in self.cleaned_data["gone"]]


def initial_of(outcome: Outcome) -> dict:
    fields: dict[str, Any] = {name: getattr(outcome, name) for name in (*FIELDS, "version")}
    fields["kind"] = str(outcome.kind.uuid)
    fields["value"] = f"{outcome.value.normalize():f}"
    return fields
