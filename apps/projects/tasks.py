"""Celery doors of the projects."""

from celery import shared_task

from apps.core.clock import database_now
from apps.projects import reminders


@shared_task
def remind_of_milestones() -> int:
    return len(reminders.remind_of_milestones(now=database_now()))
