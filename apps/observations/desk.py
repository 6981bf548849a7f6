"""What waits at the committee's desk about sitting in on study."""

from django.urls import reverse
from django.utils import timezone

from apps.core.desk import queue
from apps.observations.choices import ObservationStatus
from apps.observations.models import Observation

CONDUCT = "observations.conduct_observation"


def _observations(query: str) -> str:
    return f"{reverse('admin:observations_observation_changelist')}?{query}"


@queue("旁听没有商定日期", permission=CONDUCT, order=84, link=lambda: _observations("waiting=day"))
def observations_without_day(user):
    return Observation.objects.visible_to(user, "conduct").without_day(timezone.localdate())


@queue(
    "该通知单位的旁听",
    permission=CONDUCT,
    order=85,
    is_late=True,
    link=lambda: _observations("waiting=notice"),
)
def observations_to_announce(user):
    return Observation.objects.visible_to(user, "conduct").notice_due(timezone.localdate())


@queue(
    "旁听反馈表逾期未交",
    permission=CONDUCT,
    order=86,
    is_late=True,
    link=lambda: _observations("waiting=form"),
)
def overdue_forms(user):
    return Observation.objects.visible_to(user, "conduct").form_overdue(timezone.localdate())


@queue(
    "待反馈单位的旁听",
    permission=CONDUCT,
    order=87,
    link=lambda: _observations(f"status__exact={ObservationStatus.RETURNED}"),
)
def forms_to_feed_back(user):
    rows = Observation.objects.visible_to(user, "conduct")
    return rows.filter(status=ObservationStatus.RETURNED)
