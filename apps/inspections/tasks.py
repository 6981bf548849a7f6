"""Celery doors of the inspections."""

from celery import shared_task

from apps.core.clock import database_now
from apps.inspections import reminders


@shared_task
def remind_of_issues() -> int:
    return len(reminders.remind_of_issues(now=database_now()))
