"""What every page of one rating asks first."""

from uuid import UUID

from django.shortcuts import get_object_or_404

from apps.grades.marks import STAFF, Stage, stage_of
from apps.grades.models import Rating

VIEW = "grades.view_rating"


def seen_rating(request, uuid: UUID) -> Rating:
    rows = Rating.objects.visible_to(request.user).select_related(
        *("organisation", "scheme", "level", "level_by_points", "chosen")
    )
    return get_object_or_404(rows.prefetch_related("lines__item", "found_vetoes"), uuid=uuid)


def turn_of(request, rating: Rating) -> Stage | None:
    """The stage at which the user may write now; the staff write at the desk."""
    stage = stage_of(rating)
    if stage is None or stage is STAFF or not request.user.has_perm(stage.permission, rating):
        return None
    return stage
