"""What follows when a job has come to its end: whoever waits for it is told, once."""

import logging
from collections.abc import Callable

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.db.models.functions import Now

from apps.core.models import Job, JobItem

log = logging.getLogger(__name__)
Status = JobItem.Status
Listener = Callable[[Job], None]
_listeners: list[Listener] = []


def when_ended(listener: Listener) -> Listener:
    """Register what to do when all items of a job are done, failed or cancelled.

    Runs in the transaction that notes the end: what raises is tried again by the sweep.
    """
    _listeners.append(listener)
    return listener


def ended() -> QuerySet[Job]:
    """Jobs at their end of which nobody has been told yet."""
    items = JobItem.objects.filter(job=OuterRef("pk"))
    unfinished = items.filter(status__in=(Status.QUEUED, Status.RUNNING))
    return Job.objects.filter(Exists(items), ~Exists(unfinished), end_told_at=None)


def tell(job_pk: int) -> None:
    """Tell the end of a job if it has ended; of two workers that finish at once, one does."""
    try:
        with transaction.atomic():
            if ended().filter(pk=job_pk).update(end_told_at=Now()):
                job = Job.objects.select_related("requested_by").get(pk=job_pk)
                for listener in _listeners:
                    listener(job)
    except Exception:  # the job itself is done; the sweep tells it again
        log.exception("end of job %s", job_pk)


def sweep() -> int:
    """Tell what a killed worker left untold; returns the number of jobs."""
    pks = list(ended().values_list("pk", flat=True))
    for pk in pks:
        tell(pk)
    return len(pks)
