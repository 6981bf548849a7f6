"""From a list to its workbook: at once when it is short, else by the ledger of jobs."""

import re
from collections.abc import Sequence
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.http import QueryDict
from django.utils import timezone

from apps.core import audit, files, jobs
from apps.core.exports.book import book
from apps.core.listings import Listing, ListingRefused, Table, clean_query, find
from apps.core.models import AuditEvent, Export

KIND = "core.export"
GONE = "您现在不能查看这个列表，没有生成文件。需要时请联系管理员"
# Not allowed in file names of Windows, where these are opened.
FORBIDDEN = str.maketrans(dict.fromkeys('\\/:*?"<>|\n\t', " "))
LONGEST_NAME = 100
QUARTER = re.compile("年([一二三四])季度")


@files.register_of_paths
def paths_of_exports():
    kept = timezone.now() - timedelta(hours=settings.EXPORT_HOURS)
    return Export.objects.filter(made_at__gt=kept).values_list("path", flat=True)


def table_of(listing: Listing, user, query: str, columns: Sequence[str]) -> Table:
    return listing.table(user, QueryDict(clean_query(query)), columns)


def is_short(table: Table) -> bool:
    return table.count <= settings.EXPORT_DIRECT_ROWS


def file_name(table: Table) -> str:
    """Such as 市直机关_2026年第四季度_会议记录.xlsx."""
    span = table.span or f"{timezone.localdate():%Y-%m-%d}"
    span = QUARTER.sub(r"年第\1季度", span)  # as official papers write it
    parts = (table.place or settings.EXPORT_BODY, span, table.title)
    return "_".join(p.translate(FORBIDDEN).strip() for p in parts)[:LONGEST_NAME] + ".xlsx"


def take_along(table: Table, *, by, request=None) -> bytes:
    """The workbook, and the security event that it was taken."""
    content = book(table, by=by, made_at=timezone.now())
    subject = f"{table.title} {table.count} 行" + ("，含个人信息" if table.is_personal else "")
    audit.record(AuditEvent.Kind.EXPORTED, request=request, user=by, subject=subject)
    return content


@transaction.atomic
def order_export(*, listing: Listing, query: str, columns: Sequence[str], title: str, by) -> Export:
    """Have the workbook made in the background; who may see what is asked again then."""
    export = Export(
        owner=by,
        listing=listing.key,
        query=clean_query(query),
        columns=list(columns),
        title=title.removesuffix(".xlsx"),
    )
    export.save()
    item = jobs.NewItem("export", export.title, {"export": export.pk})
    export.job = jobs.enqueue(kind=KIND, title=f"导出：{export.title}"[:200], items=[item], by=by)
    export.save(update_fields=["job"])
    return export


def make_export(export: Export) -> Export:
    """Make the file with the rights that its owner has now; safe to run twice."""
    listing, owner = find(export.listing), export.owner
    try:
        if listing is None or not owner.is_active or not listing.allows(owner):
            raise ListingRefused(GONE)
        table = table_of(listing, owner, export.query, export.columns)
    except ListingRefused as refused:
        export.refusal = refused.messages[0][:200]
        export.save(update_fields=["refusal"])
        return export
    export.path = files.store(take_along(table, by=owner), suffix=".xlsx").path
    export.row_count, export.made_at = table.count, timezone.now()
    export.save(update_fields=["path", "row_count", "made_at"])
    return export
