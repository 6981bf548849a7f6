"""Celery doors of the duties."""

from celery import shared_task

from apps.core.clock import database_now
from apps.core.periods import local_day
from apps.duties import reminders, upkeep
from apps.duties.outcomes import upkeep as outcomes


@shared_task
def remind() -> int:
    return reminders.remind(now=database_now())


@shared_task
def look_ahead() -> int:
    return upkeep.look_ahead(today=local_day(database_now()))


@shared_task
def keep_outcomes() -> int:
    return outcomes.bring_up_to_date()


@shared_task
def renew_outcomes() -> int:
    """Once a day all of them: two changes of the same second that hang together only through a
    third table (a post and a lecture of its holder) do not see each other."""
    outcomes.mark_everything()
    return outcomes.bring_up_to_date()
