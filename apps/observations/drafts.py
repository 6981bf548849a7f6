"""The name under which the draft of a form is kept."""

from uuid import UUID

from apps.core import drafts
from apps.observations.models import Observation

FORM = "observations.observation"


def form_of(observation: Observation) -> str:
    return f"{FORM}:{observation.uuid}"


def standing(user, rest: str) -> drafts.Standing | None:
    """How the observation stands; None for one that is not the user's to answer."""
    try:
        key = UUID(rest)
    except ValueError:
        return None
    observation = Observation.objects.answered_by(user).filter(uuid=key).first()
    return drafts.Standing(observation.version, observation.updated_at) if observation else None


drafts.register_standing(FORM, standing)
