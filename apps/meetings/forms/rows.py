"""Rows of the record form: topics, guests, speeches, votes and resolutions. An empty row is no row."""

from collections.abc import Callable, Iterable
from typing import cast

from django import forms
from django.urls import reverse

from apps.branches.models import Person
from apps.core.forms import CleanForm
from apps.meetings.choices import MeetingKind
from apps.meetings.roll import Roll
from apps.meetings.sitting import Ballot, Decision, GuestEntry, SpeechEntry, Topic


class DayInput(forms.DateInput):
    input_type = "date"

    def __init__(self, attrs=None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


class ClockInput(forms.TimeInput):
    input_type = "time"

    def __init__(self, attrs=None) -> None:
        super().__init__(attrs, format="%H:%M")


class NameInput(forms.TextInput):
    """Proposes people while somebody types, and takes any other name."""

    def get_context(self, name, value, attrs):
        proposing = {"data-propose": reverse("branches:person_find"), "autocomplete": "off"}
        return super().get_context(name, value, {**(attrs or {}), **proposing})


class NameInList(str):
    """The label of an option that carries the pinyin of the name."""

    pinyin: str

    @classmethod
    def of(cls, person: Person) -> "NameInList":
        label = cls(person)
        label.pinyin = person.pinyin
        return label


class PersonSelect(forms.Select):
    """A long list is looked through by name and pinyin (static/js/picker.js)."""

    def create_option(self, name, value, label, *args, **kwargs):
        option = super().create_option(name, value, label, *args, **kwargs)
        if isinstance(label, NameInList):
            option["attrs"]["data-pinyin"] = label.pinyin
        return option


class PersonField(forms.ChoiceField):
    """One of the people whom the form knows; addressed by uuid, answered as a Person or None.

    The pinyin of a person stands in the page once, on the options of the `is_keyed` field.
    """

    widget = PersonSelect

    def __init__(self, *, is_keyed: bool = False, **kwargs) -> None:
        super().__init__(**{"required": False, **kwargs})
        self.is_keyed = is_keyed
        self.widget.attrs["data-picker"] = ""
        self._people: Callable[[], Iterable[Person]] = tuple

    def offer(self, people: Callable[[], Iterable[Person]]) -> None:
        """`people` is called when the field is drawn or somebody is chosen, not before."""
        self._people = people
        self.choices = self._offered

    def clean(self, value) -> Person | None:
        key = super().clean(value)
        return next((p for p in self._people() if str(p.uuid) == key), None) if key else None

    def _offered(self) -> list[tuple[str, str]]:
        # Nobody is chosen by default: the first name of the list would be a wrong record.
        blank = ("", "请选择" if self.required else "—")
        label = NameInList.of if self.is_keyed else str
        return [blank, *((str(person.uuid), label(person)) for person in self._people())]


class LecturerField(PersonField):
    """Offers more than the roll (R-MTG-05)."""


def styled(form: forms.Form) -> None:
    """Bootstrap's classes for the widgets that are drawn by themselves."""
    for field in form.fields.values():
        if isinstance(field.widget, forms.Select):
            field.widget.attrs.setdefault("class", "form-select")
        elif not isinstance(field.widget, forms.CheckboxInput | forms.RadioSelect):
            field.widget.attrs.setdefault("class", "form-control")


def offer_people(form: forms.Form, people: list[Person], roll: Roll) -> None:
    for field in form.fields.values():
        if isinstance(field, LecturerField):
            field.offer(lambda: dict.fromkeys([*people, *roll.leaders_above]))
        elif isinstance(field, PersonField):
            field.offer(lambda: people)


class Row(CleanForm):
    def __init__(self, *args, people: list[Person], roll: Roll, kinds=(), **kwargs) -> None:
        super().__init__(*args, **kwargs)
        offer_people(self, people, roll)
        if "kind" in self.fields:
            kind = cast(forms.ChoiceField, self.fields["kind"])
            kind.choices = [("", "不另计入"), *((k.value, k.label) for k in kinds)]
        styled(self)


class TopicRow(Row):
    topic = forms.CharField(
        label="议题", max_length=200, error_messages={"required": "请填写议题内容"}
    )
    kind = forms.ChoiceField(label="同时计入", required=False)
    lecturer = LecturerField(label="主讲人")

    def entry(self) -> Topic:
        kind = self.cleaned_data["kind"]
        return Topic(
            topic=self.cleaned_data["topic"],
            kind=MeetingKind(kind) if kind else "",
            lecturer=self.cleaned_data["lecturer"],
        )


class GuestRow(Row):
    name = forms.CharField(
        label="姓名",
        max_length=50,
        error_messages={"required": "请填写列席人姓名"},
        widget=NameInput,
    )
    post = forms.CharField(label="职务", max_length=80, required=False)
    reason = forms.CharField(label="列席事由", max_length=100, required=False)

    def entry(self) -> GuestEntry:
        return GuestEntry(**self.cleaned_data)


class SpeechRow(Row):
    person = PersonField(
        label="发言人", required=False, error_messages={"required": "请选择发言人"}
    )
    gist = forms.CharField(
        label="发言要点",
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "请填写发言要点"},
    )

    def clean_person(self) -> Person:
        if not self.cleaned_data["person"]:
            raise forms.ValidationError("请选择发言人")
        return self.cleaned_data["person"]

    def entry(self) -> SpeechEntry:
        return SpeechEntry(**self.cleaned_data)


def votes_field(label: str, *, required: bool = False) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        min_value=0,
        max_value=9999,
        required=required,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
        error_messages={"required": f"请填写{label}票数", "invalid": "票数写成数字"},
    )


class BallotRow(Row):
    matter = forms.CharField(
        label="表决事项", max_length=200, error_messages={"required": "请填写表决事项"}
    )
    ayes = votes_field("赞成", required=True)
    nays = votes_field("反对")
    abstentions = votes_field("弃权")

    def entry(self) -> Ballot:
        return Ballot(
            self.cleaned_data["matter"],
            self.cleaned_data["ayes"],
            self.cleaned_data["nays"] or 0,
            self.cleaned_data["abstentions"] or 0,
        )


class KeptKey(forms.UUIDField):
    """Which stored row the words replace; by itself it does not make a row."""

    widget = forms.HiddenInput

    def has_changed(self, initial, data) -> bool:
        return False


class DecisionRow(Row):
    text = forms.CharField(
        label="决议",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "请填写决议内容"},
    )
    owner = PersonField(label="责任人")
    due_on = forms.DateField(label="完成期限", required=False, widget=DayInput)
    key = KeptKey(label="决议编号", required=False)

    def entry(self) -> Decision:
        return Decision(**self.cleaned_data)


class RowSet(forms.BaseFormSet):
    """Emptying a row that was stored before removes it, so none of them counts as initial.

    With a `title` its problems say in which section and row they are.
    """

    title = ""

    def initial_form_count(self) -> int:
        return 0 if self.is_bound else super().initial_form_count()

    def entries(self) -> tuple:
        return tuple(f.entry() for f in self.forms if f.has_changed() and f.is_valid())


# Prefix, row and how many rows stand ready, where speeches are asked alone.
SPEECHES = ("speeches", SpeechRow, 3)
# Prefix, row, title and how many rows stand ready without JavaScript.
SECTIONS = (
    ("topics", TopicRow, "议题", 4),
    ("guests", GuestRow, "列席人员", 3),
    ("speeches", SpeechRow, "发言要点", 4),
    ("votes", BallotRow, "表决", 2),
    ("decisions", DecisionRow, "决议", 3),
)


def row_set(
    prefix: str, row: type[CleanForm], ready: int, *, data, initial: list[dict], row_kwargs: dict
) -> RowSet:
    spare = max(ready - len(initial), 1)
    made = forms.formset_factory(row, formset=RowSet, extra=spare, max_num=30, absolute_max=40)
    return cast(RowSet, made(data, prefix=prefix, initial=initial, form_kwargs=row_kwargs))
