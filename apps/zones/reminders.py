"""Owners are reminded of answers that are late: one message a person and day, working days only."""

from collections import defaultdict
from datetime import date, datetime, timedelta

from django.urls import reverse
from django.utils.formats import date_format

from apps.accounts.models import User
from apps.core import policy
from apps.core.periods import local_day
from apps.core.workdays import workdays
from apps.notices.choices import NoticeKind
from apps.notices.models import Notice
from apps.notices.telling import Said, tell_each
from apps.zones.models import Suggestion
from apps.zones.telling import secretaries_of_units

KEY = "late-answers"


def remind_of_answers(*, now: datetime) -> list[Notice]:
    """Each owner once, again after some days while anything of his is late."""
    if not workdays().is_working_moment(now):
        return []
    day = local_day(now)
    late = _late_by_owner(day)
    rested = _reminded_since(day - timedelta(days=policy.count("suggestion_reminder_rest", on=day)))
    said = [
        Said(owner, _words(rows), _link(rows))
        for owner, rows in late.items()
        if owner.pk not in rested
    ]
    return tell_each(said=said, kind=NoticeKind.REMINDER, key=f"{KEY}:{day}")


def _late_by_owner(day: date) -> dict[User, list[Suggestion]]:
    rows = list(Suggestion.objects.overdue(day).select_related("owner").order_by("due_on", "pk"))
    units = {row.owner_unit_id for row in rows if row.owner_unit_id}
    secretaries = secretaries_of_units(units) if units else {}
    late: dict[User, list[Suggestion]] = defaultdict(list)
    for row in rows:
        owners = [row.owner] if row.owner else secretaries.get(row.owner_unit_id or 0, [])
        for owner in owners:
            late[owner].append(row)
    return late


def _reminded_since(day: date) -> set[int]:
    kept = Notice.objects.filter(key__startswith=f"{KEY}:", created_at__date__gt=day)
    return set(kept.values_list("user", flat=True))


def _words(rows: list[Suggestion]) -> str:
    first = rows[0]
    due = date_format(first.due_on, "n月j日") if first.due_on else ""
    more = f"等{len(rows)}条" if len(rows) > 1 else ""
    return f"意见建议“{first}”{more}已过答复期限（{due}），请尽快答复"


def _link(rows: list[Suggestion]) -> str:
    if len(rows) == 1:
        return rows[0].get_absolute_url()
    return f"{reverse('zones:suggestion_list')}?status=assigned"
