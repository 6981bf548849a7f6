"""Conflict of interest: nobody marks what is his own unit's.

Derived from rows on every call, so that no transfer and no new post can be forgotten.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from apps.branches.models import Appointment, Membership, Organisation
from apps.juries.models import Candidate, Juror

# (juror key, candidate key) → why, in words that go on after the juror's name.
Conflicts = dict[tuple[int, int], str]


def conflicts_of(jurors: Iterable[Juror], candidates: Iterable[Candidate], day: date) -> Conflicts:
    """Two queries, however many there are; candidates come with their organisation."""
    found: Conflicts = {}
    known, at = list(jurors), list(candidates)
    places = _places_of([j.person_id for j in known if j.person_id], day)
    for juror in known:
        for candidate in at:
            reason = _reason(juror, candidate.organisation, places[juror.person_id or 0])
            if reason:
                found[juror.pk, candidate.pk] = reason
    return found


def _places_of(people: list[int], day: date) -> dict[int, list[tuple[str, Organisation]]]:
    """Where each person is a member or holds a post on the day."""
    places: dict[int, list[tuple[str, Organisation]]] = defaultdict(list)
    for word, model in (("组织关系", Membership), ("任职", Appointment)):
        rows = model.objects.valid_on(day).filter(person__in=people)
        for row in rows.select_related("organisation__unit"):
            places[row.person_id].append((word, row.organisation))
    return places


def _reason(juror: Juror, own: Organisation, places: list[tuple[str, Organisation]]) -> str:
    if juror.unit_id and juror.unit_id == own.unit_id:
        return "在参评单位工作"
    return next((f"{word}在参评单位" for word, place in places if _is_same(place, own)), "")


def _is_same(place: Organisation, own: Organisation) -> bool:
    """The same unit; a body without a unit is met by itself and what stands below it."""
    if own.unit_id:
        return place.unit_id == own.unit_id
    return place.path.startswith(own.path)
