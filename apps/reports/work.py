"""What is done for reports in the background: they are closed, and printed from what was issued.

A killed worker leaves nothing by halves: closing is one transaction, and so is issuing; whoever
takes the item after him finds what was done.
"""

from collections.abc import Iterable

from django.urls import reverse

from apps.core import jobs
from apps.core.models import Document, Job, JobItem
from apps.reports.closing import freeze
from apps.reports.models import QuarterlyReport
from apps.reports.printing import print_report

CLOSING, PAPER = "reports.closing", "reports.paper"
# A report of the city with long annexes takes some seconds; its lease must outlast the limit.
LIMIT_SECONDS, LEASE_SECONDS = 240, 270


def page_of_reports(job: Job) -> str:
    """The report, or the list of its quarter where there are several."""
    reports = list(QuarterlyReport.objects.filter(job=job).defer("frame", "paper")[:2])
    if len(reports) == 1:
        return reports[0].get_absolute_url()
    return list_of(reports[0]) if reports else ""


def list_of(report: QuarterlyReport) -> str:
    """The reports of the same quarter at the desk."""
    changelist = reverse("admin:reports_quarterlyreport_changelist")
    return f"{changelist}?year={report.year}&quarter__exact={report.quarter}"


def key_of(report: QuarterlyReport) -> str:
    return f"report:{report.pk}"


@jobs.handler(
    CLOSING, lease_seconds=LEASE_SECONDS, limit_seconds=LIMIT_SECONDS, page=page_of_reports
)
def close_item(item: JobItem) -> None:
    freeze(report=_report_of(item), by=item.job.requested_by)


@jobs.handler(PAPER, lease_seconds=LEASE_SECONDS, limit_seconds=LIMIT_SECONDS, page=page_of_reports)
def print_item(item: JobItem) -> Document:
    return print_report(_report_of(item))


def _report_of(item: JobItem) -> QuarterlyReport:
    return QuarterlyReport.objects.get(pk=item.arguments["report"])


def order(kind: str, title: str, reports: Iterable[QuarterlyReport], *, by) -> Job:
    """A job with an item for each report, which points to it from now on."""
    reports = list(reports)
    items = [jobs.NewItem(key_of(one), str(one)[:200], {"report": one.pk}) for one in reports]
    job = jobs.enqueue(kind=kind, title=title[:200], items=items, by=by)
    QuarterlyReport.objects.filter(pk__in=[one.pk for one in reports]).update(job=job)
    for one in reports:
        one.job = job
    return job
