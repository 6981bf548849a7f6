"""What the home pages tell of the zones: to the convening unit, the leader and the secretary."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from apps.contacts.models import ContactPoint, MonthlyCheck
from apps.zones.models import Suggestion, Zone, ZoneActivity
from tests import cast

HOME = reverse("portal:home")
TODAY = date(date.today().year, 11, 22)


@pytest.fixture(autouse=True)
def late_november(db):
    call_command("loaddata", "duty_rules", verbosity=0)
    with time_machine.travel(f"{TODAY} 10:00 +0800", tick=False):
        yield


@pytest.fixture
def zone(users) -> Zone:
    return Zone.objects.get()


def activity(zone: Zone | None, status: str, *, days: int, title: str, **more) -> ZoneActivity:
    day = TODAY + timedelta(days=days)
    return ZoneActivity.objects.create(
        zone=zone, title=title, starts_on=day, ends_on=day, status=status, **more
    )


def suggestion(zone: Zone, status: str, **more) -> Suggestion:
    given = {"text": "多搞示范观摩", "made_on": TODAY, "due_on": TODAY + timedelta(days=9)}
    return Suggestion.objects.create(zone=zone, status=status, **given | more)


def at(days: int) -> datetime:
    return timezone.now() + timedelta(days=days)


def links(response) -> list[str]:
    assert response.status_code == 200
    return re.findall(r'href="([^"]+)"', response.text)


def test_convening_unit_finds_its_zone_and_what_waits_there(city, users, zone, as_user):
    held = activity(zone, "held", days=-3, title="交流活动")
    planned = activity(zone, "planned", days=9, title="观摩活动")
    waiting = suggestion(zone, "collected", unit=city.unit)
    suggestion(zone, "accepted", unit=city.unit, text="已办结的建议")
    answer = as_user(users.convenor).get(HOME)
    found = links(answer)
    assert zone.get_absolute_url() in found
    assert f"{reverse('zones:activity_create')}?zone={zone.uuid}" in found
    assert reverse("zones:activity_record", args=[held.uuid]) in found
    assert planned.get_absolute_url() in found
    assert waiting.get_absolute_url() in found
    assert city.committee.get_absolute_url() in found
    assert "已办结的建议" not in answer.text


def test_leader_reaches_his_zone_and_his_contact_branch_in_one_tap(city, users, zone, as_user):
    person = cast.make_person("片长")
    person.user = users.leader
    person.save(update_fields=["user"])
    Zone.objects.filter(pk=zone.pk).update(leader=person)
    point = ContactPoint.objects.create(
        person=person, organisation=city.other_branch, valid_from=date(2026, 1, 1)
    )
    answer = as_user(users.leader).get(HOME)
    assert zone.get_absolute_url() in links(answer)
    assert f"联系点：{point.organisation}" in answer.text


def test_secretary_reads_the_answer_and_the_activity_to_come(city, users, zone, as_user):
    coming = activity(zone, "called", days=4, title="交流活动")
    round_ = activity(None, "called", days=9, title="全市交流", organiser=city.root)
    answered = suggestion(zone, "answered", unit=city.unit, answered_at=at(-1))
    asked = suggestion(
        zone, "assigned", unit=city.other_unit, owner_unit=city.unit, text="请财政答"
    )
    found = links(as_user(users.secretary).get(HOME))
    assert coming.get_absolute_url() in found
    assert round_.get_absolute_url() in found
    assert answered.get_absolute_url() in found
    assert reverse("zones:suggestion_answer", args=[asked.uuid]) in found


def test_answers_are_told_of_this_year_the_latest_three_with_their_day(city, users, zone, as_user):
    for days in (400, 40, 30, 20, 10):
        text = f"{days}天前答复的建议"
        suggestion(zone, "answered", unit=city.unit, text=text, answered_at=at(-days))
    shown = as_user(users.secretary).get(HOME).text
    assert re.findall(r"答复：(\d+)天前答复的建议（(\d+月\d+日)答复）", shown) == [
        ("10", "11月12日"),
        ("20", "11月2日"),
        ("30", "10月23日"),
    ]


def test_answer_of_december_is_told_in_january(city, users, zone, as_user):
    for days in (20, 40):
        text = f"{days}天前答复的建议"
        answered_at = datetime(TODAY.year + 1, 1, 10, tzinfo=UTC) - timedelta(days=days)
        suggestion(zone, "answered", unit=city.unit, text=text, answered_at=answered_at)
    with time_machine.travel(f"{TODAY.year + 1}-01-10 10:00 +0800", tick=False):
        shown = as_user(users.secretary).get(HOME).text
    assert "20天前答复的建议" in shown
    assert "40天前答复的建议" not in shown


def test_contact_leader_is_told_what_his_branch_still_asks_for(city, as_user):
    person = cast.make_member(city.branch, "李领导")
    user = cast.make_user("head", person=person)
    point = ContactPoint.objects.create(
        person=person, organisation=city.other_branch, valid_from=date(TODAY.year, 1, 1)
    )
    call_command("loaddata", "policy_numbers", verbosity=0)
    client = as_user(user)
    answer = client.get(HOME)
    assert point.get_absolute_url() in links(answer)
    assert "本月还没有了解" in answer.text
    assert "今年调研还不够" in answer.text
    MonthlyCheck.objects.create(contact_point=point, month=TODAY.replace(day=1))
    assert "本月还没有了解" not in client.get(HOME).text


def test_other_zones_and_what_is_over_are_not_told(city, users, zone, as_user):
    activity(zone, "called", days=-2, title="已过的活动")
    activity(zone, "planned", days=4, title="没有通知的活动")
    foreign = activity(zone, "called", days=4, title="外片活动")
    suggestion(zone, "answered", unit=city.unit, text="本单位的建议", answered_at=at(-1))
    shown = as_user(users.stranger).get(HOME).text
    assert foreign.title not in shown
    assert "本单位的建议" not in shown
    own = as_user(users.secretary).get(HOME).text
    assert "已过的活动" not in own
    assert "没有通知的活动" not in own


@pytest.mark.parametrize("number", [1, 3])
def test_queries_of_a_convenor_s_home(
    city, users, zone, as_user, number, django_assert_num_queries
):
    for n in range(number):
        activity(zone, "held", days=-n, title=f"活动{n}")
        suggestion(zone, "collected", unit=city.unit)
    client = as_user(users.convenor)
    with django_assert_num_queries(10):
        client.get(HOME)


@pytest.mark.parametrize("number", [1, 3])
def test_queries_of_a_leader_s_home(city, users, zone, as_user, number, django_assert_num_queries):
    person = cast.make_person("片长")
    person.user = users.leader
    person.save(update_fields=["user"])
    for n in range(number):
        branch = cast.make_organisation(f"联系支部{n}", parent=city.committee)
        ContactPoint.objects.create(person=person, organisation=branch, valid_from=date(2026, 1, 1))
    client = as_user(users.leader)
    client.get(HOME)
    with django_assert_num_queries(20):
        client.get(HOME)
