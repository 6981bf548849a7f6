"""The job ledger: rows are the truth, Celery only carries “look at item N” (traps M1 to M8)."""

import logging
import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count, Exists, OuterRef, Q, Value
from django.db.models.functions import Now

from apps.core import endings
from apps.core.models import Document, Job, JobItem

log = logging.getLogger(__name__)
Status = JobItem.Status

MAX_ATTEMPTS = 3
# A queued item is announced again when its message must have been lost.
REPUBLISH_AFTER = timedelta(seconds=45)
SOFT_SECONDS = 30


@dataclass(frozen=True)
class Handler:
    """What does the work of one kind.

    `lease` outlasts the hard time limit of an item, or is renewed by a beacon while it runs; then
    `limit` seconds may replace the usual limit. `page` leads to where the result is seen.
    """

    run: Callable[[JobItem], Document | None]
    lease: timedelta
    page: Callable[[Job], str] | None = None
    limit: int | None = None


@dataclass(frozen=True)
class NewItem:
    key: str
    label: str = ""
    arguments: dict | None = None


@dataclass(frozen=True)
class Progress:
    total: int
    done: int
    failed: int
    running: int
    queued: int
    cancelled: int

    @property
    def is_finished(self) -> bool:
        return self.running == self.queued == 0

    @property
    def percent(self) -> int:
        return 100 * (self.total - self.running - self.queued) // self.total if self.total else 100


_handlers: dict[str, Handler] = {}


def handler(
    kind: str,
    *,
    lease_seconds: int = 60,
    limit_seconds: int | None = None,
    page: Callable[[Job], str] | None = None,
):
    """Register the decorated function as the one that does items of `kind`.

    It gets the item, must be safe to run twice, and returns its document or None.
    """

    def register(run: Callable[[JobItem], Document | None]):
        _handlers[kind] = Handler(run, timedelta(seconds=lease_seconds), page, limit_seconds)
        return run

    return register


@transaction.atomic
def enqueue(*, kind: str, title: str, items: Iterable[NewItem], by=None) -> Job:
    """Write a job with its items and announce them after the commit."""
    if kind not in _handlers:
        raise KeyError(f"no handler for jobs of kind {kind}")
    job = Job.objects.create(kind=kind, title=title, requested_by=by)
    extend(job, items)
    return job


@transaction.atomic
def extend(job: Job, items: Iterable[NewItem]) -> None:
    """Add items to a job; those of a cancelled job wait for a retry like its others."""
    cancelled_at = Job.objects.select_for_update().get(pk=job.pk).cancelled_at
    status = Status.CANCELLED if cancelled_at else Status.QUEUED
    rows = JobItem.objects.bulk_create(
        JobItem(
            job=job,
            key=new.key,
            label=new.label,
            arguments=new.arguments or {},
            status=status,
            finished_at=cancelled_at,
        )
        for new in items
    )
    if not cancelled_at:
        announce([row.pk for row in rows])


def announce(item_pks: list[int]) -> None:
    """Tell the workers after the commit; a dead broker never fails the caller, the sweep repeats."""
    if item_pks:
        transaction.on_commit(lambda: _publish(item_pks))


def _publish(item_pks: list[int]) -> None:
    # The task module imports this one; the loop is cut here.
    from apps.core.tasks import run_item

    announced = JobItem.objects.filter(pk__in=item_pks)
    announced.update(published_at=Now())
    kinds = announced.order_by("pk").values_list("pk", "job__kind")
    try:
        with run_item.app.producer_or_acquire() as producer:
            for pk, kind in kinds:
                limits = _limits(_handlers.get(kind))
                run_item.apply_async([pk], producer=producer, retry=False, **limits)
    except Exception as error:  # the broker's errors have no common class
        log.warning("broker out of reach, the sweep will announce again: %s", error)


def _limits(handler: Handler | None) -> dict[str, int]:
    """The soft limit comes first, so that an item can write down that it took too long."""
    if handler is None or handler.limit is None:
        return {}
    return {"time_limit": handler.limit, "soft_time_limit": handler.limit - SOFT_SECONDS}


def claim(item_pk: int) -> JobItem | None:
    """Take the lease on an item; None when it is finished, cancelled or somebody else's."""
    with transaction.atomic():
        item = (
            JobItem.objects.select_for_update(of=("self",), skip_locked=True)
            .select_related("job")
            .filter(_claimable(), pk=item_pk, attempts__lt=MAX_ATTEMPTS)
            .first()
        )
        if item is None:
            return None
        item.status, item.token = Status.RUNNING, uuid.uuid4()
        item.attempts += 1
        item.lease_until = Now() + Value(lease_of(item))
        item.save(update_fields=["status", "token", "attempts", "lease_until"])
    return item


def lease_of(item: JobItem) -> timedelta:
    return _handlers[item.job.kind].lease


def _claimable() -> Q:
    expired = Q(status=Status.RUNNING, lease_until__lt=Now())
    return Q(job__cancelled_at=None) & (Q(status=Status.QUEUED) | expired)


def work(item_pk: int) -> None:
    """Do one item, if it can be claimed, and publish its result if the lease is still ours."""
    item = claim(item_pk)
    if item is None:
        return
    try:
        document = _handlers[item.job.kind].run(item)
    except Exception as error:  # any failure of one item is written down and leaves the others
        log.exception("item %s of job %s", item.key, item.job_id)
        _give_back(item, error)
    else:
        _finish(item, status=Status.DONE, document=document, error="")


def _finish(item: JobItem, **values) -> bool:
    """Write the end of an item unless another worker has taken it over (fencing token)."""
    owned = JobItem.objects.filter(pk=item.pk, token=item.token, status=Status.RUNNING)
    is_ours = bool(owned.update(finished_at=Now(), lease_until=None, token=None, **values))
    if is_ours:
        endings.tell(item.job_id)
    return is_ours


def _give_back(item: JobItem, error: Exception) -> None:
    reason = _reason(error)[:2000]
    if item.attempts >= MAX_ATTEMPTS:
        _finish(item, status=Status.FAILED, error=reason)
        return
    JobItem.objects.filter(pk=item.pk, token=item.token, status=Status.RUNNING).update(
        status=Status.QUEUED, lease_until=None, token=None, error=reason, published_at=None
    )
    announce([item.pk])


def _reason(error: Exception) -> str:
    """A refusal says itself what to do."""
    if isinstance(error, ValidationError):
        return "；".join(error.messages)
    return f"{type(error).__name__}: {error}"


def sweep() -> int:
    """Announce what was lost and end what cannot be done; returns how many items it touched."""
    ended = _end_cancelled()
    unfinished = JobItem.objects.filter(_claimable())
    exhausted = unfinished.filter(attempts__gte=MAX_ATTEMPTS)
    ended += exhausted.update(
        status=Status.FAILED,
        error="处理三次都没有完成，请查看原因后重试",
        finished_at=Now(),
        lease_until=None,
        token=None,
    )
    lost = list(unfinished.filter(_unheard()).order_by("pk").values_list("pk", flat=True))
    announce(lost)
    return ended + len(lost)


def _end_cancelled() -> int:
    """Items of cancelled jobs that nobody will take again: their worker failed or was killed."""
    expired = Q(status=Status.RUNNING, lease_until__lt=Now())
    return (
        JobItem.objects.filter(expired | Q(status=Status.QUEUED))
        .exclude(job__cancelled_at=None)
        .update(status=Status.CANCELLED, finished_at=Now(), lease_until=None, token=None)
    )


def _unheard() -> Q:
    """Expired leases, and queued items of a job in which nothing has moved for a while."""
    recent = Now() - Value(REPUBLISH_AFTER)
    moving = Exists(JobItem.objects.filter(job=OuterRef("job"), finished_at__gt=recent))
    overdue = Q(published_at=None) | Q(published_at__lt=recent)
    return Q(status=Status.RUNNING) | (overdue & ~Q(moving))


@transaction.atomic
def cancel(job: Job) -> Job:
    """Stop a job: what is done stays, what is queued will not start."""
    Job.objects.filter(pk=job.pk, cancelled_at=None).update(cancelled_at=Now())
    job.items.filter(status=Status.QUEUED).update(status=Status.CANCELLED, finished_at=Now())
    job.refresh_from_db()
    return job


@transaction.atomic
def retry_failed(job: Job) -> int:
    """Queue the failed and cancelled items of a job again; returns how many."""
    Job.objects.filter(pk=job.pk).update(cancelled_at=None, end_told_at=None)
    again = list(
        job.items.select_for_update()
        .filter(status__in=[Status.FAILED, Status.CANCELLED])
        .values_list("pk", flat=True)
    )
    JobItem.objects.filter(pk__in=again).update(
        status=Status.QUEUED, attempts=0, error="", finished_at=None, published_at=None
    )
    announce(again)
    return len(again)


def page_of(job: Job) -> str:
    """Where the result of a job is seen, or ""."""
    known = _handlers.get(job.kind)
    return known.page(job) if known and known.page else ""


def progress(job: Job) -> Progress:
    counts = job.items.aggregate(
        total=Count("pk"),
        **{status.value: Count("pk", filter=Q(status=status)) for status in Status},
    )
    return Progress(**counts)
