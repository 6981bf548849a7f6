"""临期: organisations with a duty that is not done and whose period ends within a few days."""

from datetime import date, timedelta

from django.conf import settings
from django.db.models import QuerySet

from apps.core.periods import Cycle, Period
from apps.duties.circumstances import Body
from apps.duties.engine import Duty, DutyState, survey

LONGEST_FIRST = (Cycle.YEAR, Cycle.QUARTER, Cycle.MONTH)


def due_soon(organisations: QuerySet, *, today: date) -> list[tuple[Body, list[Duty]]]:
    """Each organisation with what it has yet to do; no query while no period is near its end."""
    until = today + timedelta(days=settings.DESK_DUE_DAYS)
    period = _ending_by(until, today)
    if period is None:
        return []
    found = [
        (body, [duty for duty in duties if _is_due(duty, today, until)])
        for body, duties in survey(organisations, period, today=today)
    ]
    return [(body, duties) for body, duties in found if duties]


def _ending_by(until: date, today: date) -> Period | None:
    """The longest running period that ends in time: the shorter ones inside it end with it."""
    running = (Period.containing(today, cycle) for cycle in LONGEST_FIRST)
    return next((period for period in running if period.last_day <= until), None)


def _is_due(duty: Duty, today: date, until: date) -> bool:
    return duty.state == DutyState.PENDING and today <= duty.period.last_day <= until
