"""A juror's sheet: kept while he writes, handed in when it is complete, changed until the close."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from apps.core.exact import shown
from apps.core.versions import claim_version
from apps.juries.choices import Light
from apps.juries.conflicts import conflicts_of
from apps.juries.models import Candidate, Juror, Jury, JuryCriterion, Score, Sheet


@dataclass(frozen=True)
class SheetEntry:
    """`points` by the key of their criterion; None where nothing has been written yet."""

    points: Mapping[int, Decimal | None] = field(default_factory=dict)
    light: str = ""
    advice: str = ""


@transaction.atomic
def keep_sheet(
    *,
    juror: Juror,
    candidate: Candidate,
    entry: SheetEntry,
    hand_in: bool,
    expected_version: int | None = None,
    from_paper: bool = False,
) -> Sheet:
    """Keep what the juror writes; with `hand_in` it counts, and must be complete.

    A sheet that has been handed in stays so: it can be corrected, not taken back.
    `expected_version` None is the first time, or a paper that is entered again.
    """
    jury = Jury.objects.select_for_update(of=("self",)).get(pk=candidate.jury_id)
    _require_open(jury, juror, candidate)
    sheet = Sheet.objects.filter(juror=juror, candidate=candidate).first()
    if sheet is None:
        sheet = Sheet(juror=juror, candidate=candidate)
    elif from_paper:
        sheet.version += 1
    elif expected_version is None:
        raise ValidationError("这份评分表已经保存过。请刷新页面，在已保存的表上修改")
    else:
        claim_version(sheet, expected=expected_version)
    counts = hand_in or sheet.handed_in_at is not None
    criteria = list(jury.scheme.criteria.all())
    _check(entry, criteria, complete=counts)
    sheet.light, sheet.advice, sheet.is_from_paper = entry.light, entry.advice, from_paper
    if counts:
        sheet.handed_in_at = timezone.now()
    sheet.save()
    _write_scores(sheet, entry, criteria)
    return sheet


def _require_open(jury: Jury, juror: Juror, candidate: Candidate) -> None:
    today = timezone.localdate()
    if juror.jury_id != jury.pk:
        raise ValidationError(f"{juror}不是“{jury}”的评委，不能评分")
    if not jury.takes_sheets_on(today):
        raise ValidationError(
            f"“{jury}”现在不收评分表（截止日期 {jury.closes_on}）。需要补交的，请联系工委"
        )
    if candidate.left_on:
        raise ValidationError(f"“{candidate}”已退出评审，不用评分")
    reason = conflicts_of([juror], [candidate], today).get((juror.pk, candidate.pk))
    if reason:
        raise ValidationError(f"{juror}{reason}，按规定回避，不能评“{candidate}”")


def _check(entry: SheetEntry, criteria: list[JuryCriterion], *, complete: bool) -> None:
    problems = [_wrong(entry.points.get(c.pk), c, complete) for c in criteria]
    if complete and entry.light not in Light.values:
        problems.append("请选择建议：绿灯、黄灯或红灯")
    if found := [p for p in problems if p]:
        raise ValidationError(found)


def _wrong(points: Decimal | None, criterion: JuryCriterion, complete: bool) -> str:
    if points is None:
        return f"请填写“{criterion}”的得分" if complete else ""
    if not 0 <= points <= criterion.most:
        return f"“{criterion}”的得分在 0 到 {shown(criterion.most)} 分之间，现在填的是 {points}"
    return ""


def _write_scores(sheet: Sheet, entry: SheetEntry, criteria: list[JuryCriterion]) -> None:
    known = {score.criterion_id: score for score in sheet.scores.all()}
    for criterion in criteria:
        points, score = entry.points.get(criterion.pk), known.get(criterion.pk)
        if points is None:
            if score:
                score.delete()
        elif score is None:
            Score.objects.create(sheet=sheet, criterion=criterion, points=points)
        elif score.points != points:
            score.points = points
            score.save(update_fields=["points"])
