"""The name under which the draft of somebody's points is kept."""

from uuid import UUID

from apps.core import drafts
from apps.grades.marks import Stage
from apps.grades.models import Rating

MARKS = "grades.marks"


def form_of(rating: Rating, stage: Stage) -> str:
    return f"{MARKS}:{stage.name}:{rating.uuid}"


def standing(user, rest: str) -> drafts.Standing | None:
    """How the rating of a draft stands; None for what the user does not see."""
    try:
        key = UUID(rest.rpartition(":")[2])
    except ValueError:
        return None
    rating = Rating.objects.visible_to(user).filter(uuid=key).first()
    return drafts.Standing(rating.version, rating.updated_at) if rating else None


drafts.register_standing(MARKS, standing)
