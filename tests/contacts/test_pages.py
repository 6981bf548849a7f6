"""Pages of a leader, of the branch that he contacts, and of those who read both."""

import uuid
from datetime import date, timedelta

import pytest
from django.contrib.messages import get_messages
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from apps.branches.models import Unit
from apps.branches.services import transfer_membership
from apps.contacts.choices import PromiseOwner, PromiseStatus
from apps.contacts.models import (
    ContactPoint,
    ContactVisit,
    MonthlyCheck,
    Promise,
    ResearchResult,
    ResearchTopic,
)
from apps.contacts.services import PromiseEntry, choose_research_point, establish, note_check
from apps.core.models import Document
from apps.inspections.models import Issue
from apps.meetings.models import Guest
from apps.zones.models import Zone
from tests import cast
from tests.contacts.conftest import SINCE, days_ago, visit_on

LIST = "/contacts/"


def sheet(point: ContactPoint) -> str:
    return reverse("portal:contact_sheet", args=[point.uuid])


def new_visit(point: ContactPoint) -> str:
    return reverse("contacts:visit_create", args=[point.uuid])


def filled(**more) -> dict:
    return {
        "form_key": str(uuid.uuid4()),
        "starts_on": str(days_ago(1)),
        "ends_on": "",
        "helps": ["帮带班子"],
        "ways": ["talks"],
        "meeting": "",
        "findings": "支部运转正常",
        "promises-TOTAL_FORMS": "1",
        "promises-INITIAL_FORMS": "0",
        "promises-0-text": "",
        "promises-0-owner": "branch",
        "promises-0-due_on": "",
        **more,
    }


def promise_of(point: ContactPoint, owner=PromiseOwner.BRANCH) -> Promise:
    line = PromiseEntry("修好活动室", owner, timezone.localdate() + timedelta(days=30))
    return visit_on(point, days_ago(3), promises=[line]).promises.get()


def page_of(client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_opening_the_sheet_is_the_monthly_check_of_its_leader_alone(
    point, head_user, users, as_user
):
    for name in ("staff", "leader", "subtree_secretary"):
        page_of(as_user(getattr(users, name)), sheet(point))
    client = as_user(head_user)
    client.head(sheet(point))
    client.get(sheet(point), headers={"Sec-Purpose": "prefetch"})
    assert not MonthlyCheck.objects.exists()
    for _ in range(2):
        page_of(client, sheet(point))
    check = MonthlyCheck.objects.get()
    assert (check.contact_point, check.month) == (point, timezone.localdate().replace(day=1))


def test_remark_is_optional_and_belongs_to_this_month(point, head_user, as_user):
    client = as_user(head_user)
    assert "不写也可以" in page_of(client, sheet(point))
    address = reverse("contacts:check_remark", args=[point.uuid])
    client.post(address, {"remark": "换届已完成"})
    assert MonthlyCheck.objects.get().remark == "换届已完成"
    assert "换届已完成" in page_of(client, sheet(point))


def test_remark_of_somebody_else_is_not_found(point, city, as_user):
    other = cast.make_user("other_head", person=cast.make_member(city.branch))
    establish(person=other.person, organisation=city.sibling, since=SINCE)
    client = as_user(other)
    assert client.post(reverse("contacts:check_remark", args=[point.uuid])).status_code == 404
    assert client.get(new_visit(point)).status_code == 404
    visit = visit_on(point, days_ago(1))
    assert client.get(reverse("contacts:visit_update", args=[visit.uuid])).status_code == 404


def test_leader_sees_his_contact_branch_and_no_other(city, point, head_user, as_user):
    client = as_user(head_user)
    assert client.get(city.sibling.get_absolute_url()).status_code == 200
    assert client.get(city.branch.get_absolute_url()).status_code == 404
    assert client.get("/people/").status_code == 403
    own = cast.make_meeting(city.sibling, held_on=days_ago(5))
    assert client.get(own.get_absolute_url()).status_code == 200
    assert client.post(reverse("meetings:meeting_create")).status_code == 403


def test_sheet_holds_the_state_of_the_branch(city, point, head_user, as_user):
    call_command("loaddata", "duty_rules", verbosity=0)
    secretary = cast.make_member(city.sibling, "赵书记")
    cast.appoint(secretary, city.sibling)
    Issue.objects.create(
        organisation=city.sibling, text="记录不全", found_on=SINCE, due_on=days_ago(1)
    )
    Issue.objects.create(
        organisation=city.branch, text="别处的问题", found_on=SINCE, due_on=days_ago(1)
    )
    cast.make_meeting(city.sibling, held_on=days_ago(2))
    promise_of(point)
    page = page_of(as_user(head_user), sheet(point))
    for words in ("赵书记", "记录不全", "逾期", "修好活动室", "支委会", "今年应办"):
        assert words in page
    assert "别处的问题" not in page


def test_visit_is_recorded_with_its_promise_once(point, head_user, as_user):
    client = as_user(head_user)
    page = page_of(client, new_visit(point))
    assert "帮正纪律" in page
    assert "data-draft" in page
    answers = filled(
        **{
            "promises-0-text": "协调经费",
            "promises-0-owner": "leader",
            "promises-0-due_on": str(timezone.localdate() + timedelta(days=60)),
        }
    )
    for _ in range(2):
        answer = client.post(new_visit(point), answers)
    visit = ContactVisit.objects.get()
    assert answer["Location"] == visit.get_absolute_url()
    assert (visit.starts_on, visit.ends_on) == (days_ago(1), days_ago(1))
    assert visit.promises.get().owner == PromiseOwner.LEADER
    assert "协调经费" in page_of(client, visit.get_absolute_url())


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"starts_on": ""}, "请填写调研日期"),
        ({"ends_on": "2099-01-01"}, "调研日期不能晚于今天"),
        ({"starts_on": "2020-01-01"}, "这几天还不是联系点"),
        ({"promises-0-text": "没有期限"}, "承诺第 1 项：请填写办结期限"),
        ({"promises-0-text": "早", "promises-0-due_on": "2026-01-06"}, "办结期限早于调研日期"),
    ],
)
def test_wrong_visit_is_told_in_sentences(point, head_user, as_user, given, words):
    answer = as_user(head_user).post(new_visit(point), filled(**given))
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not ContactVisit.objects.exists()


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"starts_on": "2099-01-01"}, "starts_on"),
        ({"starts_on": "2099-01-01", "ends_on": "2099-01-02"}, "starts_on"),
        ({"ends_on": "2099-01-01"}, "ends_on"),
    ],
)
def test_day_to_come_is_told_at_the_field_that_holds_it(point, head_user, as_user, given, field):
    answer = as_user(head_user).post(new_visit(point), filled(**given))
    assert list(answer.context["form"].errors) == [field]


def test_sitting_that_he_joined_is_offered_and_not_entered_again(
    city, point, head, head_user, as_user
):
    joined = cast.make_meeting(city.sibling, held_on=days_ago(1))
    Guest.objects.create(meeting=joined, name=head.name)
    other = cast.make_meeting(city.sibling, held_on=days_ago(2))
    client = as_user(head_user)
    page = page_of(client, new_visit(point))
    assert str(joined.uuid) in page
    assert str(other.uuid) not in page
    client.post(new_visit(point), filled(meeting=str(joined.uuid)))
    visit = ContactVisit.objects.get()
    assert visit.meeting == joined
    assert "参加组织生活" in page_of(client, visit.get_absolute_url())


def test_next_visit_asks_for_the_earlier_promise(point, head_user, as_user):
    promise = promise_of(point)
    client = as_user(head_user)
    assert f"followed-{promise.uuid}" in page_of(client, new_visit(point))
    dropped = filled(**{f"followed-{promise.uuid}": "drop"})
    answer = client.post(new_visit(point), dropped)
    assert "不再办，请写明原因" in answer.content.decode()
    client.post(new_visit(point), {**dropped, f"followed-words-{promise.uuid}": "支部合并"})
    promise.refresh_from_db()
    assert promise.status == PromiseStatus.DROPPED
    assert promise.followed_at == ContactVisit.objects.latest("starts_on")


def test_changed_visit_and_stale_save(point, head_user, as_user):
    visit = visit_on(point, days_ago(2), findings="旧")
    address = reverse("contacts:visit_update", args=[visit.uuid])
    client = as_user(head_user)
    assert "旧" in page_of(client, address)
    client.post(address, filled(findings="新", version="1"))
    visit.refresh_from_db()
    assert (visit.findings, visit.version) == ("新", 2)
    answer = client.post(address, filled(findings="更新", version="1"))
    assert answer.status_code == 422
    assert "已被别人改过" in answer.content.decode()


def test_leader_follows_a_promise_between_visits(point, head_user, as_user):
    promise = promise_of(point)
    address = reverse("contacts:promise_follow", args=[promise.uuid])
    client = as_user(head_user)
    told = [str(m) for m in get_messages(client.post(address, {"step": "drop"}).wsgi_request)]
    assert told == ["不再办必须写明原因"]
    client.post(address, {"step": "keep", "words": "已修好"})
    promise.refresh_from_db()
    assert promise.status == PromiseStatus.KEPT
    assert "已修好" in page_of(client, promise.visit.get_absolute_url())


def test_branch_sees_who_contacts_it_and_reports_what_it_did(city, point, as_user):
    secretary = cast.make_user("second", person=cast.make_member(city.sibling))
    cast.appoint(secretary.person, city.sibling)
    promise = promise_of(point)
    client = as_user(secretary)
    page = page_of(client, LIST)
    assert "联系本支部的领导" in page
    assert "李领导" in page
    assert "市财政局党组 党组成员 · 联系市财政局第二党支部" in page
    assert "修好活动室" in page
    assert sheet(point) in page
    assert client.get(sheet(point)).status_code == 200
    detail = page_of(client, promise.visit.get_absolute_url())
    assert "报告已办" in detail
    assert "说一说现在怎样" not in detail
    step = reverse("core:lifecycle_step", args=["contacts.promise", promise.uuid, "report"])
    client.post(step, {"note": "月底完工"})
    promise.refresh_from_db()
    assert promise.status == PromiseStatus.REPORTED
    keep = reverse("core:lifecycle_step", args=["contacts.promise", promise.uuid, "keep"])
    client.post(keep)
    promise.refresh_from_db()
    assert promise.status == PromiseStatus.REPORTED
    assert not MonthlyCheck.objects.exists()


def test_promise_past_its_day_is_marked_with_its_year(city, point, as_user):
    promise = promise_of(point)
    Promise.objects.update(due_on=date(2025, 12, 20))
    secretary = cast.make_user("second", person=cast.make_member(city.sibling))
    cast.appoint(secretary.person, city.sibling)
    for user in (secretary, point.person.user):
        page = page_of(as_user(user), LIST)
        assert promise.text in page
        assert "2025年12月20日前" in page
        assert "过了期限" in page


def test_leader_does_not_settle_the_promise_of_another_leader(city, point, as_user):
    promise = promise_of(point)
    other = cast.make_user("other_head", person=cast.make_member(city.branch))
    establish(person=other.person, organisation=city.sibling, since=SINCE)
    client = as_user(other)
    address = reverse("contacts:promise_follow", args=[promise.uuid])
    assert client.post(address, {"step": "keep"}).status_code == 404
    step = reverse("core:lifecycle_step", args=["contacts.promise", promise.uuid, "keep"])
    told = [str(m) for m in get_messages(client.post(step).wsgi_request)]
    assert "不能单独操作" in told[0]
    promise.refresh_from_db()
    assert promise.status == PromiseStatus.OPEN


def test_conflict_stands_on_the_leaders_own_pages(city, head, point, head_user, as_user):
    transfer_membership(person=head, organisation=city.sibling, on=days_ago(1))
    client = as_user(head_user)
    assert "请另选联系点：本人组织关系也在这个支部" in page_of(client, LIST)
    assert "请另选联系点" in page_of(client, sheet(point))


def test_list_tells_the_months_and_what_is_lacking(point, head_user, users, as_user):
    note_check(point=point, on=timezone.localdate())
    page = page_of(as_user(head_user), LIST)
    assert "您联系 1 个党支部" in page
    assert "本月已了解" in page
    assert "还差 1次" in page
    assert "共 1 个联系点" in page_of(as_user(users.staff), LIST)
    assert "李领导" in page_of(as_user(users.leader), f"{LIST}?q=李领导")
    assert "没有这样的领导或支部" in page_of(as_user(users.leader), f"{LIST}?q=无此人")


def test_paper_is_the_same_for_the_same_state_and_only_for_its_readers(
    city, point, head_user, users, as_user
):
    client = as_user(head_user)
    address = reverse("portal:contact_paper", args=[point.uuid])
    first = client.post(address)["Location"]
    assert client.post(address)["Location"] == first
    document = Document.objects.get()
    answer = client.get(first)
    assert b"".join(answer).startswith(b"%PDF")
    assert "市财政局第二党支部" in document.title
    assert b"".join(as_user(users.subtree_secretary).get(first))
    assert as_user(users.stranger).get(first).status_code == 404
    assert as_user(users.secretary).get(first).status_code == 404


@pytest.mark.parametrize("number", [1, 3])
def test_list_takes_as_many_queries_for_three_points_as_for_one(
    city, point, users, as_user, number, django_assert_num_queries
):
    for _ in range(number - 1):
        more = establish(
            person=cast.make_member(city.branch), organisation=city.sibling, since=SINCE
        )
        promise_of(point)
        note_check(point=more, on=date(2026, 2, 1))
    client = as_user(users.staff)
    client.get(LIST)
    with django_assert_num_queries(11):
        client.get(LIST)


@pytest.mark.parametrize("number", [1, 3])
def test_sheet_takes_as_many_queries_for_three_lines_as_for_one(
    city, point, users, as_user, number, django_assert_num_queries
):
    call_command("loaddata", "duty_rules", verbosity=0)
    for _ in range(number):
        promise_of(point)
        cast.make_meeting(city.sibling, held_on=days_ago(3))
        Issue.objects.create(
            organisation=city.sibling, text="问题", found_on=SINCE, due_on=days_ago(1)
        )
    client = as_user(users.staff)
    client.get(sheet(point))
    with django_assert_num_queries(23):
        client.get(sheet(point))


@pytest.mark.parametrize("number", [1, 3])
def test_form_and_record_take_as_many_queries_for_three_promises_as_for_one(
    point, head_user, as_user, number, django_assert_num_queries
):
    line = PromiseEntry("事", PromiseOwner.BRANCH, timezone.localdate())
    visit = visit_on(point, days_ago(1), promises=[line] * number)
    client = as_user(head_user)
    client.get(LIST)
    with django_assert_num_queries(8):
        client.get(new_visit(point))
    with django_assert_num_queries(6):
        client.get(visit.get_absolute_url())


def test_research_is_seen_in_its_zone(city, users, as_user):
    zone = Zone.objects.get()
    choose_research_point(zone=zone, unit=city.unit, since=date(zone.year, 1, 1))
    topic = ResearchTopic.objects.create(year=zone.year, question="怎样建强支部", zone=zone)
    ResearchResult.objects.create(topic=topic, title="调研报告", situation="支部建设总体良好")
    Unit.objects.filter(pk=city.other_unit.pk).update(short_name="审计")
    for name in ("staff", "convenor", "secretary", "leader"):
        page = page_of(as_user(getattr(users, name)), "/contacts/research/")
        assert "怎样建强支部" in page, name
        assert "支部建设总体良好" in page, name
    assert "怎样建强支部" not in page_of(as_user(users.stranger), "/contacts/research/")
