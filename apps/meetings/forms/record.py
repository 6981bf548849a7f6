"""The one-page record (handbook 3.3): parses what was typed into a Sitting; rules are checked there."""

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import cast

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils import timezone

from apps.branches.models import Person
from apps.core.forms import OnceForm
from apps.meetings.choices import (
    ABSENT,
    KINDS_OF,
    WITH_LECTURER,
    WITH_REVIEW,
    AttendanceStatus,
    MinutesStyle,
)
from apps.meetings.forms import following
from apps.meetings.forms.files import FilesField
from apps.meetings.forms.lectures import with_lecture
from apps.meetings.forms.problems import Problem, problems_of
from apps.meetings.forms.review import REVIEW_FIELDS, totals_of
from apps.meetings.forms.rows import (
    SECTIONS,
    ClockInput,
    DayInput,
    LecturerField,
    PersonField,
    RowSet,
    offer_people,
    row_set,
    styled,
    votes_field,
)
from apps.meetings.models import Resolution
from apps.meetings.roll import Roll, RollEntry
from apps.meetings.sitting import Absence, Sitting, Topic, check

# Without these a sitting cannot even be stated.
NEEDED = {"held_on", "started", "ended", "chair", "recorder"}


class MeetingForm(OnceForm):
    """`roll` is that of the posted day; `others` are people whom the stored record names;
    `followed` are the earlier resolutions whose state is asked.

    `sketch` is what can be read of a form that is not valid yet; `sitting` what a valid one states.
    """

    held_on = forms.DateField(
        label="日期",
        widget=DayInput,
        error_messages={"required": "请填写会议日期"},
        input_formats=["%Y-%m-%d", "%Y年%m月%d日", "%Y.%m.%d", "%Y/%m/%d"],
    )
    started = forms.TimeField(
        label="开始",
        widget=ClockInput,
        error_messages={"required": "请填写开始时间", "invalid": "时间写成 14:30"},
    )
    ended = forms.TimeField(
        label="结束",
        widget=ClockInput,
        error_messages={"required": "请填写结束时间", "invalid": "时间写成 15:30"},
    )
    place = forms.CharField(label="地点", max_length=100, required=False)
    chair = PersonField(
        label="主持人",
        required=True,
        is_keyed=True,
        error_messages={"required": "请选择主持人"},
    )
    chair_reason = forms.CharField(
        label="代为主持的原因", max_length=100, required=False, help_text="不是书记主持时填写"
    )
    recorder = PersonField(
        label="记录人", required=True, error_messages={"required": "请选择记录人"}
    )
    first_topic = forms.CharField(
        label="第一议题", max_length=200, required=False, help_text="学习了什么，如讲话、文件的名称"
    )
    lecturer = LecturerField(label="主讲人", is_keyed=True)
    hours = forms.DecimalField(
        label="学时", min_value=0, max_value=99, max_digits=4, decimal_places=1, required=False
    )
    minutes = forms.CharField(
        label="会议记录",
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="可不填，提交后还可以补",
    )
    minutes_style = forms.ChoiceField(
        label="记录方式", choices=MinutesStyle.choices, required=False
    )
    excellent = votes_field("优秀")
    qualified = votes_field("合格")
    basically_qualified = votes_field("基本合格")
    unqualified = votes_field("不合格")
    attachments = FilesField(
        label="附件",
        required=False,
        help_text="可不传。照片会去掉拍摄地点等信息；单个文件不超过 10 MB",
    )
    version = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)

    def __init__(
        self,
        data=None,
        files=None,
        *,
        roll: Roll,
        others: tuple[Person, ...] = (),
        rows: dict[str, list[dict]] | None = None,
        followed: Sequence[Resolution] = (),
        complete: bool = True,
        **kwargs,
    ) -> None:
        super().__init__(data, files, **kwargs)
        self.roll, self.complete = roll, complete
        self.sketch: Sitting | None = None
        self.sitting: Sitting | None = None
        self.section_errors: dict[str, list[str]] = {}
        self._drop_fields_of_other_kinds()
        for entry in roll.entries:
            self._add_attendee(entry)
        self.ask_about(followed)
        people = [*(e.person for e in roll.entries), *others]
        offer_people(self, people, roll)
        styled(self)
        self.sections = self._build_sections(people, rows or {})

    def _drop_fields_of_other_kinds(self) -> None:
        """A field that the kind of meeting does not have is not asked."""
        unused = [] if self.roll.kind in WITH_LECTURER else ["lecturer", "hours"]
        unused += [] if self.roll.kind in WITH_REVIEW else REVIEW_FIELDS
        for name in unused:
            del self.fields[name]

    def _add_attendee(self, entry: RollEntry) -> None:
        key = entry.person.uuid
        self.fields[f"present-{key}"] = forms.BooleanField(
            label=str(entry.person), required=False, initial=True
        )
        self.fields[f"absence-{key}"] = forms.ChoiceField(
            label=f"{entry.person}缺席的原因",
            choices=[(s.value, s.label) for s in ABSENT],
            required=False,
            widget=forms.RadioSelect,
        )
        self.fields[f"reason-{key}"] = forms.CharField(
            label=f"{entry.person}缺席的说明", required=False, max_length=100
        )

    def _build_sections(self, people: list[Person], rows: dict) -> dict[str, RowSet]:
        kinds = [k for k in KINDS_OF[self.roll.organisation.kind] if k != self.roll.kind]
        data = self.data if self.is_bound else None
        return {
            prefix: row_set(
                prefix,
                row,
                ready,
                data=data,
                initial=rows.get(prefix, []),
                row_kwargs={"people": people, "roll": self.roll, "kinds": kinds},
            )
            for prefix, row, _, ready in SECTIONS
        }

    def attendees(self) -> list[dict]:
        """What the grid draws for each person of the roll."""
        return [
            {
                "entry": entry,
                "present": self[f"present-{entry.person.uuid}"],
                "absence": self[f"absence-{entry.person.uuid}"],
                "reason": self[f"reason-{entry.person.uuid}"],
            }
            for entry in self.roll.entries
        ]

    def ask_about(self, followed: Sequence[Resolution]) -> None:
        """Draw the questions of a form that was sent without an answer to them."""
        self.followed = followed
        following.add_questions(self, followed)

    def follow_ups(self) -> list[dict]:
        return following.questions(self, self.followed)

    def is_valid(self) -> bool:
        """Fields, rows and rules: then `sitting` holds what was stated."""
        return super().is_valid() and self.sitting is not None and not self.section_errors

    @property
    def stated(self) -> Sitting:
        """The sitting of a valid form."""
        if self.sitting is None:
            raise ValueError("the form does not state a sitting")
        return self.sitting

    def accept_version(self, version: int) -> None:
        """Having seen both versions, the editor may save over the stored one."""
        self.take_new_key(version=str(version))

    def clean(self) -> dict:
        super().clean()
        cleaned = self.cleaned_data
        newcomers = self._newcomers()
        if newcomers:
            names = "、".join(str(p) for p in newcomers)
            self.add_error(
                "held_on",
                f"按这一天的名册，应到人员还有{names}。已列入名单，请核对出席情况后再保存",
            )
        rows_are_valid = all(section.is_valid() for section in self.sections.values())
        if set(cleaned) >= NEEDED:
            # Rules are told together with the fields, so that nobody corrects in two rounds.
            self.sketch = self._sitting(self._absences())
            self._tell_rules(self.sketch)
            self.sitting = self.sketch if rows_are_valid else None
        return cleaned

    def _newcomers(self) -> list[Person]:
        """People on the roll of the posted day whom the page did not show: nobody was asked."""
        shown = set(cast(QueryDict, self.data).getlist("rolled"))
        return [e.person for e in self.roll.entries if str(e.person.uuid) not in shown]

    def _tell_rules(self, sitting: Sitting) -> None:
        try:
            check(sitting, self.roll, complete=self.complete)
        except ValidationError as error:
            for name, messages in error.message_dict.items():
                self._place_error(name, messages)

    def _place_error(self, name: str, messages: list[str]) -> None:
        """At the field, or at the section; a field with an error of its own needs no second one."""
        if name not in self.fields:
            self.section_errors[name] = messages
        elif name not in self.errors and name.replace("reason-", "absence-") not in self.errors:
            self.add_error(name, messages)

    def _absences(self) -> dict[int, Absence]:
        absences = {}
        for entry in self.roll.entries:
            key = entry.person.uuid
            if self.cleaned_data[f"present-{key}"]:
                continue
            status = self.cleaned_data.get(f"absence-{key}", "")
            if not status and self.complete:
                self.add_error(f"absence-{key}", f"{entry.person}没有出席，请选择原因")
            absences[entry.person.pk] = Absence(
                AttendanceStatus(status or AttendanceStatus.OTHER),
                self.cleaned_data.get(f"reason-{key}", ""),
            )
        return absences

    def _sitting(self, absences: dict[int, Absence]) -> Sitting:
        given = self.cleaned_data
        return Sitting(
            kind=self.roll.kind,
            started_at=_moment(given["held_on"], given["started"]),
            ended_at=_moment(given["held_on"], given["ended"]),
            place=given.get("place", ""),
            chair=given["chair"],
            chair_reason=given.get("chair_reason", ""),
            recorder=given["recorder"],
            topics=self._topics(),
            absences=absences,
            guests=self.sections["guests"].entries(),
            speeches=self.sections["speeches"].entries(),
            ballots=self.sections["votes"].entries(),
            decisions=self.sections["decisions"].entries(),
            follow_ups=following.answers(given, self.followed),
            review=totals_of(given),
            minutes=given.get("minutes", ""),
            minutes_style=MinutesStyle(given.get("minutes_style") or MinutesStyle.SUMMARY),
        )

    def _topics(self) -> tuple[Topic, ...]:
        """R-MTG-13: what stands in the first line is the first topic; without it there is none."""
        further = list(self.sections["topics"].entries())
        first = self.cleaned_data.get("first_topic", "")
        topics = [Topic(first, is_first_topic=True)] if first else []
        topics += further
        if "lecturer" in self.fields:
            topics = with_lecture(topics, self.roll.kind, self.cleaned_data)
        return tuple(topics)

    def problems(self) -> list[Problem]:
        return problems_of(self, self.section_errors, self.sections.values())


def _moment(day: date, clock: time) -> datetime:
    return timezone.make_aware(datetime.combine(day, clock))
