"""A zone of three units with a secretary each; its convening unit is the first."""

from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from django.utils import timezone

from apps.accounts.models import User
from apps.branches.models import Person, Unit
from apps.zones.choices import ActivityStatus
from apps.zones.models import Zone, ZoneActivity, ZoneMembership
from tests import cast


@dataclass
class Member:
    unit: Unit
    secretary: User
    person: Person


@pytest.fixture
def zone(users) -> Zone:
    """The first zone of the cast: 市财政局 convenes it."""
    return Zone.objects.get()


@pytest.fixture
def members(city, zone) -> list[Member]:
    """Two more units of the zone."""
    return [make_member_unit(city, zone, name) for name in ("市气象局", "市医保局")]


def make_member_unit(city, zone: Zone, name: str) -> Member:
    unit = cast.make_unit(name)
    branch = cast.make_organisation(f"{name}党支部", parent=city.root, unit=unit)
    person = cast.make_member(branch, f"{name}书记")
    cast.appoint(person, branch)
    ZoneMembership.objects.create(zone=zone, unit=unit, valid_from=date(zone.year, 1, 1))
    return Member(unit, cast.make_user(name, person=person), person)


@pytest.fixture
def other_zone(city, users) -> Zone:
    """市审计局 convenes it; its contact is nobody of the cast."""
    year = timezone.localdate().year
    zone = Zone.objects.create(
        year=year, number=2, name="第二联系片", convening_unit=city.other_unit
    )
    ZoneMembership.objects.create(zone=zone, unit=city.other_unit, valid_from=date(year, 1, 1))
    return zone


def make_activity(
    zone: Zone | None, status: ActivityStatus = ActivityStatus.HELD, *, days: int = 0, **given
) -> ZoneActivity:
    """An activity that begins so many days from today, written straight to the table."""
    day = timezone.localdate() + timedelta(days=days)
    values = {"title": "学习交流活动", "theme": "交流", "place": "会议室", "starts_on": day}
    values |= {"ends_on": day, **given}
    return ZoneActivity.objects.create(zone=zone, status=status, **values)


@pytest.fixture
def activity(zone) -> ZoneActivity:
    return make_activity(zone)
