"""The notice of rectification and the ledger as files."""

from uuid import UUID

from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from apps.core import access
from apps.core.sending import is_in_messenger, send_bytes
from apps.core.views import open_elsewhere
from apps.inspections.ledger_paper import print_ledger
from apps.inspections.letter import CONTENT_TYPE, letter_of, print_letter, write_letter
from apps.inspections.models import Visit
from apps.inspections.views.seen import seen_inspection, told_visit


@access.signed_in
@require_safe
def notice_detail(request, uuid: UUID):
    """The words of the letter, for whoever reads it where nothing can be loaded."""
    visit = told_visit(request, uuid)
    sees_visit = Visit.objects.seen_by(request.user).filter(pk=visit.pk).exists()
    context = {"visit": visit, "letter": letter_of(visit), "sees_visit": sees_visit}
    return render(request, "inspections/notice_detail.html", context)


@require_POST
@access.signed_in
def letter_pdf(request, uuid: UUID):
    """Printed when it is asked for; the same issues lead to the same document."""
    return redirect(print_letter(told_visit(request, uuid)))


@require_POST
@access.signed_in
def ledger_pdf(request, uuid: UUID):
    return redirect(print_ledger(seen_inspection(request, uuid), timezone.localdate()))


@access.signed_in
@require_safe
def letter_word(request, uuid: UUID):
    visit = told_visit(request, uuid)
    name = f"{visit.unit}督查整改通知"
    if is_in_messenger(request):
        return open_elsewhere(request, name)
    return send_bytes(write_letter(visit), name=f"{name}.docx", content_type=CONTENT_TYPE)
