"""The first page of the desk: every number above zero, and each leads to exactly its rows."""

from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.core.management import call_command
from django.db.models import Count
from django.urls import reverse
from django.utils import timezone

from apps.branches.models import Organisation
from apps.core import desk
from apps.core.counting import counts_of
from apps.core.models import Job, JobItem
from apps.core.periods import Period
from apps.duties.services import waive
from apps.meetings.choices import MeetingKind, MeetingStatus
from apps.meetings.models import Meeting
from apps.news.choices import UNDER_REVIEW, ArticleStatus
from apps.notices.choices import Outcome
from apps.notices.models import Delivery
from tests import cast
from tests.news.conftest import make_article

# A Thursday four days before the end of a month.
NOW = datetime(2026, 11, 26, 2, tzinfo=timezone.get_fixed_timezone(0))
TODAY = date(2026, 11, 26)
# Queues for which `fill` makes no rows; those of contact points have tests/contacts/test_desk.py.
FILLED_ELSEWHERE = {
    *("待指派的意见建议", "逾期未答复的意见建议", "联系片活动没有记录", "待发布的联系片活动"),
    "待办理的党员调整申请",
    "待确认的书记交接",
    "导入失败",
    "待确认的基地预约",
    "待核对的荣誉",
    "需要另选联系点",
    "应建未建联系点的领导",
    "今年到联系点调研未完成",
    "工委承诺的事到期未办",
    "待答复的评审异议",
    "待答复的考核异议",
    # tests/duties/test_remarks.py
    "待答复的批示",
    # tests/projects/test_admin.py
    *("待预审的书记项目", "待送立项评审的书记项目", "评审结果待办理的书记项目"),
    *("待评价的书记项目", "节点逾期的书记项目"),
    # tests/inspections/test_desk.py
    *("待复核的整改问题", "待销号的整改问题", "待批复的延期申请"),
    *("逾期未签收的整改问题", "逾期未销号的整改问题", "本季度待对账的整改问题"),
    # tests/observations/test_desk.py
    *("旁听没有商定日期", "该通知单位的旁听", "旁听反馈表逾期未交", "待反馈单位的旁听"),
    # tests/elections/test_desk.py
    *("待提醒的换届", "待批复的换届", "待批复的补选", "待批复的延期换届", "换届逾期的党组织"),
    # tests/brands/test_desk.py
    *("待初评的品牌申报", "到期应复核的品牌", "复核还没有结论的品牌", "整改提升逾期的品牌"),
    # tests/reports/test_many.py
    *("待核对的季度报告", "待印发的季度报告"),
    # tests/grades/test_admin.py
    *("待评定的参评党组织", "待答复的公示异议"),
}
ROLES = ("staff", "system_admin", "security_admin", "audit_admin")


@pytest.fixture(autouse=True)
def _today(db):
    with time_machine.travel(NOW, tick=False):
        yield


def step(meeting, name: str, *, by, days_ago: int = 0, note: str = "缺议题") -> None:
    """Take a step so many days ago; the moment of a step is that of the clock."""
    from apps.core.lifecycle import advance

    with time_machine.travel(NOW - timedelta(days=days_ago), tick=False):
        advance(meeting, name, by=by, note=note)


def fail_job(status: str = "failed") -> Job:
    job = Job.objects.create(kind="test", title="导入党员")
    JobItem.objects.create(job=job, key="1", label="第一表", status=status)
    JobItem.objects.create(job=job, key="2", label="第二表", status="done")
    return job


def fail_delivery(user) -> Delivery:
    return Delivery.objects.create(
        user=user, day=TODAY, try_at=timezone.now(), outcome=Outcome.FAILED, error="邮箱不存在"
    )


def fill(city, users, number: int = 2) -> None:
    """Rows in every queue and for every movement, and beside them some that must not count."""
    for branch in (city.branch, city.sibling, city.other_branch)[:number]:
        cast.make_member(branch)
        made = [
            cast.make_meeting(branch, MeetingKind.THEME_DAY, held_on=date(2026, 9, day))
            for day in range(1, 6)
        ]
        step(made[0], "return", by=users.staff, days_ago=20)
        step(made[1], "return", by=users.staff, days_ago=1)
        step(made[2], "review", by=users.staff, days_ago=1)
        step(made[3], "return", by=users.staff, days_ago=15)
        step(made[3], "file", by=None, days_ago=1)
        waive(
            organisation=branch, duty_key="theme_day", period=Period.month(2026, 10), reason="防汛"
        )
        fail_job()
        fail_job("queued")
        fail_job("cancelled")
    for user in (users.secretary, users.stranger, users.leader)[:number]:
        fail_delivery(user)
    for status in (*UNDER_REVIEW, ArticleStatus.DRAFT):
        for title in range(number):
            make_article(city.branch, f"文章{title}", status=status)
    cast.make_meeting(city.branch, held_on=TODAY, status=MeetingStatus.DRAFT)


@pytest.fixture
def busy(city, users):
    call_command("loaddata", "duty_rules", "return_reasons", verbosity=0)
    fill(city, users)
    return city


def rows_on(response) -> int:
    """How many rows the opened list has, on all its pages."""
    context = response.context
    if "cl" in context:
        return context["cl"].result_count
    page = context["place"].page if "place" in context else context["page"]
    return page.paginator.count


def entries(user) -> list[dict]:
    return [*desk.waiting_for(user), *desk.moved_this_week(user)]


@pytest.mark.parametrize("role", ROLES)
def test_every_number_leads_to_as_many_rows(role, busy, users, as_user):
    user = getattr(users, role)
    client = as_user(user)
    for entry in entries(user):
        assert rows_on(client.get(entry["link"])) == entry["count"], entry["label"]


def test_staff_see_every_queue_with_its_rows_alone(busy, users):
    assert {e["label"]: e["count"] for e in entries(users.staff)} == {
        "待审核": 4,
        "退回超 7 天未改": 2,
        "待补全": 4,
        "临期未办": 3,
        "待批准的免办": 2,
        "文章待初审": 2,
        "文章待复审": 2,
        "文章待终审": 2,
        "未送达的消息": 2,
        "任务失败": 2,
        "任务进行中": 2,
        "本周提交": 2,
        "本周审核通过": 2,
        "本周退回": 2,
    }


def test_all_queues_are_tested(busy, users):
    desk.waiting_for(users.staff)
    labels = {queue.label for queue in (*desk._queues, *desk._movements)}
    assert labels - FILLED_ELSEWHERE == {entry["label"] for entry in entries(users.staff)}


@pytest.mark.parametrize("role", ROLES[1:])
def test_administrators_see_no_business(role, busy, users):
    assert entries(getattr(users, role)) == []


def test_page_shows_numbers_as_links(busy, users, as_user):
    page = as_user(users.staff).get(reverse("admin:index")).text
    for entry in entries(users.staff):
        assert f'href="{entry["link"]}"' in page
        assert str(entry["count"]) in page


def test_empty_list_offers_what_the_user_can_do(city, users, as_user):
    """A filter is cleared only where one is set, a row added only by whoever may."""
    desk = as_user(users.staff)
    requests = reverse("admin:branches_membershiprequest_changelist")
    empty = desk.get(requests).text
    assert "这里还没有记录" in empty
    assert "清除筛选，查看全部" not in empty
    assert "清除筛选，查看全部" in desk.get(requests, {"q": "无此人"}).text
    brand = desk.get(reverse("admin:brands_brand_changelist")).text
    assert "新增党建品牌" in brand


def test_empty_desk_says_so(city, users, as_user):
    page = as_user(users.staff).get(reverse("admin:index")).text
    assert "没有需要处理的事" in page
    assert "本周动态" not in page


@pytest.mark.parametrize("number", [1, 3])
def test_queries_of_the_first_page(number, city, users, as_user, django_assert_num_queries):
    call_command("loaddata", "duty_rules", verbosity=0)
    fill(city, users, number)
    client = as_user(users.staff)
    client.get(reverse("admin:index"))
    # However many queues there are: one query counts those that wait, one what has moved.
    with django_assert_num_queries(13):
        client.get(reverse("admin:index"))


def test_lists_are_counted_in_one_query(city, users, django_assert_num_queries):
    """As `count()` would: with equal rows once, with groups, and none where nothing can match."""
    lists = [
        Organisation.objects.all(),
        Organisation.objects.filter(children__isnull=False).distinct(),
        Organisation.objects.annotate(number=Count("children")).filter(number__gt=0),
        Organisation.objects.none(),
    ]
    expected = [rows.count() for rows in lists]
    with django_assert_num_queries(1):
        assert counts_of(lists, user=users.staff) == expected
    assert counts_of([], user=users.staff) == []


def test_nothing_is_due_early_in_a_month(busy, users):
    with time_machine.travel(NOW - timedelta(days=14), tick=False):
        assert "临期未办" not in [e["label"] for e in entries(users.staff)]


def test_returned_record_that_was_mended_is_not_late(busy, users):
    late = Meeting.objects.returned_before(timezone.now() - timedelta(days=7))
    assert {m.held_on for m in late} == {date(2026, 9, 1)}
    step(late[0], "file", by=None)
    assert late.all().count() == 1


def test_failed_job_shows_why_and_runs_again(users, as_user):
    job = fail_job()
    job.items.filter(status="failed").update(error="第 3 行没有姓名")
    client = as_user(users.staff)
    page = client.get(reverse("admin:core_job_change", args=[job.pk])).text
    assert "第 3 行没有姓名" in page
    retry = reverse("admin:core_job_retry", args=[job.pk])
    assert retry in page
    client.post(retry, {"csrfmiddlewaretoken": "x"})
    assert set(job.items.values_list("status", flat=True)) == {"queued", "done"}


def test_side_bar_marks_one_entry(users, as_user):
    page = as_user(users.staff).get(reverse("admin:meetings_meeting_queue"))
    items = [i for g in page.context["sidebar_navigation"] for i in g["items"]]
    assert [i["title"] for i in items if i["active"]] == ["待审核"]
