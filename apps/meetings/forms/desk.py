"""学习重点下发: what the staff write, and to whom."""

from datetime import date
from typing import Any, cast

from django.core.exceptions import ValidationError
from django.utils import timezone

from apps.branches.areas import Area, areas
from apps.branches.models import Unit
from apps.core.admin import ChoiceField, EditForm, ManyChoicesField, ManyRowsField
from apps.core.periods import Cycle, Period
from apps.meetings.models import StudyTopic

EVERYBODY = "all"
MONTHS_AHEAD = 3


class StudyTopicForm(EditForm):
    """`audience` are parts of the city such as zones; they become units when the topic is saved.
    `user` is set by the desk.
    """

    user: Any = None

    of_month = ChoiceField(label="学习月份", choices=lambda: _months())
    audience = ManyChoicesField(label="发给谁", required=False, help_text="可同时选几个联系片")
    chosen_units = ManyRowsField(
        label="另选单位",
        queryset=Unit.objects.none(),
        required=False,
        help_text="输入名称查找；联系片以外再单独发给的单位",
    )

    class Meta:
        model = StudyTopic
        fields = ("title", "source", "text")

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.areas: list[Area] = areas(self.user, timezone.localdate())
        audience = cast(ManyChoicesField, self.fields["audience"])
        audience.choices = [(EVERYBODY, "全部单位"), *((a.key, a.label) for a in self.areas)]
        chosen_units = cast(ManyRowsField, self.fields["chosen_units"])
        chosen_units.queryset = Unit.objects.filter(dissolved_on=None)
        if self.instance.pk:
            self._show_stored()
        else:
            self.fields["of_month"].initial = _month_of(timezone.localdate())
            self.fields["audience"].initial = [EVERYBODY]

    def _show_stored(self) -> None:
        stored = Period.containing(self.instance.month, Cycle.MONTH)
        choices = dict([(stored.key, stored.label), *_months()])
        of_month = cast(ChoiceField, self.fields["of_month"])
        of_month.choices, of_month.initial = sorted(choices.items()), stored.key
        if self.instance.is_for_all:
            self.fields["audience"].initial = [EVERYBODY]
            return
        units = {a.unit_id for a in self.instance.addressees.all()}
        inside = {area.key: _units_of(area) for area in self.areas}
        whole = {key for key, members in inside.items() if members and members <= units}
        self.fields["audience"].initial = sorted(whole)
        covered = set().union(*(inside[key] for key in whole))
        self.fields["chosen_units"].initial = sorted(units - covered)

    def clean_of_month(self) -> date:
        return Period.parse(self.cleaned_data["of_month"]).start

    def clean(self):
        cleaned = super().clean()
        if not (cleaned.get("audience") or cleaned.get("chosen_units")):
            self.add_error("audience", "请选择发给谁：全部单位、联系片或单位")
        return cleaned

    def addressed(self) -> dict:
        """What the service asks for: everybody, or these units."""
        asked = set(self.cleaned_data["audience"])
        if EVERYBODY in asked:
            return {"is_for_all": True}
        keys = {unit.pk for unit in self.cleaned_data["chosen_units"]}
        for area in self.areas:
            if area.key in asked:
                keys |= _units_of(area)
        if not keys:
            raise ValidationError({"audience": "选中的联系片还没有成员单位，请另选"})
        return {"is_for_all": False, "units": Unit.objects.filter(pk__in=keys)}


def _month_of(day: date) -> str:
    return Period.containing(day, Cycle.MONTH).key


def _months() -> list[tuple[str, str]]:
    """From last month on; a topic of an old month would reach nobody."""
    month = Period.containing(timezone.localdate(), Cycle.MONTH).previous
    found = []
    for _ in range(MONTHS_AHEAD + 2):
        found.append((month.key, month.label))
        month = Period.containing(month.end, Cycle.MONTH)
    return found


def _units_of(area: Area) -> set[int]:
    return set(Unit.objects.filter(pk__in=area.units).values_list("pk", flat=True))
