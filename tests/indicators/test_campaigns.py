"""Numbers of campaigns: their keys come from rows, so a new campaign needs no code."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from apps.core.periods import Period
from apps.core.quantities import Qualifier
from apps.indicators import catalogue, counting, tree
from apps.meetings.choices import MeetingStatus
from apps.sixlights.choices import ActivityStatus
from apps.sixlights.models import (
    Activity,
    ActivityCount,
    ActivityItem,
    ActivityLecturer,
    Campaign,
    CampaignItem,
    ItemMetric,
    Lecturer,
    Metric,
)
from tests import cast

YEAR = Period.year(2026)
DAY = date(2026, 5, 8)


@pytest.fixture
def item(db):
    campaign = Campaign.objects.create(code="new", name="新行动", starts_on=date(2026, 1, 1))
    return CampaignItem.objects.create(
        campaign=campaign, order=1, code="talk", name="微党课", session_unit="堂"
    )


@pytest.fixture
def other(item):
    return CampaignItem.objects.create(campaign=item.campaign, order=2, code="serve", name="微服务")


@pytest.fixture
def metric(item):
    metric = Metric.objects.create(code="questions", name="解答问题", unit="个")
    ItemMetric.objects.create(item=item, metric=metric)
    return metric


def held(organisation, *items, counts=None, lecturers=(), **values):
    activity = Activity.objects.create(
        organisation=organisation, **{"title": "讲身边事", "starts_on": DAY, **values}
    )
    for one in items:
        ActivityItem.objects.create(activity=activity, item=one)
    for metric, (value, hedge) in (counts or {}).items():
        ActivityCount.objects.create(
            activity=activity, metric=metric, value=value, value_hedge=hedge
        )
    for name, office, person in lecturers:
        ActivityLecturer.objects.create(activity=activity, name=name, office=office, person=person)
    return activity


def number_of(key, place):
    return tree.total(key, YEAR, place)


def test_new_campaign_counts_at_once(city, item, metric):
    held(city.branch, item, counts={metric: (12, "exact")})
    held(city.sibling, item, counts={metric: (30, "over")})
    assert str(number_of("activities:new.talk", city.branch)) == "1堂"
    assert str(number_of("activities:new.talk", city.committee)) == "2堂"
    assert str(number_of("counted:new.talk.questions", city.committee)) == "42余个"
    assert (
        str(
            tree.totals(["counted:new.talk.questions"], YEAR)["counted:new.talk.questions"][
                city.committee.pk
            ]
        )
        == "42余个"
    )


def test_activity_under_two_items_counts_once_for_each(city, item, other):
    held(city.branch, item, other)
    keys = ["activities:new.talk", "activities:new.serve", "campaign_activities"]
    found = counting.counts(keys, YEAR, [city.branch.pk])
    assert [found[key][city.branch.pk, YEAR.start] for key in keys] == [1, 1, 1]
    assert number_of("activities:new", city.branch).value == 1


@pytest.mark.parametrize(
    "values",
    [
        {"status": ActivityStatus.VOID},
        {"starts_on": date(2025, 12, 31)},
        {"starts_on": date(2027, 1, 1)},
    ],
)
def test_activity_does_not_count(city, item, metric, values):
    held(city.branch, item, counts={metric: (5, "exact")}, lecturers=[("甲", "", None)], **values)
    for key in ("activities:new.talk", "counted:new.talk.questions", "lecturers:new.talk"):
        assert number_of(key, city.committee).value == 0
    assert number_of("campaign_activities", city.committee).value == 0


@pytest.mark.parametrize(("status", "counted"), [("filed", 1), ("draft", 0), ("void", 0)])
def test_activity_that_is_a_meeting_counts_while_its_record_does(city, item, status, counted):
    meeting = cast.make_meeting(city.branch, held_on=DAY, status=MeetingStatus(status))
    held(city.branch, item, meeting=meeting)
    assert number_of("activities:new.talk", city.branch).value == counted


def test_published_total_stands_for_its_sessions_and_is_none_itself(city, item, metric):
    """S4: 31 lectures of which only the number was published."""
    held(
        city.branch,
        item,
        counts={metric: (146, "exact")},
        is_summary=True,
        sessions=31,
        sessions_hedge=Qualifier.OVER,
    )
    held(city.branch, item)
    held(city.branch, item, is_summary=True, sessions=0)
    assert str(number_of("activities:new.talk", city.branch)) == "32余堂"
    assert number_of("campaign_activities", city.branch).value == 1
    assert "没有逐场登记" in str(counting.rows("counted:new.talk.questions", YEAR).get().activity)


def test_lecturers_are_distinct_at_every_level(city, item):
    """Trap 9: two lectures, two lecturers each, three people."""
    person, guest = cast.make_person("周老师"), ("吴老师", "组织科", None)
    own = ("周老师", "办公室", person)
    held(city.branch, item, lecturers=[own, guest])
    held(city.sibling, item, lecturers=[own, ("吴老师", "宣传科", None)])
    assert number_of("lecturers:new.talk", city.branch).value == 2
    assert number_of("lecturers:new.talk", city.committee).value == 3
    assert number_of("campaign_lecturers", city.committee).value == 3
    key = "lecturers:new.talk"
    assert tree.totals([key], YEAR)[key][city.committee.pk].value == 3
    assert number_of("lecturing_offices:new.talk", city.committee).value == 3


def test_offices_of_two_units_are_two(city, item):
    held(city.branch, item, lecturers=[("甲", "办公室", None), ("乙", "办公室", None)])
    held(city.other_branch, item, lecturers=[("丙", "办公室", None), ("丁", "", None)])
    assert number_of("lecturing_offices:new.talk", city.root).value == 2


def test_lecturers_of_the_corps_are_a_stock(city):
    for since, until in ((date(2025, 1, 1), None), (date(2025, 1, 1), date(2026, 2, 1))):
        Lecturer.objects.create(
            organisation=city.root, name="讲师", valid_from=since, valid_to=until
        )
    day = Period.month(2026, 3)
    assert tree.total("lecturers", day, city.root).value == 1


def test_first_editions_are_counted(city, item):
    held(city.branch, item, edition=1)
    held(city.branch, item, edition=2)
    held(city.branch, item)
    assert number_of("first_editions", city.branch).value == 1


@pytest.mark.parametrize(
    "key",
    [
        "activities:",
        "activities:none",
        "activities:new.none",
        "activities:new.talk.questions",
        "counted:new.talk",
        "counted:new.talk.none",
        "nothing:new.talk",
    ],
)
def test_unknown_member_is_no_indicator(item, metric, key):
    with pytest.raises(LookupError, match="指标目录中没有"):
        catalogue.get(key)


def test_names_of_many_items_are_asked_for_together(item, other, metric, django_assert_num_queries):
    keys = ["activities:new.talk", "activities:new.serve", "counted:new.talk.questions", "members"]
    with django_assert_num_queries(2):
        assert [i.key for i in catalogue.several(keys)] == keys


def test_rules_may_name_what_a_campaign_counts(item, metric):
    offered = {i.key for i in catalogue.offered()}
    assert {"members", "activities:new.talk", "counted:new.talk.questions"} <= offered


def test_same_number_is_the_same_object(item, metric):
    """Statements are kept by it."""
    key = "counted:new.talk.questions"
    assert catalogue.get(key) is catalogue.get(key)


def test_column_of_a_member_has_a_plain_name(city, item):
    held(city.branch, item)
    places = type(city.branch).objects.filter(pk=city.branch.pk)
    row = counting.annotated(places, "activities:new.talk", YEAR).get()
    assert row.number_of_activities_new_talk == Decimal(1)


def test_rows_behind_a_number_say_what_each_adds(as_user, users, city, item, metric):
    held(city.branch, item, counts={metric: (30, "over")})
    client = as_user(users.secretary)
    address = reverse("indicators:rows", args=["counted:new.talk.questions"])
    page = client.get(address, {"period": "2026"})
    assert page.status_code == 200
    assert "30余个" in page.content.decode()
    assert "讲身边事" in page.content.decode()
