"""What is typed of an election, before it is stored."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from apps.branches.choices import Post
from apps.branches.models import Person
from apps.elections.choices import ElectionBody
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

    def of(self, post: Post) -> Iterator[CandidateEntry]:
        return (candidate for candidate in self.candidates if candidate.post == post)
