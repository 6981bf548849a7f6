"""Reminders: T−3, T+1 and what the staff ask for, one message a person and day, in working hours.

The sheet of duties says what is open at the moment of telling, so nothing finished or waived is
ever named. Who was told of what stands in the ledger `Reminder`.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from apps.accounts.models import User
from apps.branches.secretaries import secretaries_of
from apps.core.locks import alone
from apps.core.periods import Cycle, Period
from apps.core.workdays import Workdays, workdays
from apps.duties import group_reminders, todo
from apps.duties.models import Reminder, ReminderRule
from apps.duties.open_duties import (
    CITY,
    Item,
    bound_by_duties,
    item_of,
    longest_ending,
    open_entries,
    years_of,
)
from apps.duties.todo import Entry
from apps.notices.choices import NoticeKind
from apps.notices.models import Notice
from apps.notices.sending import recheck
from apps.notices.telling import Said, tell_each

# More are counted, not named: a message is read on a phone.
NAMED = 10


@dataclass(frozen=True)
class Call:
    """Why somebody is to be reminded of an open duty: a rule's day, or a row of the ledger."""

    user: User
    entry: Entry
    rule: ReminderRule | None = None
    asked: Reminder | None = None


def remind(*, now: datetime) -> int:
    """Tell what is to be told now; returns how many people were told. Safe to run at any time."""
    days = workdays()
    if not days.is_working_moment(now):
        return 0
    with alone("duties.reminders") as mine:
        return _remind(now, days) if mine else 0


@transaction.atomic
def _remind(now: datetime, days: Workdays) -> int:
    today = timezone.localdate(now)
    calls = [*_called_by_rules(today, days), *_asked_for(today)]
    told = set(
        Notice.objects.filter(
            key=_key(today), user__in={call.user.pk for call in calls}
        ).values_list("user", flat=True)
    )
    of_user: dict[User, list[Call]] = defaultdict(list)
    for call in calls:
        if call.user.pk not in told:
            of_user[call.user].append(call)
    notices = tell_each(
        said=[_said(user, own) for user, own in of_user.items()],
        kind=NoticeKind.REMINDER,
        key=_key(today),
    )
    _write_down({n.user_id: n for n in notices}, of_user, now)
    group_reminders.tell_groups(
        {item_of(c.entry): c.entry for own in of_user.values() for c in own}
    )
    return len(notices)


def _key(today: date) -> str:
    """One reminder a person and day: the notice's key is unique for each reader."""
    return f"reminder:{today}"


def _called_by_rules(today: date, days: Workdays) -> list[Call]:
    hits = {rule: last_days(rule, today, days) for rule in ReminderRule.objects.active()}
    ends = set().union(*hits.values())
    if not ends:
        return []
    spans = [longest_ending(end) for end in ends]
    entries = open_entries(bound_by_duties(CITY), spans, today).values()
    people = secretaries_of({entry.body.pk for entry in entries}, today)
    known = set(
        Reminder.objects.filter(rule__in=hits).values_list(
            "organisation", "duty_key", "period_start", "user", "rule"
        )
    )
    return [
        Call(user, entry, rule=rule)
        for rule, own in hits.items()
        for entry in entries
        if entry.duty.period.last_day in own
        for user in people.get(entry.body.pk, ())
        if (*item_of(entry), user.pk, rule.pk) not in known
    ]


def last_days(rule: ReminderRule, today: date, days: Workdays) -> set[date]:
    """The deadlines of which a rule reminds today: on its day or, if that is free, on the first
    working day after it. What a portal that was down has missed is made good for a short while;
    a reminder before the deadline is pointless after it."""
    month = Period.containing(today, Cycle.MONTH)
    months = [
        month.previous.previous,
        month.previous,
        month,
        Period.containing(month.end, Cycle.MONTH),
    ]
    return {
        m.last_day
        for m in months
        if _is_time(m.last_day + timedelta(days=rule.days), today, days)
        and (rule.days > 0 or today <= m.last_day)
    }


def _is_time(target: date, today: date, days: Workdays) -> bool:
    first = days.on_or_after(target)
    return first <= today and days.between(first, today) <= settings.REMINDER_CATCH_UP_DAYS


def _asked_for(today: date) -> list[Call]:
    """What the staff asked for and is still open; the rest lapses."""
    waiting = list(Reminder.objects.waiting().select_related("user"))
    if not waiting:
        return []
    entries = _entries_of(waiting, today)
    lapsed = [row.pk for row in waiting if row.item not in entries or not row.user.is_active]
    Reminder.objects.filter(pk__in=lapsed).update(has_lapsed=True)
    return [
        Call(row.user, entries[row.item], asked=row) for row in waiting if row.pk not in set(lapsed)
    ]


def _entries_of(rows: list[Reminder], today: date) -> dict[Item, Entry]:
    places = {row.organisation_id for row in rows}
    return open_entries(places, years_of(row.period_start for row in rows), today)


def _said(user: User, calls: list[Call]) -> Said:
    entries = list({item_of(call.entry): call.entry for call in calls}.values())
    return Said(user, sentence(entries), _link(entries))


def sentence(entries: list[Entry]) -> str:
    """市财政局第一党支部还有2件事要办：11月支委会（还剩3天）、…"""
    entries = sorted(entries, key=lambda entry: entry.days_left)
    places = {entry.body.name for entry in entries}
    is_one = len(places) == 1
    named = "、".join(
        f"{'' if is_one else entry.body.name}{entry.title}（{entry.deadline}）"
        for entry in entries[:NAMED]
    )
    more = "等" if len(entries) > NAMED else ""
    return f"{places.pop() if is_one else ''}还有{len(entries)}件事要办：{named}{more}"


def _link(entries: list[Entry]) -> str:
    if len(entries) == 1:
        return entries[0].record_url
    if len({entry.body.pk for entry in entries}) == 1:
        first = entries[0]
        return todo.list_url(first.body.uuid, Period.year(first.today.year))
    return reverse("duties:duty_list")


def _write_down(notices: dict[int, Notice], of_user: dict[User, list[Call]], now: datetime) -> None:
    told = [call for user, own in of_user.items() if user.pk in notices for call in own]
    Reminder.objects.bulk_create(
        Reminder(
            organisation_id=call.entry.body.pk,
            duty_key=call.entry.duty.rule.key,
            period_start=call.entry.duty.period.start,
            user=call.user,
            rule=call.rule,
            asked_at=now,
            notice=notices[call.user.pk],
        )
        for call in told
        if call.rule
    )
    asked = [call.asked for call in told if call.asked]
    for row in asked:
        row.notice = notices[row.user_id]
    Reminder.objects.bulk_update(asked, ["notice"])


@recheck(NoticeKind.REMINDER)
def still_open(notices: list[Notice]) -> dict[int, str]:
    """As a mail leaves: what its notice still has to say of things that nobody has done since."""
    rows = list(Reminder.objects.filter(notice__in=notices))
    entries = _entries_of(rows, timezone.localdate()) if rows else {}
    of_notice: dict[int, dict[Item, Entry]] = defaultdict(dict)
    for row in rows:
        if row.item in entries and row.notice_id:
            of_notice[row.notice_id][row.item] = entries[row.item]
    return {pk: sentence(list(own.values())) for pk, own in of_notice.items()}
