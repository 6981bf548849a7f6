"""Taking the current view of a list along, and fetching what was made in the background."""

from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST, require_safe

from apps.core import access, audit, exports
from apps.core.listings import ListingRefused, find
from apps.core.models import AuditEvent, Export, JobItem
from apps.core.saved_view_pages import listing_asked
from apps.core.sending import send_stored

REFRESH_SECONDS = 3
SHOWN = 30
HTTP_GONE = 410


@access.signed_in
@require_POST
def list_export(request):
    """A short list at once; a long one, or one asked for from a phone, by way of 我的导出."""
    listing, given = listing_asked(request), request.POST
    query, columns = given.get("query", ""), given.getlist("columns")
    try:
        table = exports.table_of(listing, request.user, query, columns)
    except ListingRefused as refused:
        messages.error(request, refused.messages[0])
        return redirect(listing.url)
    name = exports.file_name(table)
    if given.get("later") or not exports.is_short(table):
        export = exports.order_export(
            listing=listing, query=query, columns=columns, title=name, by=request.user
        )
        return redirect(export)
    content = exports.take_along(table, by=request.user, request=request)
    response = HttpResponse(content, content_type=exports.XLSX)
    response["Content-Disposition"] = content_disposition_header(True, name)
    response["Cache-Control"] = "private, no-store"
    return response


@access.signed_in
@require_safe
def export_list(request):
    """我的导出: what is being made, and what may still be fetched."""
    since = timezone.now() - timedelta(hours=settings.EXPORT_HOURS)
    mine = Export.objects.filter(owner=request.user, created_at__gt=since)
    context = {"exports": mine[:SHOWN], "hours": settings.EXPORT_HOURS}
    return render(request, "core/export_list.html", context)


@access.signed_in
@require_safe
def export_detail(request, uuid: UUID):
    export = _own(request, uuid)
    item = JobItem.objects.get(job=export.job_id)
    context = {"export": export, "item": item, "hours": settings.EXPORT_HOURS}
    response = render(request, "core/export_detail.html", context)
    is_over = export.made_at or export.refusal or item.finished_at
    if not is_over:
        response["Refresh"] = REFRESH_SECONDS
    return response


@access.signed_in
@require_safe
def export_download(request, uuid: UUID):
    """The file for whoever ordered it, as long as he may open the list and the file is kept."""
    export = _own(request, uuid)
    if export.made_at is None:
        return redirect(export)
    if export.is_expired:
        context = {"export": export, "hours": settings.EXPORT_HOURS}
        return render(request, "core/export_detail.html", context, status=HTTP_GONE)
    listing = find(export.listing)
    if listing is None or not listing.allows(request.user):
        raise PermissionDenied("您现在不能查看这个列表，文件不能下载")
    audit.record(AuditEvent.Kind.DOWNLOADED, request=request, subject=export.title)
    return send_stored(export.path, name=f"{export.title}.xlsx", content_type=exports.XLSX)


def _own(request, uuid: UUID) -> Export:
    return get_object_or_404(Export, owner=request.user, uuid=uuid)
