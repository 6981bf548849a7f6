"""Questions of the desk about rules and waivers."""

from typing import cast

from django import forms

from apps.core.admin import ChoiceField, DateField, EditForm, TextField, VerbForm
from apps.core.forms import CleanForm
from apps.core.periods import Period
from apps.duties.models import DutyRule, Waiver
from apps.duties.services import REVISABLE
from apps.indicators import catalogue


class DutyRuleForm(EditForm):
    """A rule is never rewritten: what is saved here is its next version."""

    indicator = ChoiceField(
        label="指标", choices=lambda: [(i.key, i.label) for i in catalogue.offered()]
    )
    starts_on = DateField(
        label="新版生效日期",
        required=False,
        help_text="此日之前开始的期间仍按原版计算，此日起开始的期间按新版计算",
    )

    # A form that is only tried is never taken as valid: nothing is saved.
    is_trial = False

    class Meta:
        model = DutyRule
        fields = ("code", "key", *REVISABLE, "valid_from")

    def is_valid(self) -> bool:
        return super().is_valid() and not self.is_trial

    def stored(self) -> DutyRule | None:
        """The version that is changed; None for a new rule."""
        return DutyRule.objects.filter(pk=self.instance.pk).first() if self.instance.pk else None

    def trial(self) -> DutyRule:
        """The rule as it is typed, not saved."""
        values = {name: getattr(self.instance, name) for name in ("code", "key", *REVISABLE)}
        starts_on = self.cleaned_data.get("starts_on") or self.instance.valid_from
        return DutyRule(**values, valid_from=starts_on)

    def clean(self):
        cleaned = super().clean()
        if self.instance.pk and not cleaned.get("starts_on"):
            self.add_error("starts_on", "请填写新版生效日期：从哪一天起按新规则计算")
        return cleaned


class WaiverForm(EditForm):
    """A duty is waived for one of its periods, with a reason."""

    duty_key = ChoiceField(label="事项", choices=lambda: _duties())
    period = TextField(
        label="期间", max_length=7, help_text="按月的写 2026-09，按季度的写 2026Q3，按年的写 2026"
    )

    class Meta:
        model = Waiver
        fields = ("organisation", "duty_key", "reason")

    def clean_period(self) -> Period:
        try:
            return Period.parse(self.cleaned_data["period"])
        except ValueError as error:
            raise forms.ValidationError(str(error)) from None


class ReminderFilter(CleanForm):
    """Which organisations to remind, and of what."""

    within = forms.TypedChoiceField(
        label="期限",
        choices=[
            ("-1", "已过期限的"),
            ("0", "今天到期和已过期限的"),
            ("3", "3 天内到期和已过期限的"),
            ("7", "7 天内到期和已过期限的"),
            ("15", "15 天内到期和已过期限的"),
            ("45", "45 天内到期和已过期限的"),
        ],
        coerce=int,
        widget=forms.Select(attrs={"class": "form-select"}),
    )
    duty_key = forms.ChoiceField(
        label="事项",
        required=False,
        choices=lambda: [("", "全部事项"), *_duties()],
        widget=forms.Select(attrs={"class": "form-select"}),
    )
    area = forms.ChoiceField(
        label="联系片", required=False, widget=forms.Select(attrs={"class": "form-select"})
    )

    def __init__(self, *args, areas, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ChoiceField, self.fields["area"]).choices = [
            ("", "全部联系片"),
            *((area.key, area.label) for area in areas),
        ]


class ApproveForm(VerbForm):
    """Asks nothing: the page shows whom and what it concerns."""


def _duties() -> list[tuple[str, str]]:
    rules = DutyRule.objects.filter(valid_to=None).order_by("code", "key")
    return [(rule.key, f"{rule.name}（{rule.get_cycle_display()}）") for rule in rules]
