"""Objections while a level is in its notice: raised by anybody of the house, answered in words."""

from django.db import transaction

from apps.core import objections
from apps.core.lifecycle import StepRefused
from apps.grades.choices import RatingStatus
from apps.grades.models import Rating, RatingObjection


@transaction.atomic
def raise_objection(*, rating: Rating, text: str, by, speaker: str = "") -> RatingObjection:
    """One that waits for its answer is not raised twice."""
    held = Rating.objects.select_for_update(of=("self",)).get(pk=rating.pk)
    if held.status != RatingStatus.NOTICE:
        raise StepRefused(
            f"“{held}”不在公示期（现在是“{held.get_status_display()}”），异议要在公示期内提出。"
            "公示以后发现问题的，请直接向工委反映，可以复审"
        )
    objection = RatingObjection(rating=held, text=text, raised_by=by, speaker=speaker)
    return objections.raise_once(objection, held.objections.all())


@transaction.atomic
def answer_objection(
    *, objection: RatingObjection, answer: str, is_upheld: bool, by
) -> RatingObjection:
    """One that is upheld keeps the level from being decided until the notice is taken back."""
    return objections.answer(objection, words=answer, is_upheld=is_upheld, by=by)
