"""Annual sheets as documents: who may read one, and what a verified one is worth today."""

from apps.assessments.choices import RunStatus
from apps.assessments.models import Result
from apps.assessments.printing import KIND
from apps.core import documents
from apps.core.models import Document
from apps.core.standings import Standing, standing

SUPERSEDED = Standing(False, "同一党组织同一年度已有更新的考核表，请以更新的为准")
CANCELLED = Standing(False, "这份考核表所属的年度考核已作废")
NOT_ISSUED = Standing(False, "这份考核表对应的考核结果还没有发布，不作为正式结果")
CURRENT = Standing(True, "考核结果已发布，没有更新的考核表")


@documents.reader
def reads_result(document: Document, user) -> bool:
    return Result.objects.visible_to(user).filter(document=document).exists()


@standing(KIND)
def standing_of_sheet(document: Document) -> Standing:
    """The newest issued run of the organisation's year decides, whichever scheme it used."""
    printed = document.results.select_related("run").order_by("-run").first()
    if printed is None:
        return CANCELLED
    results = Result.objects.standing().filter(
        organisation=printed.organisation_id,
        unit=printed.unit_id,
        run__year=printed.run.year,
    )
    newest = results.exclude(document=None).select_related("run").order_by("-run")
    valid = newest.issued().first() or newest.first()
    if valid is None:
        return CANCELLED
    if valid.document_id != document.pk:
        return SUPERSEDED
    return CURRENT if valid.run.status == RunStatus.ISSUED else NOT_ISSUED
