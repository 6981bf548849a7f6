"""Verbs of a report beside its steps; closing has a module of its own."""

from django.db import transaction
from django.utils import timezone

from apps.core import jobs
from apps.core.lifecycle import StepRefused, advance
from apps.reports.choices import ReportStatus
from apps.reports.composing import paper_of
from apps.reports.models import QuarterlyReport
from apps.reports.work import order_paper


@transaction.atomic
def issue_report(*, report: QuarterlyReport, by, note: str = "") -> QuarterlyReport:
    """What is on paper is fixed, an older report stands no more, and the printing is ordered: all
    of it or nothing."""
    rows = QuarterlyReport.objects.select_for_update(of=("self",))
    stored = rows.select_related("closing", "zone", "unit").get(pk=report.pk)
    if stored.status == ReportStatus.CHECKED:
        _make_way(stored)
        stored.paper = paper_of(stored, dated_on=timezone.localdate())
        stored.save(update_fields=["paper", "updated_at"])
    issued = advance(stored, "issue", by=by, note=note)
    issued.job = order_paper(issued, by=by)
    issued.save(update_fields=["job", "updated_at"])
    return issued


def _make_way(report: QuarterlyReport) -> None:
    """One report of a quarter and place is issued at a time."""
    same = QuarterlyReport.objects.of(report.year, report.quarter)
    for older in same.about(report.zone, report.unit).issued():
        advance(older, "supersede", by=None, note=f"重新结账：{report.reason}")


def print_again(*, report: QuarterlyReport) -> None:
    """Try again what was issued and could not be printed."""
    if report.job is None or report.document:
        raise StepRefused(f"“{report}”没有需要重试的打印")
    jobs.retry_failed(report.job)
