"""The one item of a report's job: it is printed from what was issued."""

from apps.core import jobs
from apps.core.models import Document, Job, JobItem
from apps.reports.models import QuarterlyReport
from apps.reports.printing import print_report

KIND = "reports.paper"
# A report of the city with long annexes takes some seconds; its lease must outlast the limit.
LIMIT_SECONDS, LEASE_SECONDS = 240, 270


def page_of_report(job: Job) -> str:
    return QuarterlyReport.objects.get(job=job).get_absolute_url()


@jobs.handler(KIND, lease_seconds=LEASE_SECONDS, limit_seconds=LIMIT_SECONDS, page=page_of_report)
def do_item(item: JobItem) -> Document:
    return print_report(QuarterlyReport.objects.get(pk=item.arguments["report"]))


def order_paper(report: QuarterlyReport, *, by) -> Job:
    item = jobs.NewItem(f"report:{report.pk}", str(report), {"report": report.pk})
    return jobs.enqueue(kind=KIND, title=str(report), items=[item], by=by)
