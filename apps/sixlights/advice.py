"""What is worth a word about an activity, and never a reason to refuse it."""

from collections.abc import Iterable

from apps.sixlights.models import Activity, CampaignItem


def notes_of(activity: Activity, items: Iterable[CampaignItem]) -> list[str]:
    found = (note_on_minutes(item, activity.minutes) for item in items)
    return [sentence for sentence in found if sentence]


def note_on_minutes(item: CampaignItem, minutes: int | None) -> str:
    """Handbook 15, 8: a lecture of 5 to 30 minutes; outside of them a note."""
    if minutes is None or not is_outside(item, minutes):
        return ""
    return f"“{item}”{span_of(item)}，这次记的是 {minutes} 分钟。已照常登记"


def is_outside(item: CampaignItem, minutes: int) -> bool:
    is_short = item.minutes_from is not None and minutes < item.minutes_from
    return is_short or (item.minutes_to is not None and minutes > item.minutes_to)


def span_of(item: CampaignItem) -> str:
    if item.minutes_to is None:
        return f"每人每次不少于 {item.minutes_from} 分钟"
    if item.minutes_from is None:
        return f"每人每次不超过 {item.minutes_to} 分钟"
    return f"每人每次 {item.minutes_from} 至 {item.minutes_to} 分钟"
