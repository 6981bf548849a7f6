"""What the staff say before a division is proposed."""

from collections.abc import Mapping
from datetime import date
from typing import Any, cast

from django import forms
from django.utils import timezone

from apps.branches.models import Unit
from apps.core import policy
from apps.core.admin import ChoiceField, DateField, ManyRowsField, SwitchField, TextField
from apps.core.forms import CleanForm
from apps.zones.candidates import latest_zones, numbered
from apps.zones.division import Rules
from apps.zones.models import ZoneMembership

SPREAD = "zone_size_spread"


class DivisionForm(CleanForm):
    """The year, its convening units and what the proposal is to heed."""

    year = ChoiceField(label="年度")
    starts_on = DateField(
        label="执行日期", required=False, help_text="留空为这一年1月1日；年中重新划分填当天"
    )
    convening = ManyRowsField(
        label="召集单位",
        queryset=Unit.objects.none(),
        help_text="选几个召集单位就划几个片；原来的召集单位保留片号",
        error_messages={"required": "请选择召集单位：选几个就划几个片"},
    )
    spread = TextField(
        label="规模差距不超过（%）",
        max_length=3,
        help_text="最大片与最小片相差多少；规模是单位、党组织、党员三项占比的平均",
    )
    keeps_former = SwitchField(
        label="尽量保留原来的划分",
        required=False,
        help_text="不选时按业务系统重新划分",
    )

    def __init__(self, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data or _standard())
        this_year = timezone.localdate().year
        years = [(str(year), f"{year}年") for year in (this_year, this_year + 1)]
        cast(ChoiceField, self.fields["year"]).choices = years
        field = cast(ManyRowsField, self.fields["convening"])
        field.queryset = Unit.objects.existing_on(timezone.localdate())

    def clean_year(self) -> int:
        return int(self.cleaned_data["year"])

    def clean_spread(self) -> int:
        typed = self.cleaned_data["spread"]
        if not (typed.isascii() and typed.isdigit() and int(typed) <= 100):
            raise forms.ValidationError("规模差距写成0到100的整数，如 10")
        return int(typed)

    def clean(self):
        cleaned = super().clean()
        year = cleaned.get("year")
        if year and not cleaned.get("starts_on"):
            cleaned["starts_on"] = date(year, 1, 1)
        elif year and cleaned["starts_on"].year != year:
            self.add_error("starts_on", f"执行日期要在{year}年之内，请改执行日期或年度")
        return cleaned

    def convening_units(self) -> list[Unit]:
        """By number."""
        return numbered(self.cleaned_data["convening"], self.cleaned_data["year"])

    def rules(self, convening: list[Unit]) -> Rules:
        return Rules(
            [unit.pk for unit in convening],
            self.cleaned_data["spread"] / 100,
            self.cleaned_data["keeps_former"],
        )

    def asked(self) -> list[tuple[str, object]]:
        """Name and value of everything asked, to be sent along with a placement."""
        return [
            ("year", self.cleaned_data["year"]),
            ("starts_on", self.cleaned_data["starts_on"].isoformat()),
            *(("convening", unit.pk) for unit in self.cleaned_data["convening"]),
            ("spread", self.cleaned_data["spread"]),
            *([("keeps_former", "on")] if self.cleaned_data["keeps_former"] else []),
        ]


def _standard() -> dict[str, Any]:
    """The next year that is not divided yet, as the last one was."""
    today = timezone.localdate()
    is_divided = ZoneMembership.objects.filter(zone__year=today.year).exists()
    year = today.year + 1 if is_divided else today.year
    return {
        "year": str(year),
        "convening": [zone.convening_unit_id for zone in latest_zones(year)],
        "spread": str(policy.count(SPREAD)),
        "keeps_former": "on",
    }
