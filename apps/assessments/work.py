"""The items of an assessment's job: one computes all scores, each other prints one sheet.

The first item writes results, the step of the run and the printing items in one transaction: a
worker killed before its commit leaves nothing, killed after it leaves an item that finds the run
computed. Sheets go by the hash of what is printed, so that no sheet is printed twice.
"""

from collections.abc import Iterable, Iterator

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from apps.assessments.assess import assessed
from apps.assessments.choices import RunStatus
from apps.assessments.models import Result, Run
from apps.assessments.printing import print_sheet
from apps.assessments.storing import write_results
from apps.core import jobs
from apps.core.lifecycle import advance
from apps.core.models import Document, Job, JobItem

KIND = "assessments.run"
COMPUTE = "compute"
# The hard limit of an item is 120 seconds; a lease must outlast it.
LEASE_SECONDS = 150


def page_of_run(job: Job) -> str:
    return reverse("admin:assessments_run_progress", args=[Run.objects.get(job=job).pk])


@jobs.handler(KIND, lease_seconds=LEASE_SECONDS, page=page_of_run)
def do_item(item: JobItem) -> Document | None:
    if item.key == COMPUTE:
        compute(item)
        return None
    return print_sheet(Result.objects.get(pk=item.arguments["result"]))


@transaction.atomic
def compute(item: JobItem) -> None:
    run = Run.objects.select_for_update(of=("self",)).get(pk=item.arguments["run"])
    if run.status != RunStatus.COMPUTING:
        return
    results = write_results(run, assessed(run.scheme, run.period, today=timezone.localdate()))
    advance(run, "compute", by=None)
    if item.arguments["with_sheets"]:
        jobs.extend(item.job, print_items(results))


def print_items(results: Iterable[Result]) -> Iterator[jobs.NewItem]:
    for result in results:
        yield jobs.NewItem(f"result:{result.pk}", result.subject_name, {"result": result.pk})
