"""Celery doors of the numbers."""

from celery import shared_task

from apps.indicators.cells import upkeep


@shared_task
def keep_cells() -> int:
    return upkeep.bring_up_to_date()
