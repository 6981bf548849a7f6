"""What waits at the committee's desk about the quarter's reports."""

from django.urls import reverse

from apps.core.desk import queue
from apps.reports.choices import ReportStatus
from apps.reports.lifecycle import CHECK, ISSUE
from apps.reports.models import QuarterlyReport


def _reports(status: ReportStatus) -> str:
    changelist = reverse("admin:reports_quarterlyreport_changelist")
    return f"{changelist}?status__exact={status.value}"


@queue(
    "待核对的季度报告",
    permission=CHECK,
    order=85,
    link=lambda: _reports(ReportStatus.DRAFT),
)
def waiting_for_check(user):
    return QuarterlyReport.objects.visible_to(user, "check").filter(status=ReportStatus.DRAFT)


@queue(
    "待印发的季度报告",
    permission=ISSUE,
    order=86,
    link=lambda: _reports(ReportStatus.CHECKED),
)
def waiting_for_issue(user):
    return QuarterlyReport.objects.visible_to(user, "issue").filter(status=ReportStatus.CHECKED)
