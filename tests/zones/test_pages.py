"""The zones in the browser: for the convening unit, the units of the zone and the leaders."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from apps.core.models import FormDraft
from apps.zones.choices import ActivityStatus as Status
from apps.zones.models import PracticeAdoption, Suggestion, ZoneActivity
from apps.zones.services import assign_suggestion
from tests.zones.conftest import make_activity

LIST = reverse("zones:zone_list")
SECTIONS = ("lectures", "speeches", "demands", "practices", "suggestions", "publications")


def sections(*prefixes: str, **rows: list[dict]) -> dict:
    """What a browser sends of the sections: empty ones but for the given rows."""
    sent = {}
    for prefix in prefixes:
        given = rows.get(prefix, [])
        sent[f"{prefix}-TOTAL_FORMS"] = len(given)
        sent[f"{prefix}-INITIAL_FORMS"] = 0
        for number, row in enumerate(given):
            sent |= {f"{prefix}-{number}-{name}": value for name, value in row.items()}
    return sent


def plan_of(zone, **given) -> dict:
    today = timezone.localdate().isoformat()
    values = {"form_key": uuid4(), "zone": zone.uuid, "title": "学习交流", "starts_on": today}
    return {**values, **sections("hosts", hosts=given.pop("hosts", [])), **given}


def record_of(activity, members=(), **given) -> dict:
    rows = {name: given.pop(name) for name in SECTIONS if name in given}
    values = {"form_key": uuid4(), "version": activity.version, "save": "submit"}
    values |= {f"came-{member.unit.uuid}": "on" for member in members}
    return {**values, **sections(*SECTIONS, **rows), **given}


def test_plan_is_saved_once_and_shown(users, zone, members, as_user):
    client = as_user(users.convenor)
    page = client.get(reverse("zones:activity_create"))
    assert "计划第一联系片的活动" in page.content.decode()
    sent = plan_of(zone, hosts=[{"unit": members[0].unit.uuid, "provides": "会议室"}])
    answers = [client.post(reverse("zones:activity_create"), sent) for _ in range(2)]
    activity = ZoneActivity.objects.get()
    assert [answer.url for answer in answers] == [activity.get_absolute_url()] * 2
    assert activity.ends_on == activity.starts_on
    shown = client.get(activity.get_absolute_url()).content.decode()
    assert "市气象局（会议室）" in shown
    assert "发出通知" in shown


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"title": ""}, "请填写活动名称"),
        ({"ends_on": "2020-01-01"}, "结束日期不能早于开始日期"),
        ({"starts_on": ""}, "请填写开始日期"),
    ],
)
def test_wrong_plan_is_told_in_sentences(users, zone, as_user, wrong, words):
    answer = as_user(users.convenor).post(reverse("zones:activity_create"), plan_of(zone, **wrong))
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not ZoneActivity.objects.exists()


def test_part_of_a_round_is_offered_once(city, users, zone, as_user):
    whole = make_activity(None, Status.PLANNED, organiser=city.root, title="第一次示范性活动")
    client = as_user(users.convenor)
    client.post(reverse("zones:activity_create"), plan_of(zone, part_of=whole.uuid))
    assert ZoneActivity.objects.get(zone=zone).part_of == whole
    again = client.get(reverse("zones:activity_create")).content.decode()
    assert "第一次示范性活动" not in again


def test_changed_plan_of_two_editors_is_told(users, zone, as_user):
    activity = make_activity(zone, Status.PLANNED)
    address = reverse("zones:activity_update", args=[activity.uuid])
    client = as_user(users.convenor)
    assert client.get(address).status_code == 200
    first = client.post(address, plan_of(zone, version=1, title="甲"))
    assert first.status_code == 302
    second = client.post(address, plan_of(zone, version=1, title="乙"))
    assert second.status_code == 409
    assert "再按保存，就以您这里填写的为准" in second.content.decode()
    assert ZoneActivity.objects.get().title == "甲"


def test_record_is_one_save(users, zone, members, as_user):
    activity = make_activity(zone, Status.CALLED)
    address = reverse("zones:activity_record", args=[activity.uuid])
    client = as_user(users.convenor)
    page = client.get(address).content.decode()
    assert all(member.unit.name in page for member in members)
    first, second = members
    sent = record_of(
        activity,
        [first],
        **{f"persons-{second.unit.uuid}": "3"},
        speeches=[{"topic": "围绕六亮", "unit": second.unit.uuid, "speaker": ""}],
        suggestions=[{"text": "多办几次", "unit": first.unit.uuid, "speaker": "某人"}],
        practices=[{"name": "五点半党校", "unit": "", "gist": ""}],
        practices_open="on",
    )
    answers = [client.post(address, sent) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    activity.refresh_from_db()
    assert (activity.status, activity.practices_hedge) == (Status.RECORDED, "open")
    assert activity.attending.count() == 2
    assert Suggestion.objects.get().speaker == "某人"
    shown = client.get(activity.get_absolute_url()).content.decode()
    assert "2家，3人（另有 1 家没有填人数）" in shown
    assert "名单未列尽" in shown


def test_submitted_record_says_who_goes_on(users, zone, members, as_user):
    activity = make_activity(zone)
    client = as_user(users.convenor)
    address = reverse("zones:activity_record", args=[activity.uuid])
    page = client.post(address, record_of(activity, members), follow=True).content.decode()
    assert "记录已交工委，由工委发布。要改的，请工委用“退回修改”退给召集单位" in page
    assert "已通知" not in page
    reader = as_user(members[0].secretary).get(activity.get_absolute_url()).content.decode()
    assert "记录已交工委" not in reader


def test_kept_record_opens_again_as_it_was(users, zone, members, as_user):
    activity = make_activity(zone)
    address = reverse("zones:activity_record", args=[activity.uuid])
    client = as_user(users.convenor)
    row = {"topic": "围绕六亮", "unit": members[0].unit.uuid, "speaker": "张三"}
    client.post(address, record_of(activity, members, save="draft", speeches=[row]))
    page = client.get(address).content.decode()
    assert page.count("checked") == 2
    assert 'value="围绕六亮"' in page
    assert 'name="version" value="2"' in page


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (
            lambda m: {"speeches": [{"topic": "题目", "unit": "", "speaker": ""}]},
            "请选择单位，或者写明是谁说的",
        ),
        (lambda m: {f"persons-{m[0].unit.uuid}": "多"}, "人数写成数字"),
        (lambda m: {"units": "107"}, "总数由系统计算"),
        (
            lambda m: {"publications": [{"title": "报道", "medium": "", "published_on": ""}]},
            "请填写登在哪里",
        ),
    ],
)
def test_wrong_record_is_told_and_nothing_is_lost(users, zone, members, as_user, wrong, words):
    activity = make_activity(zone)
    address = reverse("zones:activity_record", args=[activity.uuid])
    sent = record_of(activity, members, record="写了很久", **wrong(members))
    answer = as_user(users.convenor).post(address, sent)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert words in page
    assert "写了很久" in page
    assert page.count("checked") == 2
    assert not activity.attending.exists()


def test_same_error_of_two_sections_names_section_and_row(users, zone, members, as_user):
    address = reverse("zones:activity_record", args=[make_activity(zone).uuid])
    unsaid = {"unit": "", "speaker": ""}
    sent = record_of(
        ZoneActivity.objects.get(),
        members,
        speeches=[{"topic": "甲", "unit": members[0].unit.uuid}, {"topic": "乙", **unsaid}],
        suggestions=[{"text": "多办几次", **unsaid}],
    )
    page = as_user(users.convenor).post(address, sent).content.decode()
    assert "交流发言第 2 项，单位：请选择单位，或者写明是谁说的" in page
    assert "意见建议第 1 项，单位：请选择单位，或者写明是谁说的" in page


def test_record_without_units_says_what_is_missing(users, zone, members, as_user):
    activity = make_activity(zone)
    address = reverse("zones:activity_record", args=[activity.uuid])
    answer = as_user(users.convenor).post(address, record_of(activity))
    assert answer.status_code == 422
    assert "请先登记参加单位" in answer.content.decode()


def test_secretary_of_a_unit_sees_the_activity_and_suggests(users, zone, members, as_user):
    activity = make_activity(zone)
    client = as_user(members[0].secretary)
    page = client.get(activity.get_absolute_url()).content.decode()
    assert "填写活动记录" not in page
    create = reverse("zones:suggestion_create")
    form = client.get(f"{create}?activity={activity.uuid}").content.decode()
    assert f'<option value="{activity.uuid}" selected' in form
    sent = {"form_key": uuid4(), "unit": members[0].unit.uuid, "activity": activity.uuid}
    sent |= {"text": "多办几次", "speaker": ""}
    answers = [client.post(create, sent) for _ in range(2)]
    suggestion = Suggestion.objects.get()
    assert [answer.url for answer in answers] == [suggestion.get_absolute_url()] * 2
    assert (suggestion.zone, suggestion.activity) == (zone, activity)


def test_host_is_told_what_to_provide_until_it_is_over(zone, members, as_user):
    activity = make_activity(zone, Status.CALLED, days=2)
    activity.hosts.create(unit=members[0].unit, provides="会议室和讲解")
    shown = [
        "请准备：会议室和讲解"
        in as_user(m.secretary).get(activity.get_absolute_url()).content.decode()
        for m in members
    ]
    assert shown == [True, False]
    ZoneActivity.objects.update(status=Status.HELD)
    page = as_user(members[0].secretary).get(activity.get_absolute_url()).content.decode()
    assert "请准备" not in page


def test_nobody_suggests_for_a_foreign_unit(members, as_user):
    sent = {"form_key": uuid4(), "unit": members[1].unit.uuid, "text": "建议"}
    answer = as_user(members[0].secretary).post(reverse("zones:suggestion_create"), sent)
    assert answer.status_code == 422
    assert not Suggestion.objects.exists()


def test_unit_without_a_zone_is_told_whom_to_ask(city, users, as_user):
    page = as_user(users.stranger).get(reverse("zones:suggestion_create")).content.decode()
    assert "没有划入联系片" in page


def test_answer_comes_from_the_owner_and_is_accepted_by_who_spoke(zone, members, users, as_user):
    first, second = members
    suggestion = Suggestion.objects.create(
        zone=zone, unit=first.unit, text="多办几次", made_on=timezone.localdate()
    )
    due = timezone.localdate() + timedelta(days=9)
    assign_suggestion(suggestion=suggestion, owner_unit=second.unit, due_on=due, by=users.staff)
    speaker, owner = as_user(first.secretary), as_user(second.secretary)
    address = reverse("zones:suggestion_answer", args=[suggestion.uuid])
    assert "等您答复" in owner.get(LIST).content.decode()
    assert "提交答复" not in speaker.get(suggestion.get_absolute_url()).content.decode()
    assert speaker.post(address, {"answer": "好"}).status_code == 403
    assert owner.post(address, {"answer": ""}).status_code == 422
    assert owner.post(address, {"answer": "每季一次"}).status_code == 302
    shown = speaker.get(suggestion.get_absolute_url()).content.decode()
    assert "每季一次" in shown
    assert "认可答复" in shown
    assert "认可答复" not in owner.get(suggestion.get_absolute_url()).content.decode()
    step = reverse("core:lifecycle_step", args=["zones.suggestion", suggestion.uuid, "accept"])
    assert owner.post(step).status_code == 403
    speaker.post(step)
    suggestion.refresh_from_db()
    assert suggestion.status == "accepted"


def test_practice_is_taken_up_by_another_unit(zone, members, as_user):
    activity = make_activity(zone)
    practice = activity.practices.create(name="五点半党校", unit=members[0].unit)
    address = reverse("zones:practice_adopt", args=[practice.uuid])
    assert as_user(members[0].secretary).get(address).url == activity.get_absolute_url()
    client = as_user(members[1].secretary)
    today = timezone.localdate().isoformat()
    sent = {"form_key": uuid4(), "unit": members[1].unit.uuid, "since": today, "result": "好"}
    client.post(address, sent)
    assert PracticeAdoption.objects.get().unit == members[1].unit
    assert "学用：市医保局" in client.get(activity.get_absolute_url()).content.decode()


def test_draft_of_a_record_is_offered_again(users, zone, as_user):
    activity = make_activity(zone)
    FormDraft.objects.create(
        user=users.convenor, form=f"zones.record:{activity.uuid}", key=uuid4(), content={}
    )
    page = as_user(users.convenor).get(LIST).content.decode()
    assert reverse("zones:activity_record", args=[activity.uuid]) in page


def test_years_that_cannot_be_are_this_year(users, as_user):
    client = as_user(users.staff)
    this_year = timezone.localdate().year
    for asked in ("", "x", "0", "9" * 30, "²"):
        page = client.get(LIST, {"year": asked}).content.decode()
        assert f"<h1>{this_year}年联系片</h1>" in page


# Session, user, roles, zones, their units, convened zones, drafts, answers owed, count, activities, who
# came.
QUERIES = 11


@pytest.mark.parametrize("number", [1, 3])
def test_list_of_zones_asks_no_more_for_more_rows(
    users, zone, members, as_user, number, django_assert_num_queries
):
    for _ in range(number):
        activity = make_activity(zone)
        activity.attending.create(unit=members[0].unit, persons=2)
    client = as_user(users.convenor)
    client.get(LIST)
    with django_assert_num_queries(QUERIES):
        client.get(LIST)


@pytest.mark.parametrize("number", [1, 3])
def test_page_of_an_activity_asks_no_more_for_more_rows(
    users, zone, members, as_user, number, django_assert_num_queries
):
    activity = make_activity(zone)
    for count in range(number):
        unit = [zone.convening_unit, *(m.unit for m in members)][count]
        activity.attending.create(unit=unit, persons=2)
        activity.hosts.create(unit=unit)
        activity.speeches.create(unit=unit, topic="题目")
        practice = activity.practices.create(name=f"做法{count}", unit=unit)
        practice.adoptions.create(unit=members[0].unit, since=activity.starts_on)
        Suggestion.objects.create(
            zone=zone, activity=activity, unit=unit, text="建议", made_on=activity.starts_on
        )
    client = as_user(users.convenor)
    client.get(activity.get_absolute_url())
    with django_assert_num_queries(20):
        client.get(activity.get_absolute_url())


@pytest.mark.parametrize("number", [1, 3])
def test_list_of_suggestions_asks_no_more_for_more_rows(
    users, zone, members, as_user, number, django_assert_num_queries
):
    for _ in range(number):
        Suggestion.objects.create(
            zone=zone, unit=members[0].unit, text="建议", made_on=timezone.localdate()
        )
    client = as_user(users.convenor)
    address = reverse("zones:suggestion_list")
    client.get(address)
    with django_assert_num_queries(5):
        client.get(address)
