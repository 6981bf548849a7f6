"""信息报送."""

from collections.abc import Iterable
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from apps.branches.models import Unit
from apps.core.uploads import AcceptedFile, keep
from apps.news.models import Article, InfoFile, InfoSubmission


@transaction.atomic
def submit_information(
    *,
    unit: Unit,
    title: str,
    starts_on: date,
    by,
    text: str = "",
    submitted_to: str = "",
    article: Article | None = None,
    papers: Iterable[AcceptedFile] = (),
) -> InfoSubmission:
    """One piece of a unit: its text, its paper, or the article that says it already."""
    given = list(papers)
    if not (text or given or article):
        raise ValidationError("请填写信息内容，或者上传文件，二者有一样就行")
    submission = InfoSubmission(
        unit=unit,
        title=title,
        starts_on=starts_on,
        text=text,
        submitted_to=submitted_to,
        article=article,
        submitted_by=by,
    )
    submission.full_clean(exclude=["submitted_by"])
    submission.save()
    InfoFile.objects.bulk_create(_rows(submission, given))
    return submission


def _rows(submission: InfoSubmission, given: Iterable[AcceptedFile]):
    for file in map(keep, given):
        yield InfoFile(
            submission=submission,
            **file.columns,
        )
