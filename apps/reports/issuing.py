"""Many checked reports are issued in the background, each by itself: issued, then printed."""

from collections.abc import Iterable

from django.db import transaction

from apps.core import jobs
from apps.core.lifecycle import StepRefused
from apps.core.models import Document, Job, JobItem
from apps.reports.models import QuarterlyReport
from apps.reports.printing import print_report
from apps.reports.services import issue_report
from apps.reports.work import LEASE_SECONDS, LIMIT_SECONDS, order, page_of_reports

KIND = "reports.issuing"


@jobs.handler(KIND, lease_seconds=LEASE_SECONDS, limit_seconds=LIMIT_SECONDS, page=page_of_reports)
def issue_item(item: JobItem) -> Document:
    report = QuarterlyReport.objects.get(pk=item.arguments["report"])
    if not report.was_sent_out:
        report = issue_report(report=report, by=item.job.requested_by, job=item.job)
    return print_report(report)


@transaction.atomic
def order_issues(*, reports: Iterable[QuarterlyReport], by) -> Job:
    reports = list(reports)
    if not reports:
        raise StepRefused("没有选报告，请至少选一份已核对的")
    return order(KIND, f"{reports[0].period.label}报告整批印发", reports, by=by)
