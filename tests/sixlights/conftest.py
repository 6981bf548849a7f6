from datetime import date, timedelta

import pytest
from django.utils import timezone

from apps.sixlights.choices import Slot, Weekday
from apps.sixlights.models import BaseCategory, ThemeDayBase
from apps.sixlights.services import book_base
from tests import cast


def coming(weekday: Weekday = Weekday.WEDNESDAY) -> date:
    """Such a day of the next week, so that it and its neighbours can be booked."""
    today = timezone.localdate()
    monday = today - timedelta(days=today.weekday()) + timedelta(days=7)
    return monday + timedelta(days=weekday)


def make_base(keeper, **given) -> ThemeDayBase:
    category, _ = BaseCategory.objects.get_or_create(name="党性教育", defaults={"order": 2})
    known = {"name": "藕塘烈士纪念馆", "address": "定远县藕塘镇", "capacity": 40}
    return ThemeDayBase.objects.create(
        category=category, keeper=keeper, valid_from=cast.FOUNDED, **known | given
    )


def book(base, organisation, by, **given):
    known = {"visit_on": coming(), "slot": Slot.MORNING, "persons": 30, "purpose": "参观学习"}
    return book_base(base=base, organisation=organisation, by=by, **known | given)


@pytest.fixture
def base(city) -> ThemeDayBase:
    return make_base(city.other_committee, closed_weekdays=[Weekday.MONDAY])
