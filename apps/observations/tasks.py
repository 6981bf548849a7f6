"""Celery doors of sitting in on study."""

from celery import shared_task

from apps.core.clock import database_now
from apps.observations import reminders


@shared_task
def remind_of_forms() -> int:
    return len(reminders.remind_of_forms(now=database_now()))
