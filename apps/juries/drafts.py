"""The name under which the draft of a sheet is kept."""

from uuid import UUID

from apps.core import drafts
from apps.juries.models import Candidate, Sheet

SHEET = "juries.sheet"


def form_of(candidate: Candidate) -> str:
    return f"{SHEET}:{candidate.uuid}"


def standing(user, rest: str) -> drafts.Standing | None:
    """How the juror's own sheet stands; None for a new one, and for what he does not judge."""
    try:
        key = UUID(rest)
    except ValueError:
        return None
    sheet = Sheet.objects.filter(candidate__uuid=key, juror__person__user=user).first()
    return drafts.Standing(sheet.version, sheet.updated_at) if sheet else None


drafts.register_standing(SHEET, standing)
