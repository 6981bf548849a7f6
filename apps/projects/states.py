"""In which state a project was on a day: its own days tell it, where its steps are not on record."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django.apps import apps
from django.db.models import Case, Exists, F, OuterRef, Q, Subquery, Value, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce
from django.utils import timezone

from apps.core.models import StatusChange
from apps.projects.choices import BEFORE_DECISION, ProjectStatus

# From the last of its days back; where none has come, it was reported and not decided on.
DAYS = (
    ("evaluated_on", ProjectStatus.EVALUATED),
    ("concluded_on", ProjectStatus.CONCLUDED),
    ("midterm_on", ProjectStatus.MIDTERM),
    ("started_on", ProjectStatus.IN_PROGRESS),
    ("approved_on", ProjectStatus.APPROVED),
)
UNDATED = (*BEFORE_DECISION, ProjectStatus.RETURNED, ProjectStatus.REFUSED)


def state_on(day: date) -> Combinable:
    if day >= timezone.localdate():
        return F("status")
    return Coalesce(Subquery(_steps(day).values("target")[:1]), _by_days(day))


def _steps(day: date):
    """The steps up to the end of the day, the latest first."""
    end = timezone.make_aware(datetime.combine(day + timedelta(days=1), time()))
    return StatusChange.objects.filter(
        model_label="projects.SecretaryProject", object_pk=OuterRef("pk"), at__lt=end
    ).order_by("-at", "-pk")


def _by_days(day: date) -> Case:
    """What was imported or taken over has its days and no steps."""
    title: Any = apps.get_model("projects", "Title")
    held = title.objects.valid().filter(project=OuterRef("pk"), awarded_on__lte=day)
    return Case(
        When(stopped_on__lte=day, then=Value(ProjectStatus.STOPPED)),
        When(Exists(held), then=Value(ProjectStatus.TITLED)),
        *(When(**{f"{name}__lte": day}, then=Value(state)) for name, state in DAYS),
        When(Q(reported_on__lte=day, status__in=UNDATED), then=F("status")),
        When(reported_on__lte=day, then=Value(ProjectStatus.SUBMITTED)),
    )
