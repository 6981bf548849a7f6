"""提醒 N 个支部: the list first, then one click; the same thing at most once in 72 hours."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from apps.accounts.models import User
from apps.branches.models import Organisation
from apps.branches.secretaries import secretaries_of
from apps.core.locks import alone
from apps.duties.models import Reminder
from apps.duties.open_duties import Item, open_entries, years_of
from apps.duties.todo import DAYS_AFTER, Entry


@dataclass
class Line:
    """One organisation: whom to remind of what, and what rests because it was said lately."""

    entry: Entry
    people: list[User]
    asked: list[Entry] = field(default_factory=list)
    resting: list[Entry] = field(default_factory=list)

    @property
    def name(self) -> str:
        return self.entry.body.name

    @property
    def uuid(self) -> str:
        return str(self.entry.body.uuid)


def lines(
    places: QuerySet[Organisation], *, now: datetime, within: int, duty_key: str = ""
) -> list[Line]:
    """Those of `places` with something open that ends within so many days (negative: is over)."""
    today = timezone.localdate(now)
    near = {
        item: entry
        for item, entry in open_entries(places, _years(today, within), today).items()
        if -DAYS_AFTER <= entry.days_left <= within and duty_key in ("", entry.duty.rule.key)
    }
    resting = _resting(near, now)
    people = secretaries_of({entry.body.pk for entry in near.values()}, today)
    found: dict[int, Line] = {}
    for item, entry in near.items():
        pk = entry.body.pk
        line = found.setdefault(pk, Line(entry, people.get(pk, [])))
        (line.resting if item in resting else line.asked).append(entry)
    return list(found.values())


def _years(today: date, within: int):
    return years_of([today - timedelta(days=DAYS_AFTER), today + timedelta(days=max(within, 0))])


def _resting(near: dict[Item, Entry], now: datetime) -> set[Item]:
    since = now - timedelta(hours=settings.REMINDER_REST_HOURS)
    recent = Reminder.objects.recent(since).filter(organisation__in={pk for pk, _, _ in near})
    return {row.item for row in recent}


def reachable(found: list[Line]) -> list[Line]:
    """Those with something to say and somebody to say it to."""
    return [line for line in found if line.asked and line.people]


def ask(
    places: QuerySet[Organisation], *, by: User, now: datetime, within: int, duty_key: str = ""
) -> int:
    """Write down whom to remind of what; returns the number of organisations.

    What is said, and when, is the business of the run: at the next working moment, with
    everything else that the person is to hear that day.
    """
    with alone("duties.asking") as mine, transaction.atomic():
        if not mine:
            return 0
        chosen = reachable(lines(places, now=now, within=within, duty_key=duty_key))
        Reminder.objects.bulk_create(
            Reminder(
                organisation_id=entry.body.pk,
                duty_key=entry.duty.rule.key,
                period_start=entry.duty.period.start,
                user=user,
                asked_by=by,
                asked_at=now,
            )
            for line in chosen
            for entry in line.asked
            for user in line.people
        )
    return len(chosen)
