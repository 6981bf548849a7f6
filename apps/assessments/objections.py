"""Objections to results under notice: raised, answered in words, and what was changed for them."""

from django.core.exceptions import ValidationError
from django.db import transaction

from apps.assessments.choices import RunStatus
from apps.assessments.models import ManualEntry, Objection, Result, Run, ScoreLine
from apps.core import objections
from apps.core.lifecycle import StepRefused
from apps.core.text import clean_text


@transaction.atomic
def raise_objection(
    *, result: Result, text: str, by, line: ScoreLine | None = None, speaker: str = ""
) -> Objection:
    """Possible while the run is under notice; one that is being answered is not raised twice."""
    run = Run.objects.select_for_update(of=("self",)).get(pk=result.run_id)
    if run.status != RunStatus.ANNOUNCED:
        raise ValidationError(
            f"{run}现在是“{run.get_status_display()}”，只有公示期间可以提出异议。"
            "公示以后发现的问题，请与工委联系"
        )
    objection = Objection(result=result, line=line, text=text, raised_by=by, speaker=speaker)
    return objections.raise_once(objection, result.objections.filter(line=line))


@transaction.atomic
def answer_objection(
    *,
    objection: Objection,
    answer: str,
    is_upheld: bool,
    by,
    change: str = "",
    entry: ManualEntry | None = None,
) -> Objection:
    """The number itself changes when the year is computed again, and not before."""
    objection.change, objection.entry = clean_text(change), entry
    objection.save(update_fields=["change", "entry", "updated_at"])
    return objections.answer(objection, words=answer, is_upheld=is_upheld, by=by)


def refuse_open_objections(run: Run) -> None:
    """Also those against an earlier computing of the same year by the same scheme."""
    waiting = Objection.objects.of_year_of(run).waiting().count()
    if waiting:
        raise StepRefused(f"还有 {waiting} 条异议没有答复，请先在考核异议中答复，再发布")


def require_changes_computed(run: Run) -> None:
    upheld = Objection.objects.of_year_of(run).upheld()
    later = upheld.filter(answered_at__gt=run.computed_at).count()
    if later:
        raise StepRefused(f"有 {later} 条已采纳的异议还没有计入结果，请先重新计算，再发布")
    waiting = upheld.filter(entry__isnull=False, entry__approved_at=None).count()
    if waiting:
        raise StepRefused(
            f"有 {waiting} 条已采纳的异议据以录入的人工计分还没有批准，"
            "请另一位同志在人工计分中批准，重新计算后再发布"
        )
    if upheld.filter(entry__approved_at__gt=run.computed_at).exists():
        raise StepRefused("为异议录入的人工计分在计算以后才批准，请先重新计算，再发布")
