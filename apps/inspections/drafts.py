"""The names under which drafts are kept: of a visit one for each unit and one for each visit, of
all others one for the row that the form is about."""

from uuid import UUID

from django.db.models import Model

from apps.branches.models import Unit
from apps.core import drafts
from apps.inspections.models import Inspection, Measure, Visit

FORM, DONE = "inspections.visit", "inspections.done"


def form_of_new(inspection: Inspection, unit: Unit) -> str:
    return f"{FORM}:{inspection.uuid}:{unit.uuid}:new"


def form_of(visit: Visit) -> str:
    return f"{FORM}:{visit.inspection.uuid}:{visit.unit.uuid}:{visit.uuid}"


def form_about(what: str, row: Model) -> str:
    """Of a finding, a measure, evidence, more time, a recheck."""
    return f"inspections.{what}:{row.uuid}"  # type: ignore[attr-defined]


def standing(user, rest: str) -> drafts.Standing | None:
    """How the visit stands; None for a new one, and for one that the user does not see."""
    return _standing(Visit.objects.seen_by(user), rest.rpartition(":")[2])


def standing_of_measure(user, rest: str) -> drafts.Standing | None:
    return _standing(Measure.objects.visible_to(user), rest)


def _standing(rows, text: str) -> drafts.Standing | None:
    try:
        key = UUID(text)
    except ValueError:
        return None
    row = rows.filter(uuid=key).first()
    return drafts.Standing(row.version, row.updated_at) if row else None


drafts.register_standing(FORM, standing)
drafts.register_standing(DONE, standing_of_measure)
