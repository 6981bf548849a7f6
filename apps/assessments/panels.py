"""述职评议 by a jury: reports are entered, several raters mark them, the means become panel scores.

Sheets, conflicts of interest, anonymity and the frozen list are the jury's (decision 0026).
"""

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Sum
from django.utils import timezone

from apps.assessments.models import PanelScore
from apps.branches.models import Appointment, Organisation
from apps.core.exact import half_up
from apps.core.lifecycle import StepRefused
from apps.core.periods import Period
from apps.juries import dossiers
from apps.juries.choices import Subject
from apps.juries.dossiers import Dossier
from apps.juries.models import Candidate, Jury, ResultLine
from apps.juries.services import enter

FULL_SCORE = 100


@transaction.atomic
def enter_reports(*, jury: Jury, bodies: Iterable[Organisation], by) -> list[Candidate]:
    """One candidate for each body that is not before the jury yet."""
    _require_reports(jury)
    standing = set(jury.candidates.standing().values_list("organisation", flat=True))
    new = [body for body in bodies if body.pk not in standing]
    if not new:
        raise ValidationError("所选的党组织都已送评，没有新的可送")
    secretaries = _secretaries(new, jury.year)
    return [enter(jury, organisation=body, label=_label(body, secretaries), by=by) for body in new]


def _label(body: Organisation, secretaries: dict[int, str]) -> str:
    name = secretaries.get(body.pk, "")
    return f"{body}书记{name}述职" if name else f"{body}述职"


def _secretaries(bodies: Iterable[Organisation], year: int) -> dict[int, str]:
    """Who led them on the last day of the year that is reported on."""
    in_office = Appointment.objects.valid_on(Period.year(year).last_day).secretaries()
    own = in_office.filter(organisation__in=bodies).order_by("pk")
    return dict(own.values_list("organisation", "person__name"))


@transaction.atomic
def take_means(*, jury: Jury, by) -> list[PanelScore]:
    """The means of the list in force as panel scores out of a hundred; one that was entered before
    is replaced, and its history keeps it. Too few sheets have no mean and give no score."""
    _require_reports(jury)
    lines = ResultLine.objects.in_force().filter(result_list__jury=jury, mean__isnull=False)
    found = list(lines.select_related("candidate").order_by("order"))
    if not found:
        raise StepRefused(f"“{jury}”还没有确定的平均分，请先在评审会中确定结果")
    full = jury.scheme.criteria.aggregate(full=Sum("most"))["full"]
    stored = {
        score.organisation_id: score
        for score in PanelScore.objects.select_for_update().of_year(jury.year)
    }
    scores = [_score(line, full, stored, jury.year) for line in found]
    new = [score for score in scores if score.pk is None]
    PanelScore.objects.bulk_update(
        [score for score in scores if score.pk], ["score", "raters", "version", "updated_at"]
    )
    PanelScore.objects.bulk_create(new)
    return scores


def _score(line: ResultLine, full: Decimal, stored: dict[int, PanelScore], year: int) -> PanelScore:
    organisation = line.candidate.organisation_id
    score = stored.get(organisation) or PanelScore(year=year, organisation_id=organisation)
    score.score = half_up(Fraction(line.mean or 0) * FULL_SCORE / Fraction(full), 2)
    score.raters = line.sheets
    if score.pk:
        score.version += 1
        score.updated_at = timezone.now()
    return score


def _require_reports(jury: Jury) -> None:
    if jury.subject != Subject.REPORT:
        raise StepRefused(f"“{jury}”不是书记述职评议，请选择按述职评议办法建立的评审会")


def of_candidates(candidates: Iterable[Candidate]) -> dict[int, Dossier]:
    """What a rater reads: who reports. The report itself is heard."""
    return {
        candidate.pk: Dossier(
            title=candidate.label,
            sections=(
                ("党组织", str(candidate.organisation)),
                ("类别", candidate.organisation.get_kind_display()),
            ),
        )
        for candidate in candidates
    }


dossiers.register(Subject.REPORT, of_candidates)
