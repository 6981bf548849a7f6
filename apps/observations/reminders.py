"""Observers are reminded of their form on its last day, and again after some days while it is
missing; working days only."""

from collections import defaultdict
from datetime import date, datetime
from typing import cast

from django.utils.formats import date_format

from apps.accounts.models import User
from apps.core import policy
from apps.core.periods import local_day
from apps.core.workdays import workdays
from apps.notices.choices import NoticeKind
from apps.notices.models import Notice
from apps.notices.telling import Said, tell_each
from apps.observations.models import Observation, Observer

REST = "observation_reminder_rest"


def remind_of_forms(*, now: datetime) -> list[Notice]:
    """Whoever was sent, once for each last day, then once for each span of rest."""
    if not workdays().is_working_moment(now):
        return []
    day = local_day(now)
    told: list[Notice] = []
    for key, said in _by_key(day).items():
        told += tell_each(said=said, kind=NoticeKind.REMINDER, key=key)
    return told


def _by_key(day: date) -> dict[str, list[Said]]:
    """A key for each observation and span: whoever was told of it is not told again."""
    due = Observation.objects.form_due_by(day)
    rows = Observer.objects.filter(observation__in=due, person__user__isnull=False)
    related = rows.select_related("person__user", "observation__group__unit")
    sent = list(related.order_by("pk"))
    rest = policy.count(REST, on=day) if sent else 1
    said: dict[str, list[Said]] = defaultdict(list)
    for row in sent:
        observation, user = row.observation, cast(User, row.person.user)
        due = cast(date, observation.form_due_on)
        key = f"form:{observation.uuid}:{((day - due).days + rest - 1) // rest}"
        text = _words(observation, due, is_late=day > due)
        said[key].append(Said(user, text, observation.get_absolute_url()))
    return said


def _words(observation: Observation, last: date, *, is_late: bool) -> str:
    due = date_format(last, "n月j日")
    if is_late:
        return f"{observation}的反馈表已过期限（{due}），请尽快交表"
    return f"今天（{due}）是{observation}交反馈表的最后一天，请交表"
