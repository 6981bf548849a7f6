"""复核: by another person; what passed is closed in the same go or later."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from apps.core.lifecycle import StepRefused, advance
from apps.core.models.spans import day_in_words
from apps.core.text import clean_text
from apps.inspections.choices import IssueStatus, RecheckOutcome
from apps.inspections.models import Issue, Recheck
from apps.inspections.rules import refuse_future, refuse_own_correction
from apps.inspections.services.rights import locked


@transaction.atomic
def recheck(
    *,
    issue: Issue,
    outcome: RecheckOutcome,
    held_on: date,
    by,
    findings: str = "",
    closes: bool = False,
) -> Issue:
    """Write down the recheck and take its step; with `closes` what passed is closed at once.

    StepRefused for whoever corrected it himself (R-INS-01); PermissionDenied without right or seat.
    """
    stored, findings = locked(issue), clean_text(findings)
    if stored.status != IssueStatus.SUBMITTED:
        raise StepRefused(
            f"“{stored}”现在是“{stored.get_status_display()}”，不能复核。整改单位提交以后再复核"
        )
    refuse_own_correction(stored, by)
    _refuse_days(stored, held_on)
    written = Recheck(issue=stored, by=by, held_on=held_on, outcome=outcome, findings=findings)
    written.full_clean()
    written.save(force_insert=True)
    if outcome == RecheckOutcome.RETURN:
        return advance(stored, "return", by=by, note=findings)
    passed = advance(stored, "pass", by=by, note=findings)
    return advance(passed, "close", by=by) if closes else passed


def _refuse_days(issue: Issue, held_on: date) -> None:
    refuse_future(held_on, field="held_on", name="复核日期")
    if issue.submitted_on and held_on < issue.submitted_on:
        raise ValidationError(
            {"held_on": f"整改结果是{day_in_words(issue.submitted_on)}提交的，复核日期不能更早"}
        )
