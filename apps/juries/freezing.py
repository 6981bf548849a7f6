"""Writing a list of results: once, in the transaction of the step that freezes it."""

from django.db.models import Max
from django.utils import timezone

from apps.juries.judging import judge
from apps.juries.models import Jury, ResultLine, ResultList


def write_list(jury: Jury, by) -> None:
    """The next number; earlier lists stay as they are."""
    last = jury.lists.aggregate(last=Max("number"))["last"] or 0
    result = ResultList.objects.create(
        jury=jury,
        number=last + 1,
        frozen_by=by,
        title=jury.title,
        places=jury.places,
        jury_line=_jury_line(jury),
    )
    ResultLine.objects.bulk_create(
        ResultLine(
            result_list=result,
            candidate=line.candidate,
            organisation_name=line.candidate.organisation.name,
            order=order,
            sheets=line.average.number,
            mean=line.average.mean,
            light=line.light or "",
            is_in=line.is_in,
            explanation=line.explanation,
            marks=line.marks(jury.scheme.is_anonymous),
            advice=line.advice,
        )
        for order, line in enumerate(judge(jury, timezone.localdate()), start=1)
    )


def _jury_line(jury: Jury) -> str:
    jurors = list(jury.jurors.select_related("unit"))
    if jury.scheme.is_anonymous:
        return f"评审组{len(jurors)}人，不记名评分"
    named = [f"{j}（{'组长，' if j.is_chair else ''}{j.works_at}）" for j in jurors]
    return "、".join(named)
