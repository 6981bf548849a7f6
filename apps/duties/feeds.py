"""The feed behind 日历订阅: only what is open, only of the organisations that its owner leads."""

from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F
from icalendar import Calendar
from icalendar import Event as CalendarEvent

from apps.accounts.models import User
from apps.core.periods import Period
from apps.duties.calendar import Event, open_events
from apps.duties.models import CalendarFeed
from apps.duties.models.feeds import new_nonce

BEHIND = timedelta(days=31)
AHEAD = timedelta(days=120)
HOUR = timedelta(hours=1)


def open_feed(*, user: User) -> CalendarFeed:
    """The feed of a person, made when it is asked for first."""
    return CalendarFeed.objects.get_or_create(user=user)[0]


@transaction.atomic
def change_address(*, user: User) -> CalendarFeed:
    """Make the old address worthless and a new one."""
    feed = CalendarFeed.objects.select_for_update().get(user=user)
    feed.nonce = new_nonce()
    feed.save(update_fields=["nonce", "changed_at"])
    return feed


def may_fetch(feed: CalendarFeed, *, now: datetime) -> bool:
    """Count a reading; False when the feed has been read too often within an hour."""
    running = CalendarFeed.objects.filter(pk=feed.pk, counted_from__gt=now - HOUR)
    if running.filter(fetches__lt=settings.CALENDAR_FETCHES_AN_HOUR).update(
        fetches=F("fetches") + 1
    ):
        return True
    if running.exists():
        return False
    CalendarFeed.objects.filter(pk=feed.pk).update(counted_from=now, fetches=1)
    return True


def written(organisations: list[int], *, now: datetime, today: date) -> bytes:
    """The feed as a file of RFC 5545."""
    span = Period(today - BEHIND, today + AHEAD)
    book = Calendar()
    book.add("prodid", "-//六亮//机关党建工作平台//CN")
    book.add("version", "2.0")
    book.add("method", "PUBLISH")
    book.add("x-wr-calname", "六亮 应办事项")
    book.add("x-wr-timezone", settings.TIME_ZONE)
    book.add("x-published-ttl", "PT12H")
    for event in open_events(organisations, span, today):
        book.add_component(_entry(event, now))
    return book.to_ical()


def _entry(event: Event, now: datetime) -> CalendarEvent:
    """A whole day that keeps nobody busy."""
    site = settings.PUBLIC_URL.rstrip("/")
    entry = CalendarEvent()
    entry.add("uid", f"{event.key}@{site.partition('://')[2]}")
    entry.add("dtstamp", now)
    entry.add("dtstart", event.day)
    entry.add("dtend", event.day + timedelta(days=1))
    entry.add("summary", f"{event.title}（{event.place}）")
    entry.add("url", site + event.url)
    entry.add("transp", "TRANSPARENT")
    return entry
