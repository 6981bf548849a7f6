"""What a rating comes to is written with every change of what it is made of."""

from django.core.exceptions import PermissionDenied
from django.utils import timezone

from apps.core.lifecycle import StepRefused
from apps.core.versions import StaleVersion
from apps.grades.marks import Stage, outcome_of, stage_of
from apps.grades.models import Rating
from apps.grades.rules import rules_of
from apps.grades.scoring import Outcome, Rules

WRITTEN = ("points", "level_by_points", "level", "explanation", "version", "updated_at")


def state_outcome(rating: Rating, rules: Rules | None = None) -> Outcome:
    """Write points and level of a rating whose lines have changed; a chosen level stands."""
    found = outcome_of(rating, rules or rules_of(rating.scheme))
    put(rating, found)
    rating.version += 1
    rating.save(update_fields=WRITTEN)
    return found


def put(rating: Rating, found: Outcome) -> None:
    """In memory; without a line for every item there is no level by points."""
    is_whole = not found.missing
    rating.points = found.points if is_whole else None
    rating.level_by_points_id = found.by_points.key if is_whole and found.by_points else None
    by_rules = found.level.key if is_whole and found.level else None
    rating.level_id = rating.chosen_id or by_rules
    rating.explanation = "\n".join(found.explanations if is_whole else ())
    rating.updated_at = timezone.now()


def locked(rating: Rating) -> Rating:
    return (
        Rating._base_manager.select_for_update(of=("self",))
        .select_related("scheme", "organisation")
        .get(pk=rating.pk)
    )


def locked_for(rating: Rating, stage: Stage, by, *, expected_version: int | None = None) -> Rating:
    """The stored rating, held for whoever writes at that stage; `by` None is the portal.
    StaleVersion if it is not `expected_version` any more."""
    stored = locked(rating)
    if by is not None and not by.has_perm(stage.permission, stored):
        raise PermissionDenied(f"“{stored}”的{stage.label}不由您办理")
    if stage_of(stored) is not stage:
        raise StepRefused(
            f"“{stored}”现在是“{stored.get_status_display()}”，{stage.label}的内容不能再改。"
            "需要修改的，请先退回"
        )
    if expected_version is not None and stored.version != expected_version:
        raise StaleVersion(stored)
    return stored
