"""Reports as documents: who may read one, and what a verified one is worth today."""

from apps.core import documents
from apps.core.models import Document
from apps.core.standings import Standing, standing
from apps.reports.choices import ReportStatus
from apps.reports.models import QuarterlyReport
from apps.reports.pages import newer_than
from apps.reports.printing import KIND

CURRENT = Standing(True, "报告已印发，没有更新的报告")
WITHDRAWN = Standing(False, "这份报告印发后已撤回，不再有效")


@documents.reader
def may_read(document: Document, user) -> bool:
    """Whoever sees the report."""
    kind, _, key = document.kind.partition(":")
    return kind == KIND and QuarterlyReport.objects.visible_to(user).filter(uuid=key).exists()


@standing(KIND)
def standing_of_report(document: Document) -> Standing:
    report = QuarterlyReport.objects.get(uuid=document.kind.partition(":")[2])
    if report.status == ReportStatus.ISSUED:
        return CURRENT
    if report.status != ReportStatus.SUPERSEDED:
        return WITHDRAWN
    newer = newer_than(report)
    if newer is None:
        return Standing(False, "这份报告已被新的报告替代，新的报告后来也已撤回")
    code = f"，核验码 {newer.document.code}" if newer.document else ""
    return Standing(
        False,
        f"这份报告已被{newer.issued_at:%Y年%-m月%-d日}印发的新报告替代，请以新报告为准{code}",
    )
