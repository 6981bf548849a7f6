"""What an issued year would be today: shown beside the result, never written into it (R-ASM-03)."""

from dataclasses import dataclass
from decimal import Decimal

from apps.assessments.assess import assessed
from apps.assessments.models import Result, Run
from apps.core.periods import local_day


@dataclass(frozen=True, slots=True)
class Difference:
    """`total_now` and `grade_now` are None where nothing of the scheme applies any more."""

    result: Result
    total_now: Decimal | None
    grade_now: str | None


def differences(run: Run) -> list[Difference]:
    """The results of a computed run that today's rows no longer give."""
    now = {
        one.subject.pk: one.score
        for one in assessed(run.scheme, run.period, today=local_day(run.computed_at))
    }
    found = []
    for result in run.results.select_related("organisation", "unit"):
        score = now.get(result.organisation_id)
        total, grade = (score.total, score.grade) if score else (None, None)
        if (total, grade) != (result.total, result.grade):
            found.append(Difference(result, total, grade))
    return found
