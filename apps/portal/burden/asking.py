"""The forms that branches fill, the fields that each asks, and how long that takes."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.conf import settings
from django.db import models

from apps.branches.forms import RequestForm
from apps.branches.models import MembershipRequest
from apps.core.forms import CleanForm
from apps.meetings.forms import MeetingForm, TalkForm
from apps.meetings.models import Meeting, Talk
from apps.sixlights.forms.activities import ActivityForm
from apps.sixlights.forms.bookings import BookingForm
from apps.sixlights.forms.honours import HonourForm
from apps.sixlights.models import Activity, BaseBooking, Honour


@dataclass(frozen=True)
class Question:
    """A field as a person meets it; one that is not required is passed over with a glance."""

    label: str
    is_required: bool
    kind: str

    @property
    def seconds(self) -> int:
        return settings.BURDEN_SECONDS[self.kind if self.is_required else "glance"]


@dataclass(frozen=True)
class Asking:
    """`model` holds the records that the form makes, by `organisation` and `created_at`."""

    label: str
    form: type[CleanForm]
    model: type[models.Model]

    @property
    def questions(self) -> list[Question]:
        return list(_questions(self.form))

    @property
    def required(self) -> list[Question]:
        return [one for one in self.questions if one.is_required]

    @property
    def optional(self) -> list[Question]:
        return [one for one in self.questions if not one.is_required]

    @property
    def minutes(self) -> Decimal:
        """For one record, to a tenth of a minute."""
        seconds = sum(one.seconds for one in self.questions)
        return (Decimal(seconds) / 60).quantize(Decimal("0.1"))


ASKINGS = (
    Asking("会议记录", MeetingForm, Meeting),
    Asking("谈心谈话", TalkForm, Talk),
    Asking("主题行动活动", ActivityForm, Activity),
    Asking("预约主题党日活动基地", BookingForm, BaseBooking),
    Asking("荣誉", HonourForm, Honour),
    Asking("党员变动申请", RequestForm, MembershipRequest),
)


def _questions(form: type[CleanForm]) -> Iterator[Question]:
    fields: dict[str, Any] = form.base_fields
    for name, field in fields.items():
        if not field.widget.is_hidden:
            yield Question(str(field.label or name), field.required, kind_of(field))


def kind_of(field: forms.Field) -> str:
    """How a field is answered: by choosing, with a day, a number, some words or a text."""
    match field:
        case forms.ChoiceField() | forms.ModelChoiceField() | forms.BooleanField():
            return "choice"
        case forms.FileField():
            return "file"
        case forms.DateField() | forms.TimeField() | forms.DateTimeField():
            return "day"
        case forms.IntegerField():
            return "number"
        case forms.CharField(widget=forms.Textarea()):
            return "text"
    return "words"
