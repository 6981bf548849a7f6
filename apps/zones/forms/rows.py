"""Rows of the plan and of the record. An empty row is no row."""

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple, cast

from django import forms

from apps.branches.models import Unit
from apps.core.forms import CleanForm
from apps.core.models.spans import day_in_words
from apps.core.quantities import Qualifier
from apps.meetings.forms.rows import DayInput, RowSet, styled
from apps.meetings.models import Meeting
from apps.sixlights.models import Activity, Lecturer
from apps.zones.accounts import Asked, Collected, Host, Lectured, Reported, Shown, Spoken
from apps.zones.choices import DemandKind

__all__ = ["DayInput", "RowSet", "styled"]
MOST_ROWS = 60


class KeyedChoice(forms.ChoiceField):
    """One of the rows that the form knows; addressed by uuid, answered as the row or None."""

    def __init__(self, *, blank: str = "请选择", **kwargs) -> None:
        super().__init__(**{"required": False, **kwargs})
        self.blank = blank
        self._rows: dict[str, Any] = {}

    def offer(self, rows: Iterable[Any], words: Callable[[Any], str] = str) -> None:
        self._rows = {str(row.uuid): row for row in rows}
        self.choices = [("", self.blank), *((key, words(row)) for key, row in self._rows.items())]

    def clean(self, value):
        key = super().clean(value)
        return self._rows.get(key)


def dated(row: Meeting | Activity) -> str:
    """Many records have the same title; the day tells them apart."""
    held_on = row.held_on if isinstance(row, Meeting) else row.starts_on
    return f"{day_in_words(held_on)} {row}"


class UnitField(KeyedChoice):
    def __init__(self, **kwargs) -> None:
        super().__init__(**{"label": "单位", **kwargs})
        self.widget.attrs["data-picker"] = ""


def hedge_choice(label: str = "确切程度") -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=Qualifier.choices, required=False)


def open_list(label: str) -> forms.BooleanField:
    return forms.BooleanField(label=label, required=False)


def hedge_of(is_open: bool) -> Qualifier:
    return Qualifier.OPEN if is_open else Qualifier.EXACT


class Row(CleanForm):
    def __init__(
        self, *args, units: list[Unit], lecturers: Iterable[Lecturer] = (), **kwargs
    ) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field, UnitField):
                field.offer(units)
            elif isinstance(field, KeyedChoice):
                field.offer(lecturers)
        styled(self)


class SpokenRow(Row):
    """Whoever spoke is named by his unit, his name or both."""

    unit = UnitField()
    speaker = forms.CharField(label="姓名", max_length=50, required=False)

    def clean(self) -> dict:
        cleaned = super().clean() or {}
        if not cleaned.get("unit") and not cleaned.get("speaker"):
            self.add_error("unit", "请选择单位，或者写明是谁说的")
        return cleaned


class HostRow(Row):
    unit = UnitField(label="承办单位", required=True, error_messages={"required": "请选择承办单位"})
    provides = forms.CharField(label="提供的场地和服务", max_length=200, required=False)

    def entry(self) -> Host:
        return Host(**self.cleaned_data)


class LectureRow(Row):
    lecturer = KeyedChoice(
        label="宣讲团成员", required=True, error_messages={"required": "请选择宣讲团成员"}
    )
    topic = forms.CharField(label="宣讲题目", max_length=200, required=False)

    def entry(self) -> Lectured:
        return Lectured(**self.cleaned_data)


class SpeechRow(SpokenRow):
    topic = forms.CharField(
        label="发言题目", max_length=200, error_messages={"required": "请填写发言题目"}
    )
    field_order = ("topic", "unit", "speaker")

    def entry(self) -> Spoken:
        return Spoken(**self.cleaned_data)


class SuggestionRow(SpokenRow):
    text = forms.CharField(
        label="意见建议",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "请填写意见建议的内容"},
    )
    field_order = ("text", "unit", "speaker")

    def entry(self) -> Collected:
        return Collected(**self.cleaned_data)


class DemandRow(Row):
    gist = forms.CharField(
        label="要点",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "请填写要点"},
    )
    kind = forms.ChoiceField(label="类别", choices=DemandKind.choices, initial=DemandKind.DEMAND)
    speaker = forms.CharField(label="讲话人", max_length=50, required=False)

    def entry(self) -> Asked:
        return Asked(**self.cleaned_data)


class PracticeRow(Row):
    name = forms.CharField(
        label="做法（品牌）名称", max_length=100, error_messages={"required": "请填写做法的名称"}
    )
    unit = UnitField(label="所属单位")
    gist = forms.CharField(
        label="要点", max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def entry(self) -> Shown:
        return Shown(**self.cleaned_data)


class PublicationRow(Row):
    title = forms.CharField(
        label="报道标题", max_length=200, error_messages={"required": "请填写报道的标题"}
    )
    medium = forms.CharField(
        label="媒体", max_length=80, error_messages={"required": "请填写登在哪里"}
    )
    published_on = forms.DateField(
        label="发布日期", widget=DayInput, error_messages={"required": "请填写发布日期"}
    )
    address = forms.URLField(label="网址", max_length=500, required=False, assume_scheme="https")

    def entry(self) -> Reported:
        return Reported(**self.cleaned_data)


class Section(NamedTuple):
    """`ready` rows stand there without JavaScript."""

    prefix: str
    title: str
    row: type[Row]
    ready: int


HOSTS = Section("hosts", "承办单位", HostRow, 3)
SECTIONS = (
    Section("lectures", "宣讲", LectureRow, 2),
    Section("speeches", "交流发言", SpeechRow, 4),
    Section("demands", "要求与部署", DemandRow, 3),
    Section("practices", "展示的做法", PracticeRow, 4),
    Section("suggestions", "意见建议", SuggestionRow, 6),
    Section("publications", "报道", PublicationRow, 2),
)


def row_set(
    section: Section,
    *,
    data,
    initial: list[dict],
    units: list[Unit],
    lecturers: Iterable[Lecturer] = (),
) -> RowSet:
    offered = {"units": units, "lecturers": lecturers}
    spare = max(section.ready - len(initial), 1)
    made = forms.formset_factory(
        section.row, formset=RowSet, extra=spare, max_num=MOST_ROWS, absolute_max=MOST_ROWS + 10
    )
    rows = cast(RowSet, made(data, prefix=section.prefix, initial=initial, form_kwargs=offered))
    rows.title = section.title
    return rows
