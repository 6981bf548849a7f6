"""783 items while everything under them is broken, one thing after the other."""

import time
from collections.abc import Callable
from dataclasses import dataclass

from django.db import connections
from django.db.models import Count
from django.db.utils import DatabaseError

from apps.core import files
from apps.core.models import Document, Job, JobItem
from drill import crew as broken
from drill.work import CHEAP, ITEMS, SHEET

# No person may be needed for longer than this after the last fault.
RECOVERY_SECONDS = 240
STUCK_SECONDS = 300


@dataclass(frozen=True)
class Fault:
    name: str
    after: int
    strike: Callable[[broken.Crew], None]


FAULTS = (
    Fault("kill -9 of a pool child", 60, broken.kill_pool_child),
    Fault("Redis FLUSHALL", 160, broken.flush_redis),
    Fault("kill -9 of the whole worker", 280, broken.kill_worker),
    Fault("Redis kill -9, ten seconds away", 400, broken.restart_redis),
    Fault("PostgreSQL immediate shutdown", 540, broken.restart_postgres),
)


def done_count() -> int:
    """How many items are done; -1 while the database is away."""
    try:
        return JobItem.objects.filter(status=JobItem.Status.DONE).count()
    except DatabaseError:
        connections.close_all()
        return -1


def survive(crew: broken.Crew, fault: Fault, target: int) -> bool:
    """Strike, and see whether the work goes on to `target` items by itself."""
    crew.wait_until(lambda: done_count() >= fault.after, STUCK_SECONDS)
    before, start = done_count(), time.monotonic()
    fault.strike(crew)
    went_on = crew.wait_until(lambda: done_count() >= min(before + 20, target), RECOVERY_SECONDS)
    seconds = time.monotonic() - start
    print(f"{'ok  ' if went_on else 'LOST'} {fault.name}: 20 items further after {seconds:.0f} s")
    return went_on


def all_done(crew: broken.Crew, jobs: list[Job]) -> bool:
    finished = crew.wait_until(lambda: done_count() == ITEMS, RECOVERY_SECONDS)
    for name, holds in invariants(jobs).items():
        print(f"{'ok  ' if holds else 'LOST'} {name}")
        finished = finished and holds
    twice = JobItem.objects.filter(attempts__gt=1).count()
    print(f"     {ITEMS} items, {twice} of them taken up more than once")
    return finished


def invariants(jobs: list[Job]) -> dict[str, bool]:
    items = JobItem.objects.filter(job__in=jobs)
    published = Document.objects.filter(kind__in=(CHEAP, SHEET))
    doubles = published.values("data_hash").annotate(n=Count("pk")).filter(n__gt=1)
    return {
        "every item is done, none lost": items.filter(status="done").count() == ITEMS,
        "every item has its document": not items.filter(document=None).exists(),
        "no document was published twice": not doubles.exists() and published.count() == ITEMS,
        "every file is there with its hash": all(is_whole(d) for d in published),
        "no unfinished file is left after a sweep": not unfinished_after_sweep(),
    }


def is_whole(document: Document) -> bool:
    import hashlib

    return hashlib.sha256(files.read(document.path)).hexdigest() == document.sha256


def unfinished_after_sweep() -> list[str]:
    files.sweep_orphans(files.named_paths(), older_than_seconds=0)
    return [path.name for path in files.root().rglob(f"*{files.TEMPORARY}")]
