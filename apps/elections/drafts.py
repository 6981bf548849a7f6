"""The names under which drafts of the forms of 换届 are kept, and how their records stand."""

from uuid import UUID

from apps.branches.models import Term
from apps.core import drafts
from apps.core.models import PublicModel
from apps.elections.models import Election, Renewal

STEP, RESULT = "elections.renewal", "elections.election"


def form_of_step(row: PublicModel, step: str) -> str:
    """One for each step that a page asks something for."""
    return f"{STEP}:{row.uuid}:{step}"


def form_of_result(row: Renewal | Term) -> str:
    """Of a renewal, or of a by-election within a term."""
    return f"{RESULT}:{row.uuid}:new"


def form_of_correction(election: Election) -> str:
    return f"{RESULT}:{election.uuid}"


def standing_of_step(user, rest: str) -> drafts.Standing | None:
    """How the renewal stands; None for what is no renewal, and for one that is not seen."""
    return _standing(Renewal.objects.visible_to(user), rest.partition(":")[0])


def standing_of_result(user, rest: str) -> drafts.Standing | None:
    return _standing(Election.objects.visible_to(user), rest)


def _standing(rows, key: str) -> drafts.Standing | None:
    try:
        row = rows.filter(uuid=UUID(key)).first()
    except ValueError:
        return None
    return drafts.Standing(row.version, row.updated_at) if row else None


drafts.register_standing(STEP, standing_of_step)
drafts.register_standing(RESULT, standing_of_result)
