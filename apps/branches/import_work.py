"""The steps of a long file in the background. A worker that is killed leaves nothing by halves:
a check keeps nothing but its findings, and an import is one transaction that looks whether it was done."""

from django.contrib.auth import get_user_model
from django.urls import reverse

from apps.core import jobs
from apps.core.beacon import Beacon
from apps.core.imports import batches
from apps.core.imports.engine import Watch
from apps.core.models import ImportBatch, Job, JobItem

# Renewed by the beacon; whoever is silent for so long is taken for dead.
LEASE_SECONDS = 60
LIMIT_SECONDS = 540


def _page(job: Job) -> str:
    batch = ImportBatch.objects.get(pk=job.items.get().arguments["batch"])
    return reverse("branches:import_batch", args=[batch.uuid])


@jobs.handler(batches.JOB, lease_seconds=LEASE_SECONDS, limit_seconds=LIMIT_SECONDS, page=_page)
def do_step(item: JobItem) -> None:
    batch = ImportBatch.objects.get(pk=item.arguments["batch"])
    with Beacon(item) as beacon:
        watch = Watch(beacon.tell)
        if item.key == batches.CHECK:
            batches.examine(batch, watch=watch)
            return
        by = get_user_model().objects.get(pk=item.arguments["by"])
        batches.bring_in_good_rows(batch, by=by, watch=watch)
