"""Elections of the demonstration city that are over: at the end of terms, and within them."""

import random
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil

from apps.branches.choices import SECRETARY_POSTS, Post
from apps.elections.choices import (
    DUTIES,
    ElectionBody,
    ElectionKind,
    ElectionStatus,
    ExtensionStatus,
    PaperKind,
    RenewalStatus,
)
from apps.elections.models import (
    Election,
    ElectionCandidate,
    ElectionSeat,
    Renewal,
    RenewalPaper,
    TermExtension,
)
from apps.portal.city.bodies import Body
from apps.portal.city.plan import Plan
from apps.portal.city.tables import Tables

Officer = tuple[int, Post]
NOTICED, REQUESTED, APPROVED, LISTED, CONFIRMED = (
    timedelta(days=days) for days in (-170, -45, -38, -12, 5)
)
PAPERS = (
    (PaperKind.NOTICE, "关于做好{}换届工作的提醒函", NOTICED),
    (PaperKind.REQUEST, "关于{}换届的请示", REQUESTED),
    (PaperKind.APPROVAL, "关于同意{}换届的批复", APPROVED),
    (PaperKind.CANDIDATES, "{}换届候选人预备人选名单", LISTED),
    (PaperKind.REPORT, "关于{}换届选举结果的报告", timedelta()),
    (PaperKind.RESULT_APPROVAL, "关于{}换届选举结果的批复", CONFIRMED),
)
TURNOUT_LEAST = 0.85
EXTENDED_BY = timedelta(days=300)


@dataclass(frozen=True)
class Turnover:
    """A term that ended with an election, and who took office in the next one."""

    body: Body
    term: int
    title: str
    held_on: date
    next_term: int
    next_years: int
    officers: list[Officer]


@dataclass(frozen=True)
class Replaced:
    """A secretary who was elected within a term (R-TERM-07)."""

    body: Body
    term: int
    person: int
    held_on: date


@dataclass(frozen=True)
class Extended:
    """A term that runs on with an approval."""

    term: int
    ended_on: date

    @property
    def until(self) -> date:
        return self.ended_on + EXTENDED_BY


class Turnovers:
    def __init__(self, plan: Plan, tables: Tables) -> None:
        self.plan, self.tables = plan, tables
        self.rng: random.Random = plan.stream("turnovers")
        self.number = 0

    def write(
        self,
        turnovers: Iterable[Turnover],
        replaced: Iterable[Replaced],
        extended: Iterable[Extended],
    ) -> None:
        """Only what lies inside the years of the city is told."""
        for turnover in turnovers:
            if turnover.held_on >= self.plan.start and turnover.officers:
                self._turnover(turnover)
        for one in replaced:
            if one.held_on >= self.plan.start:
                self._by_election(one)
        for extension in extended:
            self._extension(extension)

    def _turnover(self, turnover: Turnover) -> None:
        held = turnover.held_on
        confirmed = min(held + CONFIRMED, self.plan.until)
        renewal = self.tables[Renewal].add(
            term_id=turnover.term,
            status=RenewalStatus.CONFIRMED.value,
            planned_on=held,
            seats=len(turnover.officers),
            next_term_years=turnover.next_years,
            next_term_id=turnover.next_term,
            noticed_on=held + NOTICED,
            requested_on=held + REQUESTED,
            approved_on=held + APPROVED,
            list_approved_on=held + LISTED,
            held_on=held,
            confirmed_on=confirmed,
        )
        for kind, title, after in PAPERS:
            self.tables[RenewalPaper].add(
                renewal_id=renewal,
                kind=kind.value,
                title=title.format(turnover.title)[:120],
                dated_on=min(held + after, self.plan.until),
            )
        election, present = self._election(
            turnover.term, turnover.body, held, ElectionKind.GENERAL, renewal
        )
        self._ballots(election, turnover, present)

    def _election(
        self, term: int, body: Body, held: date, kind: ElectionKind, renewal: int | None = None
    ) -> tuple[int, int]:
        """Its key, and how many were there."""
        entitled = len(electors(body, held))
        present = max(ceil(entitled * self.rng.uniform(TURNOUT_LEAST, 1)), 1)
        present = min(present, entitled)
        self.number += 1
        key = self.tables[Election].add(
            term_id=term,
            renewal_id=renewal,
            kind=kind.value,
            body=ElectionBody.MEETING.value,
            held_on=held,
            entitled=entitled,
            present=present,
            ballots=present,
            status=ElectionStatus.CONFIRMED.value,
            in_office_on=held,
            doc_no=f"市直工委组〔{held.year}〕{self.number}号",
        )
        return key, present

    def _ballots(self, election: int, turnover: Turnover, present: int) -> None:
        """The meeting elects the committee with a surplus, the committee its secretaries; where
        there is none, the meeting elects the secretary."""
        officers = turnover.officers
        if len(officers) == 1:
            self._ballot(election, Post.SECRETARY, officers, present)
            return
        self._ballot(election, Post.COMMITTEE_MEMBER, officers, present)
        for person in self._others(turnover, ceil(len(officers) / 5)):
            self._candidate(election, person, Post.COMMITTEE_MEMBER, present // 4)
        for post in SECRETARY_POSTS:
            if elected := [(person, held) for person, held in officers if held == post]:
                self._ballot(election, post, elected, len(officers), by_committee=True)

    def _ballot(
        self,
        election: int,
        post: Post,
        elected: list[Officer],
        present: int,
        *,
        by_committee: bool = False,
    ) -> None:
        self.tables[ElectionSeat].add(
            election_id=election,
            post=post.value,
            seats=len(elected),
            by_committee=by_committee,
            present=present if by_committee else None,
        )
        for person, held in elected:
            duty = held.value if held in DUTIES and post == Post.COMMITTEE_MEMBER else ""
            ayes = present - self.rng.randint(0, present // 10)
            self._candidate(election, person, post, ayes, is_elected=True, duty=duty)

    def _candidate(self, election: int, person: int, post: Post, ayes: int, **given) -> None:
        self.tables[ElectionCandidate].add(
            election_id=election, person_id=person, post=post.value, ayes=ayes, **given
        )

    def _others(self, turnover: Turnover, number: int) -> list[int]:
        """Who stood and was not elected."""
        officers = {person for person, _ in turnover.officers}
        there = electors(turnover.body, turnover.held_on)
        return [person for person in there if person not in officers][:number]

    def _by_election(self, one: Replaced) -> None:
        election, present = self._election(
            one.term, one.body, one.held_on, ElectionKind.BY_ELECTION
        )
        self._ballot(election, Post.SECRETARY, [(one.person, Post.SECRETARY)], present)

    def _extension(self, extension: Extended) -> None:
        decided = extension.ended_on - timedelta(days=20)
        self.number += 1
        self.tables[TermExtension].add(
            term_id=extension.term,
            ended_on=extension.ended_on,
            asked_until=extension.until,
            reason="单位机构改革，领导班子还没有配齐",
            status=ExtensionStatus.APPROVED.value,
            doc_no=f"市直工委组〔{decided.year}〕{self.number}号",
            decided_on=decided,
        )


def electors(body: Body, day: date) -> list[int]:
    """R-VOTE-05: full members with a vote, at and below a body."""
    return [
        spell.person
        for branch in body.branches()
        for spell in branch.members.on(day)
        if spell.is_full and spell.has_vote
    ]
