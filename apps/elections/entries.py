"""What is typed of an election, before it is stored."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from apps.branches.choices import Post
from apps.branches.models import Person
from apps.elections.choices import ElectionBody
from apps.elections.models import Election
from apps.meetings.models import Meeting


@dataclass(frozen=True)
class SeatEntry:
    """`present` counts the members of the new committee where it elects by itself."""

    post: Post
    seats: int
    by_committee: bool = False
    present: int | None = None


@dataclass(frozen=True)
class CandidateEntry:
    person: Person
    post: Post
    ayes: int
    is_elected: bool = False
    duty: str = ""


@dataclass(frozen=True)
class ResultEntry:
    held_on: date
    body: ElectionBody
    entitled: int
    present: int
    ballots: int
    seats: tuple[SeatEntry, ...]
    candidates: tuple[CandidateEntry, ...]
    meeting: Meeting | None = None

    def stated(self) -> dict[str, Any]:
        """The fields of the sitting itself, as a form shows them."""
        names = ("held_on", "body", "entitled", "present", "ballots")
        known = {name: getattr(self, name) for name in names}
        return known | {"meeting": self.meeting and self.meeting.uuid}

    def rows(self) -> dict[str, list[dict[str, Any]]]:
        return {
            "seats": [vars(seat) for seat in self.seats],
            "candidates": [vars(one) | {"person": one.person.uuid} for one in self.candidates],
        }

    def of(self, post: Post) -> Iterator[CandidateEntry]:
        return (candidate for candidate in self.candidates if candidate.post == post)


def entry_of(election: Election) -> ResultEntry:
    """What is stored, as it would be typed."""
    return ResultEntry(
        held_on=election.held_on,
        body=ElectionBody(election.body),
        entitled=election.entitled,
        present=election.present,
        ballots=election.ballots,
        meeting=election.meeting,
        seats=tuple(
            SeatEntry(Post(row.post), row.seats, row.by_committee, row.present)
            for row in election.seat_rows.all()
        ),
        candidates=tuple(
            CandidateEntry(one.person, Post(one.post), one.ayes, one.is_elected, one.duty)
            for one in election.candidates.select_related("person")
        ),
    )
