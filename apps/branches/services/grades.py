"""Grades are recorded, confirmed by a re-inspection, and taken back with a reason."""

from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from apps.branches.choices import GradeKind
from apps.branches.models import Grade, Organisation
from apps.branches.telling import tell_of_lowering
from apps.core.models.spans import day_in_words
from apps.core.text import clean_text

CHANGE = "branches.change_grade"
# So much of a reason is kept beside the grade; the visit has it whole.
LONGEST = 200


@transaction.atomic
def record_grade(
    *,
    organisation: Organisation,
    kind: GradeKind | str,
    year: int,
    level: str,
    order: int,
    decided_on: date | None = None,
    **fields: Any,
) -> Grade:
    """`fields`: scheme, points. ValidationError where the year has a grade of that kind."""
    day = decided_on or timezone.localdate()
    _require_past(day, "decided_on", "定级日期")
    grade = Grade(
        organisation=organisation,
        kind=kind,
        year=year,
        level=level,
        order=order,
        decided_on=day,
        **fields,
    )
    grade.full_clean()
    grade.save(force_insert=True)
    return grade


@transaction.atomic
def confirm_grade(*, grade: Grade, on: date, findings: str = "", by=None) -> Grade:
    """督导复审 found that the grade is kept."""
    stored = _locked(grade, by)
    _require_past(on, "confirmed_on", "复审确认日期")
    stored.confirmed_on, stored.confirmation = on, clean_text(findings)
    return _saved(stored)


@transaction.atomic
def lower_grade(*, grade: Grade, level: str, order: int, reason: str, on: date, by=None) -> Grade:
    """督导复审 found less than was given: the grade stays on record as revoked, and from that day
    the lower one stands for the year."""
    stored = _locked(grade, by)
    reason = clean_text(reason)
    if not reason:
        raise ValidationError({"reason": "请写明复审发现了什么、为什么降低等级"})
    if order >= stored.order:
        raise ValidationError(
            {
                "level": f"“{level}”不低于现在的“{stored.level}”，复审只能保持或者降低等级。"
                "要提高的，请按办法重新评定"
            }
        )
    if on < stored.decided_on:
        raise ValidationError({"on": f"复审日期不能早于定级日期{day_in_words(stored.decided_on)}"})
    revoke_grade(grade=stored, reason=f"复审降为“{level}”：{reason}"[:LONGEST], on=on)
    lower = record_grade(
        organisation=stored.organisation,
        kind=stored.kind,
        year=stored.year,
        scheme=stored.scheme,
        level=level,
        order=order,
        points=stored.points,
        decided_on=on,
        confirmed_on=on,
        confirmation=reason[:LONGEST],
    )
    tell_of_lowering(stored, lower, by)
    return lower


@transaction.atomic
def revoke_grade(*, grade: Grade, reason: str, on: date | None = None, by=None) -> Grade:
    """It stays on record; a further one may be recorded for the same year."""
    stored = _locked(grade, by)
    reason = clean_text(reason)
    if not reason:
        raise ValidationError({"revocation_reason": "请写明撤销定级的原因"})
    day = on or timezone.localdate()
    _require_past(day, "revoked_on", "撤销日期")
    stored.revoked_on, stored.revocation_reason = day, reason
    return _saved(stored)


def _locked(grade: Grade, by) -> Grade:
    """`by` None is the portal itself: a step of the rating or of an inspection."""
    stored = Grade._base_manager.select_for_update(of=("self",)).get(pk=grade.pk)
    if by is not None and not by.has_perm(CHANGE, stored):
        raise PermissionDenied("定级结果由工委办理，您可以查看")
    if not stored.is_in_force:
        raise ValidationError(f"“{stored}”已于{day_in_words(stored.revoked_on)}撤销，不能再办理")
    return stored


def _saved(grade: Grade) -> Grade:
    grade.version += 1
    grade.full_clean()
    grade.save()
    return grade


def _require_past(day: date, field: str, label: str) -> None:
    if day > timezone.localdate():
        raise ValidationError({field: f"{label}{day}还没有到，请填写今天或以前的日期"})
