"""Celery doors of the notices."""

from celery import shared_task

from apps.core.clock import database_now
from apps.notices import sending


@shared_task
def send_waiting() -> int:
    return sending.send_waiting(now=database_now())
