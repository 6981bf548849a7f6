"""A secretary's office: its term, and what goes over to the next secretary."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import cast
from uuid import UUID

from django import forms
from django.conf import settings
from django.db.models import OuterRef, Subquery

from apps.branches.choices import SECRETARY_POSTS, Post
from apps.branches.models import Appointment, Organisation, Person, Term
from apps.core.forms import OnceForm
from apps.core.periods import Period
from apps.duties import todo
from apps.duties.engine import survey
from apps.duties.todo import Entry
from apps.meetings.choices import MeetingStatus
from apps.meetings.following import to_follow
from apps.meetings.forms.rows import DayInput, PersonField, styled
from apps.meetings.models import Meeting, Resolution

UNFINISHED = (MeetingStatus.DRAFT, MeetingStatus.RETURNED)


@dataclass(frozen=True)
class Office:
    """A secretary's post that is held, or was handed over and may still be looked into."""

    post: Appointment
    term_ends_on: date | None
    today: date
    term_key: UUID | None = None

    @property
    def is_over(self) -> bool:
        return not self.post.holds_on(self.today)

    @property
    def may_hand_over(self) -> bool:
        return not self.is_over and self.post.post == Post.SECRETARY

    @property
    def days_left(self) -> int | None:
        """Days up to the end of the term, told from the day on which it is time to prepare."""
        if self.term_ends_on is None or self.is_over:
            return None
        days = (self.term_ends_on - self.today).days
        return days if days <= settings.DESK_TERM_DAYS else None

    @property
    def days_over(self) -> int:
        return max(0, -(self.days_left or 0))


def offices_of(user, today: date) -> list[Office]:
    """One query: the posts and the end of the term of each body."""
    open_terms = Term.objects.filter(organisation=OuterRef("organisation"), closed_on=None)
    rows = (
        Appointment.objects.opening_on(today)
        .filter(person__user=user, post__in=SECRETARY_POSTS)
        .annotate(
            term_ends_on=Subquery(open_terms.values("ends_on")[:1]),
            term_key=Subquery(open_terms.values("uuid")[:1]),
        )
        .select_related("organisation")
        .order_by("organisation__path", "valid_from")
    )
    return [Office(post, post.term_ends_on, today, post.term_key) for post in rows]


@dataclass(frozen=True)
class Estate:
    """What the next secretary finds on his desk."""

    due: list[Entry]
    unfinished: list[Meeting]
    resolutions: list[Resolution]
    term: Term | None


def estate_of(organisation: Organisation, today: date) -> Estate:
    surveyed = survey([organisation.pk], Period.year(today.year), today=today)
    records = organisation.meetings.filter(status__in=UNFINISHED).order_by("-held_on")
    return Estate(
        [e for body, duties in surveyed for e in todo.urgent(todo.entries(body, duties, today))],
        list(records),
        to_follow(organisation, on=today),
        organisation.terms.current(today).first(),
    )


def candidates(organisation: Organisation, today: date) -> Iterable[Person]:
    """The members of a branch; of a committee, whoever holds a post in it or below."""
    if organisation.is_branch:
        members = organisation.memberships.valid_on(today).full().values("person")
        return Person.objects.filter(pk__in=members)
    posts = Appointment.objects.valid_on(today).filter(
        organisation__path__startswith=organisation.path
    )
    return Person.objects.filter(pk__in=posts.values("person"))


class HandoverForm(OnceForm):
    successor = PersonField(
        label="接任书记", required=True, error_messages={"required": "请选择接任书记"}
    )
    takes_over_on = forms.DateField(
        label="交接日期",
        widget=DayInput,
        error_messages={
            "required": "请填写交接日期",
            "invalid": "日期写成 2026-11-20 或 2026年11月20日",
        },
        help_text="从这一天起由接任书记登记和提交",
    )
    reason = forms.CharField(label="交接原因", max_length=200, required=False, help_text="可不填")

    def __init__(self, *args, people: Iterable[Person], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        cast(PersonField, self.fields["successor"]).offer(lambda: people)
        styled(self)
