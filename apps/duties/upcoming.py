"""Tells the receipt of a record which duty to record next."""

from datetime import date

from apps.core.periods import Period
from apps.duties import todo
from apps.duties.engine import survey
from apps.meetings import upcoming
from apps.meetings.upcoming import Upcoming


@upcoming.answered_by
def next_duty(organisation_pk: int, today: date) -> Upcoming | None:
    """The most urgent thing of that organisation; None once nothing is left for now."""
    surveyed = survey([organisation_pk], Period.year(today.year), today=today)
    for body, duties in surveyed:
        for entry in todo.urgent(todo.entries(body, duties, today)):
            return Upcoming(entry.title, entry.record_url)
    return None
