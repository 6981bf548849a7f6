"""What the verbs of the ledger ask."""

from django.utils import timezone

from apps.core.admin import ChoiceField, DateField, LongTextField, SwitchField, VerbForm
from apps.inspections.choices import RecheckOutcome


class RecheckForm(VerbForm):
    outcome = ChoiceField(label="结果", choices=[("", "请选择"), *RecheckOutcome.choices])
    held_on = DateField(label="复核日期", error_messages={"required": "请填写复核日期"})
    findings = LongTextField(
        label="复核意见", required=False, max_length=1000, help_text="退回的必须写明还差什么"
    )
    closes = SwitchField(label="通过的同时销号", required=False)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.initial = {"held_on": timezone.localdate(), "closes": True}


class ReasonForm(VerbForm):
    note = LongTextField(
        label="原因",
        max_length=500,
        help_text="单位会看到",
        error_messages={"required": "请写明撤销的原因"},
    )
