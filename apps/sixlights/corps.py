"""How often the members of the lecturers' corps lectured: under campaigns and at meetings."""

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import Q

from apps.core.periods import Period
from apps.meetings.models import AgendaItem
from apps.sixlights.models import ActivityLecturer, Lecturer


def lectures_in(lecturers: Iterable[Lecturer], period: Period) -> dict[int, int]:
    """Lectures of the period by key of the lecturer; what is both counts once. Two queries."""
    corps = list(lecturers)
    of_person = {one.person_id: one.pk for one in corps if one.person_id}
    found: dict[int, set] = defaultdict(set)
    given = ActivityLecturer.objects.effective().held_in(period)
    given = given.filter(Q(lecturer__in=corps) | Q(person__in=of_person))
    for lecturer, person, activity, meeting in given.values_list(
        "lecturer", "person", "activity", "activity__meeting"
    ):
        key = lecturer or of_person[person]
        found[key].add(("meeting", meeting) if meeting else ("activity", activity))
    at_meetings = AgendaItem.objects.effective().held_in(period).filter(lecturer__in=of_person)
    for person, meeting in at_meetings.values_list("lecturer", "meeting"):
        found[of_person[person]].add(("meeting", meeting))
    return {key: len(lectures) for key, lectures in found.items()}
