"""Asking whether a paper is genuine: open to everybody who holds one, no account needed."""

import re
import unicodedata

from django.shortcuts import render
from django.views.decorators.http import require_safe

from apps.core import access, standings
from apps.core.models import Document

NOISE = re.compile(r"[^A-Z2-7]")
LETTERS = 16
# Base 32 has no 0, 1 and 8; whoever copies from paper may still write them.
MISREAD = str.maketrans("018", "OIB")


def normal_code(typed: str) -> str:
    """Letters and digits in groups of four, however they were typed; "" for what cannot be one."""
    plain = unicodedata.normalize("NFKC", typed).upper()
    letters = NOISE.sub("", plain.translate(MISREAD))
    if len(letters) != LETTERS:
        return ""
    return "-".join(letters[i : i + 4] for i in range(0, LETTERS, 4))


@access.public
@require_safe
def verify(request):
    typed = request.GET.get("code", "")
    code = normal_code(typed)
    document = Document.objects.filter(code=code).first() if code else None
    context = {
        "typed": typed[:60],
        "code": code,
        "document": document,
        "standing": standings.standing_of(document) if document else None,
    }
    return render(
        request, "core/verify.html", context, status=200 if document or not typed else 404
    )
