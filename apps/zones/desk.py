"""What waits at the committee's desk about the zones."""

from django.urls import reverse
from django.utils import timezone

from apps.core.desk import queue
from apps.zones.choices import SuggestionStatus
from apps.zones.models import Suggestion, ZoneActivity

ASSIGN, PUBLISH = "zones.assign_suggestion", "zones.publish_zoneactivity"


def _suggestions(query: str) -> str:
    return f"{reverse('admin:zones_suggestion_changelist')}?{query}"


def _activities(waiting: str) -> str:
    return f"{reverse('admin:zones_zoneactivity_changelist')}?waiting={waiting}"


@queue(
    "待指派的意见建议",
    permission=ASSIGN,
    order=28,
    link=lambda: _suggestions(f"status__exact={SuggestionStatus.COLLECTED}"),
)
def suggestions_without_owner(user):
    return Suggestion.objects.visible_to(user, "assign").without_owner()


@queue(
    "逾期未答复的意见建议",
    permission=ASSIGN,
    order=29,
    is_late=True,
    link=lambda: _suggestions("late=answer"),
)
def overdue_suggestions(user):
    return Suggestion.objects.visible_to(user, "assign").overdue(timezone.localdate())


@queue(
    "联系片活动没有记录",
    permission=PUBLISH,
    order=30,
    is_late=True,
    link=lambda: _activities("record"),
)
def activities_without_record(user):
    rows = ZoneActivity.objects.visible_to(user, "publish")
    return rows.waiting_for_record(timezone.localdate())


@queue("待发布的联系片活动", permission=PUBLISH, order=31, link=lambda: _activities("publication"))
def activities_to_publish(user):
    return ZoneActivity.objects.visible_to(user, "publish").waiting_for_publication()
