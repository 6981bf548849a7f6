"""Celery doors of the duties."""

from celery import shared_task
from django.utils import timezone

from apps.duties import reminders, upkeep


@shared_task
def remind() -> int:
    return reminders.remind(now=timezone.now())


@shared_task
def look_ahead() -> int:
    return upkeep.look_ahead(today=timezone.localdate())
