"""What the staff decide beside the points: a level of their own with a reason, and vetoes."""

from django.core.exceptions import ValidationError
from django.db import transaction

from apps.core.text import clean_text
from apps.grades.choices import LimitTest
from apps.grades.marks import STAFF
from apps.grades.models import GradeLevel, GradeVeto, Rating, RatingVeto
from apps.grades.services.outcomes import locked_for, state_outcome


@transaction.atomic
def choose_level(*, rating: Rating, level: GradeLevel | None, reason: str = "", by) -> Rating:
    """Give a level that the rules do not give; None goes back to theirs."""
    stored = locked_for(rating, STAFF, by)
    reason = clean_text(reason)
    if level is not None and level.scheme_id != stored.scheme_id:
        raise ValidationError({"level": f"“{level}”不是“{stored.scheme}”的等级，请重新选择"})
    if level is not None and not reason:
        raise ValidationError({"reason": "请写明为什么定这个等级"})
    stored.chosen, stored.choice_reason = level, reason if level else ""
    stored.save(update_fields=["chosen", "choice_reason"])
    state_outcome(stored)
    return stored


@transaction.atomic
def enter_veto(*, rating: Rating, veto: GradeVeto, reason: str, by) -> RatingVeto:
    """R-ASM-06: with author and reason."""
    stored = locked_for(rating, STAFF, by)
    reason = clean_text(reason)
    if veto.scheme_id != stored.scheme_id or veto.test != LimitTest.BY_HAND:
        raise ValidationError({"veto": f"“{veto}”由门户按数据认定，不能人工录入"})
    if not reason:
        raise ValidationError({"reason": "请写明认定的理由"})
    found, _ = RatingVeto.objects.update_or_create(
        rating=stored, veto=veto, defaults={"reason": reason, "entered_by": by}
    )
    state_outcome(stored)
    return found


@transaction.atomic
def lift_veto(*, found: RatingVeto, by) -> Rating:
    """Its row stays, without words; the history keeps what they were."""
    stored = locked_for(found.rating, STAFF, by)
    if found.veto.test != LimitTest.BY_HAND:
        raise ValidationError(
            f"“{found.veto}”由门户按数据认定，不能人工取消；数据有错的，请先更正记录"
        )
    RatingVeto.objects.filter(pk=found.pk).update(reason="", entered_by=by)
    state_outcome(stored)
    return stored
