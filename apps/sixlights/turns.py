"""Whose turn it is to lecture: a list by names, never an order of merit."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import F, Max

from apps.branches.models import Membership, Organisation, Person
from apps.core.periods import Period
from apps.meetings.models import AgendaItem
from apps.sixlights.models import ActivityLecturer, CampaignItem


@dataclass(frozen=True)
class Turn:
    """A member who has not lectured in the year; `last` is the day on which he did before."""

    person: Person
    last: date | None


def not_yet(
    item: CampaignItem, organisation: Organisation, year: int, *, today: date
) -> list[Turn]:
    """Members of today's roll without a lecture in the year, whoever waits longest first.

    A lecture is one under the item, or one that a record of a meeting names a lecturer for.
    """
    memberships = Membership.objects.valid_on(today).filter(
        organisation__path__startswith=organisation.path
    )
    people = [m.person for m in memberships.select_related("person").order_by("person__name")]
    last = last_lectures(item, {p.pk for p in people}, before=Period.year(year).end)
    waiting = [Turn(p, last.get(p.pk)) for p in people]
    return sorted(
        (turn for turn in waiting if not turn.last or turn.last.year < year),
        key=lambda turn: turn.last or date.min,
    )


def last_lectures(item: CampaignItem, people: Iterable[int], *, before: date) -> dict[int, date]:
    """The day on which each of the people lectured last."""
    keys = list(people)
    under_item = ActivityLecturer.objects.effective().filter(
        person__in=keys, activity__placements__item=item, activity__starts_on__lt=before
    )
    at_meetings = AgendaItem.objects.effective().filter(
        lecturer__in=keys, meeting__held_on__lt=before
    )
    days: dict[int, date] = {}
    for rows in (
        under_item.values_list(F("person"), Max("activity__starts_on")),
        at_meetings.values_list(F("lecturer"), Max("meeting__held_on")),
    ):
        for person, day in rows.order_by():
            days[person] = max(day, days.get(person, day))
    return days
