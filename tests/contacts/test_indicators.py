"""Each number of the contact points on hand-made rows, with rows beside them that must not count."""

from datetime import date

import time_machine

from apps.branches.choices import OrganisationKind, Post
from apps.contacts.choices import PromiseOwner, VisitForm
from apps.contacts.models import ContactPoint, MonthlyCheck, ResearchResult, ResearchTopic
from apps.contacts.services import (
    FollowEntry,
    PromiseEntry,
    choose_research_point,
    end_point,
    establish,
    follow_promise,
)
from apps.core.periods import Period
from apps.indicators import counting
from apps.indicators.catalogue import ALL
from apps.zones.models import Zone
from tests import cast
from tests.contacts.conftest import SINCE, visit_on

YEAR = Period.year(2026)
TODAY = date(2026, 6, 10)


def number(key: str, organisation, period: Period = YEAR) -> int:
    below = type(organisation).objects.at_and_below(organisation)
    return int(counting.summary(ALL[key], counting.rows(key, period, below))[0].value)


@time_machine.travel(TODAY, tick=False)
def test_points_and_their_leaders_are_counted_apart(city):
    group = cast.make_organisation("党组", OrganisationKind.PARTY_GROUP, unit=city.unit)
    both, standing, other = (cast.make_member(city.branch) for _ in range(3))
    cast.appoint(both, group, Post.GROUP_MEMBER)
    cast.appoint(both, city.committee, Post.STANDING_MEMBER)
    cast.appoint(standing, city.committee, Post.STANDING_MEMBER)
    cast.appoint(other, city.committee, Post.COMMITTEE_MEMBER)
    for person in (both, standing, other):
        establish(person=person, organisation=city.sibling, since=SINCE)
    establish(person=both, organisation=city.other_branch, since=SINCE)
    ended = establish(person=other, organisation=city.other_branch, since=SINCE)
    end_point(point=ended, on=date(2026, 2, 1))
    found = {key: number(key, city.root) for key in ALL if key.startswith("contact_leaders")}
    assert number("contact_points", city.root) == 4
    assert found == {
        "contact_leaders": 3,
        "contact_leaders_party_group": 1,
        "contact_leaders_standing": 2,
    }
    assert number("contact_points", city.committee) == 3


@time_machine.travel(TODAY, tick=False)
def test_checks_visits_and_promises_count_in_their_period(city, head, point):
    MonthlyCheck.objects.create(contact_point=point, month=date(2026, 5, 1))
    MonthlyCheck.objects.create(contact_point=point, month=date(2025, 12, 1))
    lines = [
        PromiseEntry(text, PromiseOwner.BRANCH, date(2026, 7, 1)) for text in ("甲", "乙", "丙")
    ]
    visit = visit_on(point, date(2026, 3, 3), promises=lines)
    visit_on(point, date(2026, 5, 3), forms=[VisitForm.ORGANISATIONAL_LIFE, VisitForm.TALKS])
    kept, dropped, _ = visit.promises.all()
    follow_promise(entry=FollowEntry(kept, "keep"), by=None)
    follow_promise(entry=FollowEntry(dropped, "drop", "不需要了"), by=None)
    keys = ("checks", "visits", "visits_joined", "promises", "promises_kept", "promises_open")
    assert [number(f"contact_{key}", city.root) for key in keys] == [1, 2, 1, 3, 1, 1]
    second = Period.quarter(2026, 2)
    assert [number(f"contact_{key}", city.root, second) for key in keys] == [1, 1, 1, 0, 0, 0]
    assert number("contact_visits", city.branch) == 0


@time_machine.travel(TODAY, tick=False)
def test_research_counts_for_the_unit_that_does_it(city, users):
    zone = Zone.objects.get()
    choose_research_point(zone=zone, unit=city.unit, since=SINCE)
    topics = [
        ResearchTopic.objects.create(year=2026, question="片区课题", zone=zone),
        ResearchTopic.objects.create(year=2026, question="单位课题", unit=city.other_unit),
        ResearchTopic.objects.create(year=2025, question="去年课题", unit=city.unit),
    ]
    for topic, day in zip(topics, (date(2026, 5, 1), None, date(2025, 5, 1)), strict=True):
        ResearchResult.objects.create(topic=topic, title="报告", situation="现状", submitted_on=day)
    keys = ("research_points", "research_topics", "research_results")
    assert [number(key, city.root) for key in keys] == [1, 2, 1]
    assert [number(key, city.committee) for key in keys] == [1, 1, 1]
    assert [number(key, city.other_committee) for key in keys] == [0, 1, 0]


def test_rows_behind_the_numbers_are_listed(city, users, head, point, as_user):
    visit_on(point, SINCE, promises=[PromiseEntry("甲", PromiseOwner.BRANCH, date(2027, 1, 1))])
    MonthlyCheck.objects.create(contact_point=point, month=date(2026, 1, 1))
    zone = Zone.objects.get()
    choose_research_point(zone=zone, unit=city.unit, since=date(zone.year, 1, 1))
    topic = ResearchTopic.objects.create(year=2026, question="课题", zone=zone)
    ResearchResult.objects.create(
        topic=topic, title="报告", situation="现状", submitted_on=date(2026, 5, 1)
    )
    client = as_user(users.staff)
    for key in ALL:
        if key.startswith(("contact_", "research_")):
            answer = client.get(f"/indicators/{key}/?period=2026")
            assert answer.status_code == 200, key
    assert ContactPoint.objects.count() == 1
