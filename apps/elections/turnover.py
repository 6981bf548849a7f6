"""After an election: terms and posts change on their days; roles and visibility follow the posts."""

from collections.abc import Iterable
from datetime import date

from django.core.exceptions import ValidationError

from apps.branches.choices import COMMITTEE_POSTS, SECRETARY_POSTS, Post
from apps.branches.models import Appointment, Organisation, Person, Term
from apps.branches.services import (
    appoint,
    begin_term,
    close_term,
    end_appointment,
    let_former_read,
)
from apps.branches.services.terms import years_after
from apps.core.lifecycle import StepRefused
from apps.core.models.spans import day_in_words
from apps.elections.choices import ELECTED_POSTS
from apps.elections.models import Election, ElectionCandidate, Renewal


def begin_new_term(renewal: Renewal) -> None:
    """Close the old term on the day of the election, begin the next one and fill its posts."""
    election, old = renewal.elections.standing().get(), renewal.term
    try:
        close_term(term=old, on=election.held_on)
        new = begin_term(
            organisation=old.organisation,
            starts_on=election.held_on,
            term_years=renewal.next_term_years or old.term_years,
        )
        for appointment in _held(old.organisation, election.in_office_on):
            end_appointment(appointment=appointment, on=election.in_office_on)
        _appoint_all(election, new)
        let_former_read(organisation=old.organisation, ended_on=election.in_office_on)
    except ValidationError as refusal:
        raise StepRefused(refusal.messages) from None
    renewal.next_term, renewal.held_on = new, election.held_on
    renewal.save(update_fields=["next_term", "held_on", "updated_at"])


def fill_seats(election: Election, term: Term) -> None:
    """A by-election: who was elected takes office; a new secretary ends the old one's post."""
    if term.closed_on and term.closed_on <= election.held_on:
        raise StepRefused(
            f"{term}已于{day_in_words(term.closed_on)}换届，{day_in_words(election.held_on)}不能在这一届补选"
        )
    try:
        _appoint_all(election, term)
        ended_on = election.in_office_on or election.held_on
        let_former_read(organisation=term.organisation, ended_on=ended_on)
    except ValidationError as refusal:
        raise StepRefused(refusal.messages) from None


def posts_won(election: Election) -> list[tuple[Person, Post]]:
    return winners(election.candidates.select_related("person"))


def winners(candidates: Iterable[ElectionCandidate]) -> list[tuple[Person, Post]]:
    """Who gets which post: his work where it is known, and nobody is plain member beside a higher
    post."""
    won: dict[Person, list[Post]] = {}
    for candidate in candidates:
        if candidate.is_elected:
            won.setdefault(candidate.person, []).append(Post(candidate.duty or candidate.post))
    return [
        (person, post)
        for person, posts in won.items()
        for post in dict.fromkeys(posts)
        if post != Post.COMMITTEE_MEMBER or len(set(posts)) == 1
    ]


def first_end(term: Term) -> date:
    """When the term ends by its length, before any extension."""
    return years_after(term.starts_on, term.term_years)


def _held(organisation: Organisation, day: date) -> list[Appointment]:
    """Elected posts of the old term that go on beyond the day."""
    posts = organisation.appointments.filter(post__in=ELECTED_POSTS).ending_after(day)
    held = list(posts.select_related("person", "organisation"))
    if late := next((p for p in held if p.valid_to is not None or p.valid_from >= day), None):
        span = f"{late.valid_from}任职" + (f"、{late.valid_to}免职" if late.valid_to else "")
        raise StepRefused(
            f"{late}已登记为{span}，与{day}起任职的新一届重叠。请先更正这条任职，或改任职日期"
        )
    return held


def _appoint_all(election: Election, term: Term) -> None:
    """The secretary last: his predecessor's post ends with it."""
    since = election.in_office_on or election.held_on
    order = {post: number for number, post in enumerate((*COMMITTEE_POSTS, *SECRETARY_POSTS[::-1]))}
    for person, post in sorted(posts_won(election), key=lambda won: order[won[1]]):
        appoint(
            person=person,
            organisation=term.organisation,
            post=post,
            since=since,
            term=term,
        )
