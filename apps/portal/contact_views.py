"""The sheet of a contact branch: duties and issues lie above the contact points, so it stands here."""

from uuid import UUID

from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from apps.contacts.models import ContactPoint
from apps.contacts.page_forms import RemarkForm
from apps.contacts.services import note_check
from apps.core import access
from apps.portal.contact_paper import print_sheet
from apps.portal.contact_sheet import sheet_of

VIEW = "contacts.view_contactpoint"


@access.permission(VIEW)
@require_safe
def contact_sheet(request, uuid: UUID):
    """Opened by the leader himself, the sheet is his monthly check (R-CP-03, decision 0021)."""
    point, today = _point(request, uuid), timezone.localdate()
    is_own = point.person.user_id == request.user.pk
    check = None
    if is_own and point.holds_on(today) and _is_looked_at(request):
        check = note_check(point=point, on=today)
    remark = RemarkForm(initial={"remark": check.remark}) if check else None
    context = {
        "point": point,
        "sheet": sheet_of(point, today),
        "is_own": is_own,
        "remark": remark,
        "today": today,
    }
    return render(request, "portal/contact_sheet.html", context)


def _is_looked_at(request) -> bool:
    """A page that a browser fetches ahead of its reader has not been opened by anybody."""
    purpose = request.headers.get("Sec-Purpose", "") + request.headers.get("Purpose", "")
    return request.method == "GET" and "prefetch" not in purpose


@require_POST
@access.permission(VIEW)
def contact_paper(request, uuid: UUID):
    point = _point(request, uuid)
    document = print_sheet(point, timezone.localdate())
    return redirect("core:document_download", document.uuid)


def _point(request, uuid: UUID) -> ContactPoint:
    rows = ContactPoint.objects.visible_to(request.user).select_related(
        "person__user", "organisation__unit", "organisation__parent"
    )
    return get_object_or_404(rows, uuid=uuid)
