"""A kind of job for tests of the ledger: items that note who did them, fail or wait when told to."""

import time

from apps.core import jobs
from apps.core.models import Document, Job, JobItem

KIND = "tests.ledger"
LEASE_SECONDS = 60
done: list[str] = []
faults: dict[str, int] = {}


@jobs.handler(KIND, lease_seconds=LEASE_SECONDS)
def do_item(item: JobItem) -> Document | None:
    time.sleep(item.arguments.get("seconds", 0))
    if faults.get(item.key, 0) > 0:
        faults[item.key] -= 1
        raise OSError("打印机没有纸")
    done.append(item.key)
    return None


def new_job(*keys: str, **arguments) -> Job:
    items = [jobs.NewItem(key, f"第{key}项", arguments) for key in keys]
    return jobs.enqueue(kind=KIND, title="打印", items=items)


def expire(item: JobItem) -> None:
    """Let the lease of a running item run out, as if its worker had been killed."""
    JobItem.objects.filter(pk=item.pk).update(lease_until="2020-01-01T00:00:00Z")


def age(job: Job) -> None:
    """Pretend that the items of a job were announced long ago."""
    job.items.update(published_at="2020-01-01T00:00:00Z")
