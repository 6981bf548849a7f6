"""What a new article begins with, so that nothing known is typed again."""

from uuid import UUID

from django.http import Http404
from django.shortcuts import get_object_or_404

from apps.core.models.spans import day_in_words
from apps.news.choices import Section
from apps.zones.models import ZoneActivity


def of_activity(user, key: str) -> dict[str, str]:
    """写成报道: title, day, place and theme of an activity that the user sees."""
    try:
        rows = ZoneActivity.objects.visible_to(user).select_related("zone")
        activity = get_object_or_404(rows, uuid=UUID(key))
    except ValueError:
        raise Http404 from None
    return {"title": activity.title, "section": Section.WORK, "body": _words(activity)}


def _words(activity: ZoneActivity) -> str:
    days = day_in_words(activity.starts_on)
    if activity.ends_on != activity.starts_on:
        days += f"至{day_in_words(activity.ends_on)}"
    where = f"在{activity.place}" if activity.place else ""
    who = str(activity.zone) if activity.zone else "各联系片"
    theme = f"，主题是“{activity.theme}”" if activity.theme else ""
    counted = activity.persons_stated or activity.units_stated
    many = f"，{counted}参加" if counted else ""
    first = f"{days}，{who}{where}开展{activity.title}{theme}{many}。"
    return "\n\n".join(words for words in (first, activity.record) if words)
