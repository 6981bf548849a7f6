"""Pages of campaigns: who logs what, asked once, for a fixed number of queries."""

from datetime import date
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from apps.meetings.choices import MeetingKind, MeetingStatus
from apps.sixlights.entries import LecturerEntry
from apps.sixlights.models import (
    Activity,
    CampaignItem,
    Lecturer,
    Metric,
)
from tests import cast
from tests.sixlights.campaigning import logged, make_micros, yesterday


@pytest.fixture
def micros(db):
    return make_micros()


@pytest.fixture
def client(as_user, users):
    return as_user(users.secretary)


def sent(micros, city, *items, **given):
    answers = {
        "form_key": str(uuid4()),
        "organisation": str(city.branch.uuid),
        "items": [str(item.uuid) for item in items or (micros.lecture,)],
        "title": "讲身边事",
        "starts_on": str(yesterday()),
    }
    return {**answers, **given}


CREATE = "sixlights:activity_create"


def cost_of(client, address) -> int:
    """The queries of a page that has been opened before."""
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


def test_form_asks_what_the_items_count(client, micros, city):
    page = client.get(reverse(CREATE), {"items": str(micros.service.uuid)}).content.decode()
    assert 'name="count_problems"' in page
    assert 'name="minutes"' not in page
    assert 'name="members"' not in page
    page = client.get(reverse(CREATE), {"items": str(micros.lecture.uuid)}).content.decode()
    assert 'name="minutes"' in page
    assert 'name="count_problems"' not in page


def test_form_asks_for_items_first(client, micros):
    page = client.get(reverse(CREATE)).content.decode()
    assert "计入哪个项目" in page
    assert str(micros.lecture.uuid) in page


def test_choice_without_an_item_says_so(client, micros, city):
    activity = logged(city.branch, micros.lecture)
    meeting = cast.make_meeting(city.branch, MeetingKind.PARTY_LECTURE, held_on=yesterday())
    for address in (
        reverse(CREATE),
        reverse("sixlights:activity_update", args=[activity.uuid]),
        reverse("sixlights:meeting_count", args=[meeting.uuid]),
    ):
        assert "请先选择至少一个" not in client.get(address).content.decode()
        page = client.get(address, {"asked": "1"})
        assert page.status_code == 422
        assert "请先选择至少一个行动项目" in page.content.decode()


@pytest.mark.parametrize(("also", "minutes"), [((), 60), ((MeetingKind.MEMBERS_MEETING,), None)])
def test_lecture_of_a_record_took_its_hours(client, micros, city, also, minutes):
    """Where more was on the agenda nobody knows how much of the hours the lecture took."""
    meeting = cast.make_meeting(
        city.branch, MeetingKind.PARTY_LECTURE, held_on=yesterday(), also=also
    )
    address = reverse("sixlights:meeting_count", args=[meeting.uuid])
    form = client.get(address, {"items": str(micros.lecture.uuid)}).context["form"]
    assert form["minutes"].value() == minutes


def test_secretary_logs_a_lecture_of_two_lecturers(client, micros, city, users):
    person = users.secretary.person
    answers = sent(
        micros,
        city,
        micros.lecture,
        micros.service,
        minutes="45",
        form="讲授",
        members=[str(person.uuid)],
        others="吴老师，组织科\n",
        count_problems="37",
        hedge_problems="over",
    )
    page = client.post(reverse(CREATE), answers, follow=True).content.decode()
    activity = Activity.objects.get()
    assert activity.organisation == city.branch
    assert activity.created_by == users.secretary
    assert "这次记的是 45 分钟。已照常登记" in page
    assert "37余个" in page
    assert {one.name for one in activity.lecturers.all()} == {person.name, "吴老师"}


def test_member_with_an_office_is_one_lecturer(client, micros, city, users):
    person = users.secretary.person
    answers = sent(micros, city, members=[str(person.uuid)], others=f"{person.name}，办公室")
    client.post(reverse(CREATE), answers)
    one = Activity.objects.get().lecturers.get()
    assert (one.person, one.office) == (person, "办公室")


def test_same_form_makes_one_activity(client, micros, city):
    answers = sent(micros, city)
    assert client.post(reverse(CREATE), answers).status_code == 302
    page = client.post(reverse(CREATE), answers, follow=True).content.decode()
    assert "没有重复保存" in page
    assert Activity.objects.count() == 1


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"starts_on": "2999-01-01"}, "日期还没有到"),
        ({"starts_on": "2019-05-01"}, "才开始"),
        ({"ends_on": "2020-01-01"}, "结束日期早于开始日期"),
        ({"title": ""}, "请填写活动名称"),
        ({"others": "，组织科"}, "没有写姓名"),
        ({"minutes": "0"}, "minutes"),
    ],
)
def test_wrong_answer_comes_back_with_a_sentence(client, micros, city, given, words):
    page = client.post(reverse(CREATE), sent(micros, city, **given))
    assert page.status_code == 422
    assert words in page.content.decode()
    assert not Activity.objects.exists()


def test_activity_is_changed_on_the_version_that_was_opened(client, micros, city):
    activity = logged(city.branch, micros.lecture)
    address = reverse("sixlights:activity_update", args=[activity.uuid])
    assert 'value="讲身边事"' in client.get(address).content.decode()
    answers = sent(micros, city, title="新的名称", version="1")
    assert client.post(address, answers).status_code == 302
    stale = client.post(address, sent(micros, city, title="又一个", version="1"))
    assert stale.status_code == 422
    assert "已被别人改过" in stale.content.decode()
    activity.refresh_from_db()
    assert activity.title == "新的名称"


def test_stranger_sees_and_changes_nothing(as_user, users, micros, city):
    activity = logged(city.branch, micros.lecture)
    client = as_user(users.stranger)
    for name in ("activity_detail", "activity_update"):
        assert client.get(reverse(f"sixlights:{name}", args=[activity.uuid])).status_code == 404
    assert client.post(reverse(CREATE), sent(micros, city)).status_code == 404


def test_record_is_counted_without_asking_what_it_knows(client, micros, city):
    meeting = cast.make_meeting(city.branch, MeetingKind.PARTY_LECTURE, held_on=yesterday())
    record = client.get(meeting.get_absolute_url()).content.decode()
    address = reverse("sixlights:meeting_count", args=[meeting.uuid])
    assert address in record
    page = client.get(address, {"items": str(micros.service.uuid)}).content.decode()
    for known in ("title", "starts_on", "place", "count_person_times"):
        assert f'name="{known}"' not in page
    answers = {
        "form_key": str(uuid4()),
        "items": [str(micros.service.uuid)],
        "count_problems": "3",
    }
    assert client.post(address, answers).status_code == 302
    activity = Activity.objects.get()
    assert activity.meeting == meeting
    assert {str(c.quantity) for c in activity.counts.all()} == {"1人次", "3个"}
    assert client.get(address).url == activity.get_absolute_url()


def test_draft_of_a_record_is_not_offered_to_a_campaign(client, micros, city):
    meeting = cast.make_meeting(city.branch, held_on=yesterday(), status=MeetingStatus.DRAFT)
    assert "计入主题行动" not in client.get(meeting.get_absolute_url()).content.decode()


def test_void_leaves_the_list_and_says_why(client, micros, city):
    activity = logged(city.branch, micros.lecture)
    step = reverse("core:lifecycle_step", args=["sixlights.activity", activity.uuid, "void"])
    client.post(step, {"note": "登记了两次"})
    page = client.get(activity.get_absolute_url()).content.decode()
    assert "登记了两次" in page
    assert "讲身边事" not in client.get(reverse("sixlights:activity_list")).content.decode()


def test_new_campaign_of_the_desk_is_logged_and_counted_at_once(as_user, users, city, micros):
    """A campaign, its items and a metric come from the admin; nothing else is needed."""
    desk = as_user(users.staff)
    metric = Metric.objects.create(code="trees", name="种树", unit="棵")
    items = {
        "items-TOTAL_FORMS": "1",
        "items-INITIAL_FORMS": "0",
        "items-0-order": "1",
        "items-0-code": "plant",
        "items-0-name": "植绿",
        "items-0-session_unit": "次",
        "items-0-counted": [str(metric.pk)],
    }
    campaign = {"code": "green", "name": "绿色机关", "starts_on": "2020-01-01"}
    answer = desk.post(reverse("admin:sixlights_campaign_add"), {**campaign, **items})
    assert answer.status_code == 302, answer.content.decode()[:2000]
    item = CampaignItem.objects.get(code="plant")
    client = as_user(users.secretary)
    client.post(reverse(CREATE), sent(micros, city, item, count_trees="12"))
    year = yesterday().year
    page = client.get(item.campaign.get_absolute_url(), {"year": year}).content.decode()
    assert "12棵" in page
    rows = client.get(
        reverse("indicators:rows", args=["counted:green.plant.trees"]), {"period": year}
    )
    assert "讲身边事" in rows.content.decode()


def counted_at_the_desk(client, organisation, item, metric, value: str):
    activity = {"organisation": organisation.pk, "title": "植树", "starts_on": str(yesterday())}
    placed = {"placements-0-item": item.pk}
    count = {"counts-0-metric": metric.pk, "counts-0-value": value}
    count["counts-0-value_hedge"] = "exact"
    forms = {"placements": 1, "counts": 1, "lecturers": 0}
    sizes = {f"{name}-TOTAL_FORMS": number for name, number in forms.items()}
    begun = {f"{name}-INITIAL_FORMS": 0 for name in forms}
    plain = {"sessions": 1, "sessions_hedge": "exact"}
    given = {**activity, **placed, **count, **sizes, **begun, **plain}
    return client.post(reverse("admin:sixlights_activity_add"), given)


@pytest.mark.parametrize(
    ("item", "value", "words"),
    [
        ("service", "120.5", "“解决实际问题”只填整数"),
        ("lecture", "120", "所选项目不计“解决实际问题”"),
    ],
)
def test_number_that_an_item_does_not_count_is_refused_at_the_desk(
    item, value, words, as_user, users, city, micros
):
    desk = as_user(users.staff)
    answer = counted_at_the_desk(desk, city.branch, getattr(micros, item), micros.problems, value)
    assert words in answer.content.decode()
    assert not Activity.objects.exists()
    counted_at_the_desk(desk, city.branch, micros.service, micros.problems, "120")
    assert Activity.objects.get().counts.get().value == 120


def test_numbers_of_a_campaign_lead_to_their_rows(client, micros, city):
    logged(
        city.branch,
        micros.lecture,
        lecturers=(LecturerEntry("甲", "一科"), LecturerEntry("乙", "二科")),
    )
    logged(city.other_branch, micros.lecture)
    year = yesterday().year
    page = client.get(micros.campaign.get_absolute_url(), {"year": year}).content.decode()
    for key, number in (
        ("activities:micros", "1次"),
        ("activities:micros.lecture", "1堂"),
        ("lecturers:micros.lecture", "2人"),
        ("lecturing_offices:micros.lecture", "2个"),
    ):
        address = f"{reverse('indicators:rows', args=[key])}?period={year}"
        assert address in page
        assert f"data-number>{number}<" in client.get(address).content.decode()
        assert number in page


def test_body_is_not_told_what_it_never_counted(client, as_user, users, micros, city):
    logged(city.branch, micros.service)
    address, year = micros.campaign.get_absolute_url(), yesterday().year
    everything = as_user(users.staff).get(address, {"year": year}).context["items"]
    assert [[n.label for n in numbers] for _, numbers in everything] == [
        ["活动", "主讲人", "主讲科室", "参加人次"],
        ["活动", "参加人次", "解决实际问题"],
    ]
    for place in ({}, {"organisation": str(city.branch.uuid)}):
        own = client.get(address, {"year": year, **place}).context["items"]
        assert [[n.label for n in numbers] for _, numbers in own] == [["活动"], ["活动"]]


@pytest.mark.parametrize("count", [1, 3])
def test_campaign_page_costs_the_same(count, client, micros, city):
    for _ in range(count):
        logged(
            city.branch,
            micros.lecture,
            micros.service,
            lecturers=(LecturerEntry("甲", "一科"),),
        )
    address = micros.campaign.get_absolute_url()
    assert cost_of(client, address) == 31


@pytest.mark.parametrize("count", [1, 3])
def test_pages_of_activities_cost_the_same(count, client, micros, city, users):
    person = users.secretary.person
    for _ in range(count):
        activity = logged(
            city.branch,
            micros.lecture,
            lecturers=(LecturerEntry(person.name, "", person), LecturerEntry("吴", "一科")),
        )
        cast.make_member(city.branch)
        Lecturer.objects.create(organisation=city.root, name="讲师", valid_from=date(2020, 1, 1))
    costs = {
        reverse("sixlights:campaign_list"): 5,
        reverse("sixlights:activity_list"): 7,
        activity.get_absolute_url(): 8,
        reverse("sixlights:activity_update", args=[activity.uuid]): 11,
        f"{reverse(CREATE)}?items={micros.lecture.uuid}": 9,
        reverse("sixlights:item_detail", args=[micros.lecture.uuid]): 9,
        reverse("sixlights:lecturer_list"): 5,
    }
    assert {address: cost_of(client, address) for address in costs} == costs


def test_turns_of_another_branch_are_not_shown(client, micros, city):
    address = reverse("sixlights:item_detail", args=[micros.lecture.uuid])
    assert client.get(address, {"organisation": str(city.other_branch.uuid)}).status_code == 404
    assert "还没有讲课" in client.get(address).content.decode()
