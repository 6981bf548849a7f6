from typing import cast

from django import forms

from apps.branches.models import Unit
from apps.core.quantities import Qualifier
from apps.sixlights.models import ThemeDayBase
from apps.zones.accounts import Plan
from apps.zones.forms.rows import (
    HOSTS,
    DayInput,
    KeyedChoice,
    hedge_of,
    open_list,
    row_set,
    styled,
)
from apps.zones.forms.sections import SectionedForm
from apps.zones.models import ZoneActivity


class PlanForm(SectionedForm):
    """What the zone is going to do: theme, days, place, hosts."""

    part_of = KeyedChoice(
        label="所属全市活动",
        blank="不是，本片自己的活动",
        help_text="属于各片集中开展的，选一下就行",
    )
    title = forms.CharField(
        label="活动名称", max_length=120, error_messages={"required": "请填写活动名称"}
    )
    theme = forms.CharField(
        label="主题", max_length=200, required=False, help_text="发出通知前要填"
    )
    starts_on = forms.DateField(
        label="开始日期", widget=DayInput, error_messages={"required": "请填写开始日期"}
    )
    ends_on = forms.DateField(
        label="结束日期", widget=DayInput, required=False, help_text="只有一天的不用填"
    )
    place = forms.CharField(
        label="地点", max_length=100, required=False, help_text="发出通知前要填"
    )
    base = KeyedChoice(label="主题党日活动基地", blank="不在基地")
    plan = forms.CharField(
        label="活动安排",
        max_length=5000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="日程、要求，通知里各单位都能看到",
    )
    hosts_open = open_list("承办单位还没有列全（等）")

    def __init__(
        self,
        data=None,
        *,
        units: list[Unit],
        rounds: list[ZoneActivity],
        bases: list[ThemeDayBase],
        rows: list[dict] | None = None,
        **kwargs,
    ) -> None:
        super().__init__(data, **kwargs)
        for name, offered in (("part_of", rounds), ("base", bases)):
            if offered:
                cast(KeyedChoice, self.fields[name]).offer(offered)
            else:
                del self.fields[name]
        styled(self)
        self.fields["hosts_open"].widget.attrs["class"] = "form-check-input"
        self.sections = {"hosts": row_set(HOSTS, data=data, initial=rows or [], units=units)}

    def clean(self) -> dict:
        cleaned = super().clean() or {}
        first, last = cleaned.get("starts_on"), cleaned.get("ends_on")
        cleaned["ends_on"] = last or first
        if first and last and last < first:
            self.add_error("ends_on", "结束日期不能早于开始日期，请改正其中一个")
        return cleaned

    @property
    def stated(self) -> Plan:
        given = self.cleaned_data
        names = ("title", "theme", "starts_on", "ends_on", "place", "plan")
        return Plan(
            **{name: given[name] for name in names},
            base=given.get("base"),
            part_of=given.get("part_of"),
            hosts=self.sections["hosts"].entries(),
            hosts_hedge=hedge_of(given["hosts_open"]),
        )


def initial_of(activity: ZoneActivity) -> tuple[dict, list[dict]]:
    """Fields and host rows of a stored plan, as the form takes them."""
    names = ("title", "theme", "starts_on", "ends_on", "place", "plan", "version")
    fields = {name: getattr(activity, name) for name in names}
    fields["part_of"] = str(activity.part_of.uuid) if activity.part_of else ""
    fields["base"] = str(activity.base.uuid) if activity.base else ""
    fields["hosts_open"] = activity.hosts_hedge == Qualifier.OPEN
    rows = [
        {"unit": str(host.unit.uuid), "provides": host.provides}
        for host in activity.hosts.select_related("unit")
    ]
    return fields, rows
