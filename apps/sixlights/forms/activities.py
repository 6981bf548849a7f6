"""The form of an activity: it asks what the chosen items count, and nothing that is known."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Any, cast

from django import forms
from django.http import QueryDict
from django.utils import timezone

from apps.branches.models import Person
from apps.core.forms import OnceForm
from apps.core.quantities import Qualifier
from apps.meetings.forms.rows import DayInput, styled
from apps.meetings.models import Meeting
from apps.sixlights.choices import KnownFrom, MetricKind
from apps.sixlights.entries import Count, Entry, LecturerEntry
from apps.sixlights.models import CampaignItem, ItemMetric, Lecturer, Metric
from apps.sixlights.services import said_by

BETWEEN = re.compile(r"[,，、\t（(]+")
MAX_NAME, MAX_OFFICE = 50, 60
SMALL = 32767
WHOLE, TENTH = "1", "0.01"


class ActivityForm(OnceForm):
    """`meeting` tells day, title, place and who came; `people` are the members to choose from."""

    title = forms.CharField(
        label="活动名称", max_length=120, error_messages={"required": "请填写活动名称"}
    )
    starts_on = forms.DateField(
        label="日期", widget=DayInput, error_messages={"required": "请填写活动日期"}
    )
    place = forms.CharField(label="地点", max_length=100, required=False)
    minutes = forms.IntegerField(
        label="每人讲多少分钟", required=False, min_value=1, max_value=SMALL
    )
    form = forms.ChoiceField(label="形式", required=False, widget=forms.RadioSelect)
    members = forms.MultipleChoiceField(
        label="主讲人", required=False, widget=forms.CheckboxSelectMultiple
    )
    corps = forms.MultipleChoiceField(
        label="宣讲团成员", required=False, widget=forms.CheckboxSelectMultiple
    )
    others = forms.CharField(
        label="其他主讲人",
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="一行一人，写成：姓名，科室或单位。给上面的党员注明科室也写在这里",
    )
    text = forms.CharField(
        label="活动情况", required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    ends_on = forms.DateField(
        label="结束日期", widget=DayInput, required=False, help_text="当天结束的不用填"
    )
    is_day_open = forms.BooleanField(label="只知道大致时间，在这两天之间", required=False)
    series = forms.CharField(
        label="系列名称", max_length=60, required=False, help_text="如 组工讲坛"
    )
    number = forms.IntegerField(label="第几期", required=False, min_value=1, max_value=SMALL)
    edition = forms.IntegerField(
        label="第几届", required=False, min_value=1, max_value=SMALL, help_text="首届填 1"
    )
    version = forms.IntegerField(
        widget=forms.HiddenInput, min_value=1, required=False, label="版本"
    )

    def __init__(
        self,
        *args,
        items: Iterable[CampaignItem],
        people: Iterable[Person],
        corps: Iterable[Lecturer],
        meeting: Meeting | None = None,
        stored: Entry | None = None,
        **kwargs,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.items, self.meeting, self.stored = tuple(items), meeting, stored
        self.people = {str(p.uuid): p for p in people}
        self.lecturers = {str(one.uuid): one for one in corps}
        self._leave_out_known()
        self._ask_of_items()
        self.metrics = metrics_of(self.items, meeting)
        for metric in self.metrics:
            self.fields[f"count_{metric.code}"] = _number(metric)
            self.fields[f"hedge_{metric.code}"] = _hedge(metric)
        styled(self)

    def _leave_out_known(self) -> None:
        if self.meeting:
            for name in ("title", "starts_on", "place", "ends_on", "is_day_open"):
                del self.fields[name]

    def _ask_of_items(self) -> None:
        """Only what one of the chosen items has."""
        choices = dict.fromkeys(form for item in self.items for form in item.forms)
        if choices:
            field = cast(forms.ChoiceField, self.fields["form"])
            field.choices = [(form, form) for form in choices]
        else:
            del self.fields["form"]
        if not any(item.asks_minutes for item in self.items):
            del self.fields["minutes"]
        if not any(item.has_lecturers for item in self.items):
            for name in ("members", "corps", "others"):
                del self.fields[name]
            return
        self._offer("members", self.people)
        self._offer("corps", self.lecturers)

    def _offer(self, name: str, known: dict[str, Any]) -> None:
        if known:
            field = cast(forms.MultipleChoiceField, self.fields[name])
            field.choices = [(key, str(one)) for key, one in known.items()]
        else:
            del self.fields[name]

    @property
    def counted(self) -> Iterator[tuple[forms.BoundField, forms.BoundField]]:
        """Number and hedge of each countable, as the page draws them."""
        for metric in self.metrics:
            yield self[f"count_{metric.code}"], self[f"hedge_{metric.code}"]

    def clean_starts_on(self):
        day = self.cleaned_data["starts_on"]
        if day > timezone.localdate():
            raise forms.ValidationError("日期还没有到，活动以后再登记")
        return day

    def clean_others(self) -> list[LecturerEntry]:
        lines = cast(str, self.cleaned_data["others"]).split("\n")
        return [self._named(line.strip()) for line in lines if line.strip()]

    def _named(self, line: str) -> LecturerEntry:
        name, *rest = [part.strip(" )）") for part in BETWEEN.split(line, maxsplit=1)]
        office = rest[0] if rest else ""
        if not name:
            raise forms.ValidationError(f"“{line}”没有写姓名，请写成：姓名，科室或单位")
        if len(name) > MAX_NAME or len(office) > MAX_OFFICE:
            raise forms.ValidationError(
                f"“{line[:12]}…”太长：姓名最多 {MAX_NAME} 个字，科室或单位最多 {MAX_OFFICE} 个字"
            )
        same = [person for person in self.people.values() if person.name == name]
        return LecturerEntry(name, office, same[0] if len(same) == 1 else None)

    @property
    def entry(self) -> Entry:
        """Of a valid form."""
        given = self.cleaned_data
        columns: dict[str, Any] = {
            name: given[name]
            for name in (
                *("title", "starts_on", "ends_on", "is_day_open", "place", "minutes", "form"),
                *("series", "number", "edition", "text"),
            )
            if name in given
        }
        known: dict[str, Any] = said_by(self.meeting) if self.meeting else {}
        parts: dict[str, Any] = {
            "items": self.items,
            "counts": tuple(self._counts()),
            "lecturers": tuple(self._lecturers()),
        }
        if self.stored:
            return replace(self.stored, **{**known, **columns, **parts})
        return Entry(**{**known, **columns, **parts})

    def _counts(self) -> Iterator[Count]:
        asked = {metric.pk for metric in self.metrics}
        for count in self.stored.counts if self.stored else ():
            # Numbers of items that are not asked for any more stay what they were.
            if count.metric.pk not in asked:
                yield count
        for metric in self.metrics:
            value = self.cleaned_data.get(f"count_{metric.code}")
            if value is not None:
                hedge = self.cleaned_data.get(f"hedge_{metric.code}") or Qualifier.EXACT
                yield Count(metric, Decimal(value), Qualifier(hedge))

    def _lecturers(self) -> list[LecturerEntry]:
        """Ticked and written: whoever stands in both is one, with the office that was written."""
        given = self.cleaned_data
        written = given.get("others") or []
        with_office = {one.person.pk for one in written if one.person}
        ticked = [self.people[key] for key in given.get("members", ())]
        found = [LecturerEntry(p.name, person=p) for p in ticked if p.pk not in with_office]
        chosen = [self.lecturers[key] for key in given.get("corps", ())]
        taken = {p.pk for p in ticked} | with_office
        found += [_of_corps(one) for one in chosen if one.person_id not in taken]
        return [*found, *written]

    def accept_version(self, version: int) -> None:
        answers = cast(QueryDict, self.data).copy()
        answers["version"] = str(version)
        self.data = answers


def metrics_of(items: Iterable[CampaignItem], meeting: Meeting | None) -> list[Metric]:
    """What the items ask for, each once; a record of a meeting knows some of it."""
    uses = ItemMetric.objects.filter(item__in=[i.pk for i in items], is_asked=True)
    metrics = dict.fromkeys(u.metric for u in uses.select_related("metric").order_by("order"))
    if meeting is None:
        return list(metrics)
    return [metric for metric in metrics if metric.known_from == KnownFrom.NOTHING]


def initial_of(entry: Entry) -> dict[str, Any]:
    """What the form of a stored activity shows first."""
    initial: dict[str, Any] = {
        name: getattr(entry, name)
        for name in (
            *("title", "starts_on", "ends_on", "is_day_open", "place", "minutes", "form"),
            *("series", "number", "edition", "text"),
        )
    }
    for count in entry.counts:
        initial[f"count_{count.metric.code}"] = f"{count.value.normalize():f}"
        initial[f"hedge_{count.metric.code}"] = count.hedge
    plain = [one for one in entry.lecturers if not one.office]
    initial["members"] = [str(one.person.uuid) for one in plain if one.person]
    of_corps = [one for one in entry.lecturers if one.lecturer]
    initial["corps"] = [str(one.lecturer.uuid) for one in of_corps if one.lecturer]
    written = [
        one
        for one in entry.lecturers
        if one not in of_corps and not (one.person and not one.office)
    ]
    initial["others"] = "\n".join(f"{o.name}，{o.office}" if o.office else o.name for o in written)
    return initial


def _of_corps(one: Lecturer) -> LecturerEntry:
    office = str(one.unit) if one.unit else ""
    return LecturerEntry(one.name, office, one.person, one)


def _number(metric: Metric) -> forms.DecimalField:
    is_whole = metric.kind == MetricKind.WHOLE
    return forms.DecimalField(
        label=str(metric),
        required=False,
        min_value=0,
        max_digits=14,
        decimal_places=0 if is_whole else 2,
        widget=forms.NumberInput(
            attrs={"inputmode": "decimal", "step": WHOLE if is_whole else TENTH}
        ),
    )


def _hedge(metric: Metric) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=f"{metric.name}的确切程度",
        required=False,
        choices=Qualifier.choices,
        initial=Qualifier.EXACT,
    )
