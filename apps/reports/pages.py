"""A report for the screen: the values of the paper, each number with the address of its rows."""

from typing import Any
from urllib.parse import quote

from django.urls import reverse

from apps.core.lifecycle import history_of, lifecycle_of
from apps.core.models import JobItem, StatusChange
from apps.reports.choices import ReportStatus
from apps.reports.composing import paper_of
from apps.reports.models import QuarterlyReport
from apps.reports.work import key_of


def page_of(report: QuarterlyReport) -> dict[str, Any]:
    """The paper of the report with `href` beside every `ref`."""
    base = reverse("reports:report_numbers", args=[report.uuid, "-"]).removesuffix("-/")
    return _linked(paper_of(report), base)


def _linked(value: Any, base: str) -> Any:
    if isinstance(value, list):
        return [_linked(one, base) for one in value]
    if not isinstance(value, dict):
        return value
    linked = {name: _linked(one, base) for name, one in value.items()}
    if "columns" in linked:
        linked["rows"] = [_headed(row, linked["columns"]) for row in linked["rows"]]
    if ref := value.get("ref"):
        linked["href"] = ref if ref.startswith("/") else f"{base}{quote(ref)}/"
    return linked


def _headed(row: list[dict], columns: list[dict]) -> list[dict]:
    """Each cell with the head of its column, which a phone shows beside it."""
    return [
        {**cell, "label": column["label"], "align": column["align"]}
        for cell, column in zip(row, columns, strict=True)
    ]


def state_of(report: QuarterlyReport) -> JobItem | None:
    """How far its closing or printing is; None where nothing is done in the background."""
    if report.job is None or not report.awaits_work:
        return None
    return report.job.items.filter(key=key_of(report)).first()


def newer_than(report: QuarterlyReport) -> QuarterlyReport | None:
    """What stands in the place of a superseded report."""
    if report.status != ReportStatus.SUPERSEDED:
        return None
    same = QuarterlyReport.objects.of(report.year, report.quarter)
    return same.about(report.zone, report.unit).issued().shown().first()


def story_of(report: QuarterlyReport) -> list[tuple[StatusChange, str]]:
    """Its steps by their names, the latest first."""
    labels = {step: t.label for step, t in lifecycle_of(report).by_step.items()}
    return [(change, labels[change.step]) for change in history_of(report)]
