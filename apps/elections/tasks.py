"""Celery doors of 换届."""

from celery import shared_task

from apps.core.clock import database_now
from apps.elections import reminders


@shared_task
def remind_of_terms() -> int:
    return len(reminders.remind_of_terms(now=database_now()))
