"""The sheet of one rating as a file."""

from uuid import UUID

from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from apps.core import access
from apps.core.sending import is_in_messenger, send_bytes
from apps.core.views import open_elsewhere
from apps.core.word import CONTENT_TYPE
from apps.grades.printing.sheets import print_sheet, title_of, write_sheet
from apps.grades.views.shared import VIEW, seen_rating


@require_POST
@access.permission(VIEW)
def sheet_pdf(request, uuid: UUID):
    """Printed when it is asked for; the same points lead to the same document."""
    return redirect(print_sheet(seen_rating(request, uuid)))


@access.permission(VIEW)
@require_safe
def sheet_word(request, uuid: UUID):
    rating = seen_rating(request, uuid)
    name = f"{rating.organisation}{title_of(rating)}"
    if is_in_messenger(request):
        return open_elsewhere(request, name)
    return send_bytes(write_sheet(rating), name=f"{name}.docx", content_type=CONTENT_TYPE)
