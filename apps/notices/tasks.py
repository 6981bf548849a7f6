"""Celery doors of the notices."""

from celery import shared_task
from django.utils import timezone

from apps.notices import sending


@shared_task
def send_waiting() -> int:
    return sending.send_waiting(now=timezone.now())
