"""A branch of ten near the end of its term, and a renewal at any place of its way."""

from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from django.utils import timezone

from apps.branches.choices import Post
from apps.branches.models import Organisation, Person, Term
from apps.branches.services import begin_term
from apps.core.lifecycle import advance
from apps.core.periods import months_after
from apps.elections import services
from apps.elections.choices import ElectionBody, PaperKind
from apps.elections.choices import RenewalStatus as Status
from apps.elections.entries import CandidateEntry, ResultEntry, SeatEntry
from apps.elections.models import Election, Renewal, RenewalPaper
from apps.elections.services import PaperEntry
from tests import cast

SIZE = 10


@dataclass
class Body:
    organisation: Organisation
    term: Term
    people: list[Person]
    today: date

    @property
    def held_on(self) -> date:
        return self.today - timedelta(days=3)


def make_body(organisation: Organisation, *, ends_in: int = 60, size: int = SIZE) -> Body:
    """A term of three years with so many days left, and full members who may elect."""
    today = timezone.localdate()
    starts_on = months_after(today + timedelta(days=ends_in), -36)
    term = begin_term(
        organisation=organisation,
        starts_on=starts_on,
        term_years=3,
        ends_on=today + timedelta(days=ends_in),
    )
    people = [cast.make_member(organisation) for _ in range(size)]
    return Body(organisation, term, people, today)


@pytest.fixture
def body(city) -> Body:
    return make_body(city.branch)


def paper(body: Body, **given) -> PaperEntry:
    return PaperEntry(
        **{"dated_on": body.held_on, "title": "材料", "doc_no": "财〔2026〕1号"} | given
    )


def result(body: Body, **given) -> ResultEntry:
    """Three members of four candidates, then the first of them as secretary by the committee."""
    ayes = (9, 8, 7, 3)
    members = tuple(
        CandidateEntry(person, Post.COMMITTEE_MEMBER, votes, is_elected=number < 3)
        for number, (person, votes) in enumerate(zip(body.people, ayes, strict=False))
    )
    chosen = CandidateEntry(body.people[0], Post.SECRETARY, 3, is_elected=True)
    stated = {
        "held_on": body.held_on,
        "body": ElectionBody.MEETING,
        "entitled": 10,
        "present": 9,
        "ballots": 9,
        "seats": (
            SeatEntry(Post.COMMITTEE_MEMBER, 3),
            SeatEntry(Post.SECRETARY, 1, by_committee=True, present=3),
        ),
        "candidates": (*members, chosen),
    }
    return ResultEntry(**stated | given)


def renewal_in(status: Status, body: Body, **given) -> Renewal:
    """On its way up to `status`, by the services themselves."""
    renewal = services.open_renewal(term=body.term, by=None)
    if status == Status.DUE:
        return renewal
    renewal = services.notify_body(renewal=renewal, by=None)
    if status == Status.NOTIFIED:
        return renewal
    renewal = services.ask_renewal(
        renewal=renewal,
        planned_on=body.term.ends_on,
        body=ElectionBody.MEETING,
        seats=3,
        paper=paper(body, title="换届请示"),
        by=None,
    )
    if status == Status.REQUESTED:
        return renewal
    renewal = services.approve_renewal(renewal=renewal, paper=paper(body), by=None)
    if status == Status.APPROVED:
        return renewal
    services.add_paper(renewal=renewal, kind=PaperKind.CANDIDATES, entry=paper(body), by=None)
    renewal = advance(renewal, "approve_list", by=None)
    if status == Status.LIST_APPROVED:
        return renewal
    entry = result(body, **given)
    services.record_election(renewal=renewal, entry=entry, report=paper(body), by=None)
    renewal.refresh_from_db()
    return renewal if status == Status.HELD else confirm(renewal, body)


def confirm(renewal: Renewal, body: Body, **given) -> Renewal:
    stated = {"in_office_on": body.held_on, "term_years": 3, "paper": paper(body), "by": None}
    return services.confirm_result(renewal=renewal, **stated | given)


def by_election(body: Body, *, by=None, **given) -> Election:
    """补选 with its request and the approval of it; the report is added afterwards."""
    asked = body.held_on - timedelta(days=20)
    stated = {
        "entry": result(body),
        "request": paper(body, dated_on=asked),
        "approval": paper(body, dated_on=asked + timedelta(days=5), doc_no="市直工委〔2026〕9号"),
    }
    return services.record_by_election(term=body.term, by=by, **stated | given)


def report(election: Election, body: Body, *, by=None) -> RenewalPaper:
    return services.add_by_election_paper(
        election=election, kind=PaperKind.REPORT, entry=paper(body), by=by
    )
