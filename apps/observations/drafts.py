"""The names under which drafts are kept, and how their records stand."""

from uuid import UUID

from apps.core import drafts
from apps.observations.models import GroupSession, Observation

FORM, SESSION = "observations.observation", "observations.groupsession"


def form_of(observation: Observation) -> str:
    return f"{FORM}:{observation.uuid}"


def standing(user, rest: str) -> drafts.Standing | None:
    """How the observation stands; None for one that is not the user's to answer."""
    return _standing(Observation.objects.answered_by(user), rest)


def standing_of_session(user, rest: str) -> drafts.Standing | None:
    return _standing(GroupSession.objects.changed_by(user), rest)


def _standing(rows, rest: str) -> drafts.Standing | None:
    try:
        key = UUID(rest)
    except ValueError:
        return None
    row = rows.filter(uuid=key).first()
    return drafts.Standing(row.version, row.updated_at) if row else None


drafts.register_standing(FORM, standing)
drafts.register_standing(SESSION, standing_of_session)
