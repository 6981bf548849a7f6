"""One juror's view of a jury: each candidate with his own sheet, or why he stands aside."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import timezone

from apps.juries.conflicts import conflicts_of
from apps.juries.models import Candidate, Juror, Jury, Sheet


@dataclass(frozen=True)
class Place:
    candidate: Candidate
    sheet: Sheet | None
    conflict: str
    is_open: bool

    @property
    def may_write(self) -> bool:
        return self.is_open and not self.conflict and not self.candidate.left_on

    @property
    def is_handed_in(self) -> bool:
        return bool(self.sheet and self.sheet.handed_in_at)

    @property
    def is_waiting(self) -> bool:
        return self.may_write and not self.is_handed_in

    @property
    def why_not(self) -> str:
        if self.conflict:
            return f"您{self.conflict}，按规定回避，不用评这一项"
        if self.candidate.left_on:
            return "这一项已退出评审，不用评"
        return "评审已经截止，评分表只能查看"

    @property
    def state(self) -> tuple[str, str]:
        """Words and tone of the badge."""
        if self.conflict:
            return "回避", "warn"
        if self.candidate.left_on:
            return "已退出", "plain"
        if self.is_handed_in:
            return "已交", "good"
        if not self.is_open:
            return "没有交", "plain"
        return ("写了一部分", "warn") if self.sheet else ("未评", "warn")

    @property
    def total(self):
        return sum(score.points for score in self.sheet.scores.all()) if self.sheet else None


@dataclass(frozen=True)
class Desk:
    juror: Juror
    places: Sequence[Place]
    colleagues: Sequence[Juror]

    @property
    def waiting(self) -> list[Place]:
        return [place for place in self.places if place.is_waiting]

    @property
    def handed_in(self) -> int:
        return sum(place.is_handed_in for place in self.places)

    @property
    def asked(self) -> int:
        """How many sheets are this juror's to write."""
        return sum(not (place.conflict or place.candidate.left_on) for place in self.places)

    def place_of(self, candidate: Candidate) -> Place:
        return next(place for place in self.places if place.candidate.pk == candidate.pk)


def desk_of(jury: Jury, user) -> Desk:
    """In a fixed number of queries. An anonymous jury names no colleague."""
    seats = list(jury.jurors.select_related("person", "unit"))
    juror = next(seat for seat in seats if seat.person and seat.person.user_id == user.pk)
    candidates = list(jury.candidates.select_related("organisation__unit"))
    conflicts = conflicts_of([juror], candidates, timezone.localdate())
    sheets = juror.sheets.prefetch_related("scores__criterion")
    written = {sheet.candidate_id: sheet for sheet in sheets}
    is_open = jury.takes_sheets_on(timezone.localdate())
    places = [
        Place(c, written.get(c.pk), conflicts.get((juror.pk, c.pk), ""), is_open)
        for c in candidates
    ]
    return Desk(juror, places, [] if jury.scheme.is_anonymous else seats)
