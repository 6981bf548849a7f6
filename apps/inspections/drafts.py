"""The names under which drafts of visits are kept: one for each unit, one for each visit."""

from uuid import UUID

from apps.branches.models import Unit
from apps.core import drafts
from apps.inspections.models import Inspection, Visit

FORM = "inspections.visit"


def form_of_new(inspection: Inspection, unit: Unit) -> str:
    return f"{FORM}:{inspection.uuid}:{unit.uuid}:new"


def form_of(visit: Visit) -> str:
    return f"{FORM}:{visit.inspection.uuid}:{visit.unit.uuid}:{visit.uuid}"


def standing(user, rest: str) -> drafts.Standing | None:
    """How the visit stands; None for a new one, and for one that the user does not see."""
    try:
        key = UUID(rest.rpartition(":")[2])
    except ValueError:
        return None
    visit = Visit.objects.seen_by(user).filter(uuid=key).first()
    return drafts.Standing(visit.version, visit.updated_at) if visit else None


drafts.register_standing(FORM, standing)
