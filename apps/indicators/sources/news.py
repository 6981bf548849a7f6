"""What was published, submitted, studied and taught; rows of a unit count for its head."""

from apps.indicators.sources.base import Source, unit_head
from apps.news.models import (
    Article,
    Case,
    InfoAdoption,
    InfoSubmission,
    StudySession,
    TrainingClass,
)

OF_A_UNIT = {"owner": unit_head("unit"), "holder": "unit", "shown_with": ("unit",)}


def _begun(model) -> Source:
    return Source(
        model, lambda period: model.objects.begun_in(period), day="starts_on", **OF_A_UNIT
    )


ARTICLES = Source(Article, lambda period: Article.objects.published_in(period), day="published_at")
SUBMISSIONS = _begun(InfoSubmission)
ADOPTIONS = Source(
    InfoAdoption,
    lambda period: InfoAdoption.objects.begun_in(period),
    day="starts_on",
    owner=unit_head("submission__unit"),
    holder="submission__unit",
    record="submission",
    shown_with=("submission__unit",),
)
CASES = Source(
    Case,
    lambda period: Case.objects.submitted().begun_in(period),
    day="starts_on",
    **OF_A_UNIT,
)
STUDY_SESSIONS = _begun(StudySession)
TRAINING_CLASSES = _begun(TrainingClass)
