"""What was published, submitted, studied and taught; rows of a unit count for its head."""

from collections.abc import Callable

from django.db.models import QuerySet

from apps.core.periods import Period
from apps.indicators.sources.base import Source, unit_head
from apps.news.models import (
    Article,
    Case,
    InfoAdoption,
    InfoSubmission,
    StudySession,
    TrainingClass,
)

Rows = Callable[[Period], QuerySet]


def _of_units(model, rows: Rows | None = None) -> Source:
    return Source(
        model,
        rows or (lambda period: model.objects.begun_in(period)),
        day="starts_on",
        owner=unit_head("unit"),
        holder="unit",
        shown_with=("unit",),
    )


ARTICLES = Source(Article, lambda period: Article.objects.published_in(period), day="published_at")
SUBMISSIONS = _of_units(InfoSubmission)
ADOPTIONS = Source(
    InfoAdoption,
    lambda period: InfoAdoption.objects.begun_in(period),
    day="starts_on",
    owner=unit_head("submission__unit"),
    holder="submission__unit",
    record="submission",
    shown_with=("submission__unit",),
)
CASES = _of_units(Case, lambda period: Case.objects.submitted().begun_in(period))
STUDY_SESSIONS = _of_units(StudySession)
TRAINING_CLASSES = _of_units(TrainingClass)
