"""Celery doors of the kernel."""

from celery import shared_task

from apps.core import drafts, endings, files, jobs

ORPHAN_AGE_SECONDS = 3600


@shared_task
def run_item(item_pk: int) -> None:
    jobs.work(item_pk)


@shared_task
def sweep_jobs() -> int:
    return jobs.sweep() + endings.sweep()


@shared_task
def sweep_files() -> int:
    return len(files.sweep_orphans(files.named_paths(), older_than_seconds=ORPHAN_AGE_SECONDS))


@shared_task
def sweep_drafts() -> int:
    return drafts.sweep()
