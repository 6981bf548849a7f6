"""Beat's task every half hour of a fortnight: the last day, then every third day, never at a weekend."""

from datetime import date, datetime, time, timedelta

from django.utils import timezone

from apps.core.workdays import workdays
from apps.notices.models import Notice
from apps.observations.models import Observation
from apps.observations.reminders import remind_of_forms
from tests import cast

DUE = date(2026, 11, 12)  # a Thursday


def at(day: date, hour: int) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(hour)))


def test_observers_are_reminded_on_the_last_day_and_while_it_is_late(study):
    users = [cast.make_user(f"sent{n}", person=p) for n, p in enumerate(study.people[:2])]
    observation = study.observe()
    Observation.objects.filter(pk=observation.pk).update(form_due_on=DUE)
    Notice.objects.all().delete()
    days = set()
    for number in range(-3, 12):
        day = DUE + timedelta(days=number)
        for hour in (3, 10, 15):
            told = remind_of_forms(now=at(day, hour))
            assert len(told) in (0, len(users))
            days |= {day for _ in told}
    assert DUE in days
    assert min(days) == DUE
    assert all(workdays().is_working(day) for day in days)
    assert Notice.objects.filter(user=users[0]).count() == len(days) == 5
    first, second = Notice.objects.filter(user=users[0]).order_by("pk")[:2]
    assert "最后一天" in first.text
    assert "已过期限（11月12日）" in second.text
    Observation.objects.filter(pk=observation.pk).update(status="returned")
    assert remind_of_forms(now=at(DUE + timedelta(days=15), 10)) == []
