"""Celery doors of the zones."""

from celery import shared_task

from apps.core.clock import database_now
from apps.zones import reminders


@shared_task
def remind_of_answers() -> int:
    return len(reminders.remind_of_answers(now=database_now()))
