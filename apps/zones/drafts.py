"""The names under which drafts of plans, records and suggestions are kept."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.urls import reverse

from apps.core import drafts
from apps.zones.models import Zone, ZoneActivity

PLAN, RECORD, SUGGESTION = "zones.plan", "zones.record", "zones.suggestion"


class Unfinished(NamedTuple):
    """One form that somebody has left; `url` opens it with what was typed."""

    title: str
    place: str
    url: str
    saved_at: datetime


def form_of_plan(zone: Zone, activity: ZoneActivity | None = None) -> str:
    return f"{PLAN}:{zone.uuid}:{activity.uuid if activity else 'new'}"


def form_of_record(activity: ZoneActivity) -> str:
    return f"{RECORD}:{activity.uuid}"


def _standing_of_plan(user, rest: str) -> drafts.Standing | None:
    return _standing(user, rest.partition(":")[2])


def _standing(user, key: str) -> drafts.Standing | None:
    """How the activity named by a draft stands; None for a new one and for one not seen."""
    activity = _activities(user, [key]).get(key)
    return drafts.Standing(activity.version, activity.updated_at) if activity else None


drafts.register_standing(PLAN, _standing_of_plan)
drafts.register_standing(RECORD, _standing)


def unfinished(user) -> list[Unfinished]:
    """What the user has left about zones, the latest first."""
    kept = drafts.unfinished_of(user).filter(form__startswith="zones.")
    left = [(at, form.split(":")) for form, at in kept.values_list("form", "saved_at")]
    activities = _activities(user, [parts[-1] for _, parts in left]) if left else {}
    found = (_offer(at, parts, activities.get(parts[-1])) for at, parts in left)
    return [offer for offer in found if offer]


def _offer(at: datetime, parts: list[str], activity: ZoneActivity | None) -> Unfinished | None:
    if parts[0] == SUGGESTION:
        return Unfinished("意见建议", "联系片", reverse("zones:suggestion_create"), at)
    if activity is None:
        is_new_plan = parts[0] == PLAN and parts[-1] == "new"
        url = f"{reverse('zones:activity_create')}?zone={parts[1]}"
        return Unfinished("活动安排", "联系片", url, at) if is_new_plan else None
    page = "activity_record" if parts[0] == RECORD else "activity_update"
    verb = "活动记录" if parts[0] == RECORD else "活动安排"
    return Unfinished(verb, str(activity), reverse(f"zones:{page}", args=[activity.uuid]), at)


def _activities(user, keys: list[str]) -> dict[str, ZoneActivity]:
    found = ZoneActivity.objects.visible_to(user).filter(uuid__in=[k for k in keys if _is_key(k)])
    return {str(activity.uuid): activity for activity in found}


def _is_key(text: str) -> bool:
    try:
        return bool(UUID(text))
    except ValueError:
        return False
