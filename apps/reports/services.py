"""Verbs of a report beside its steps; closing has a module of its own."""

from collections.abc import Iterable
from typing import NamedTuple

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from apps.core import jobs
from apps.core.lifecycle import StepRefused, advance
from apps.core.models import Job
from apps.reports.beginning import begin_again, begin_many, begin_report
from apps.reports.choices import ReportStatus
from apps.reports.composing import paper_of
from apps.reports.models import QuarterlyReport
from apps.reports.work import CLOSING, PAPER, order


class Checked(NamedTuple):
    """What was checked, and why the others were not."""

    done: list[QuarterlyReport]
    stayed: list[tuple[QuarterlyReport, str]]


@transaction.atomic
def order_closing(*, by, **asked) -> QuarterlyReport:
    """Begin the report of a quarter and place; a worker freezes its numbers."""
    report = begin_report(**asked)
    order(CLOSING, f"{report}结账", [report], by=by)
    return report


@transaction.atomic
def order_closing_again(*, report: QuarterlyReport, reason: str, by) -> QuarterlyReport:
    again = begin_again(report=report, reason=reason)
    order(CLOSING, f"{again}重新结账", [again], by=by)
    return again


@transaction.atomic
def order_closings(*, by, **asked) -> tuple[Job, int]:
    """The job that closes what `begin_many` was asked for, and how many reports stood already."""
    begun = begin_many(**asked)
    title = f"{begun.reports[0].period.label}报告整批结账"
    return order(CLOSING, title, begun.reports, by=by), begun.stood


def check_many(*, reports: Iterable[QuarterlyReport], by) -> Checked:
    """Each report by itself: what one lacks does not stop the others."""
    found = Checked([], [])
    for report in reports:
        try:
            found.done.append(advance(report, "review", by=by))
        except (ValidationError, PermissionDenied) as refusal:
            words = getattr(refusal, "messages", None) or [str(refusal)]
            found.stayed.append((report, "；".join(words)))
    return found


@transaction.atomic
def issue_report(
    *, report: QuarterlyReport, by, note: str = "", job: Job | None = None
) -> QuarterlyReport:
    """What is on paper is fixed, an older report stands no more, and the printing is ordered,
    unless it is done by `job`: all of it or nothing."""
    rows = QuarterlyReport.objects.select_for_update(of=("self",))
    stored = rows.select_related("closing", "zone", "unit").get(pk=report.pk)
    if stored.status == ReportStatus.CHECKED:
        _make_way(stored)
        stored.paper = paper_of(stored, dated_on=timezone.localdate())
        stored.save(update_fields=["paper", "updated_at"])
    issued = advance(stored, "issue", by=by, note=note)
    if job is None:
        order(PAPER, str(issued), [issued], by=by)
    return issued


def _make_way(report: QuarterlyReport) -> None:
    """One report of a quarter and place is issued at a time."""
    same = QuarterlyReport.objects.of(report.year, report.quarter)
    for older in same.about(report.zone, report.unit).issued():
        advance(older, "supersede", by=None, note=f"重新结账：{report.reason}")


def try_again(*, report: QuarterlyReport) -> None:
    """Do again what failed in the background: the closing, or the printing of what was issued."""
    if report.job is None or not report.awaits_work:
        raise StepRefused(f"“{report}”没有需要重试的事项")
    jobs.retry_failed(report.job)
