"""A visit with its promises, from the days on which it may be recorded to the last word."""

import itertools
from datetime import date, timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError

from apps.contacts.choices import PromiseOwner, PromiseStatus, TopicStatus, VisitForm
from apps.contacts.models import (
    ContactVisit,
    MonthlyCheck,
    Promise,
    ResearchResult,
    ResearchTopic,
)
from apps.contacts.services import (
    FollowEntry,
    PromiseEntry,
    VisitEntry,
    advice_on_number,
    change_visit,
    choose_research_point,
    end_point,
    follow_promise,
    note_check,
    remark_on_check,
)
from apps.core.lifecycle import StepRefused, advance, history_of, lifecycle_of
from apps.core.models import PolicyNumber
from apps.core.versions import StaleVersion
from apps.zones.models import Zone
from tests import cast
from tests.contacts.conftest import SINCE, visit_on

TODAY = date(2026, 6, 10)
DAY = date(2026, 6, 3)
LATER = date(2026, 7, 31)


@pytest.fixture(autouse=True)
def _today(db):
    with time_machine.travel(TODAY, tick=False):
        yield


@pytest.fixture
def promise(point) -> Promise:
    line = PromiseEntry("协调解决活动室", PromiseOwner.BRANCH, LATER)
    return visit_on(point, DAY, promises=[line]).promises.get()


def test_visit_keeps_days_helps_and_forms(point):
    visit = visit_on(
        point, DAY, helps=["帮带班子"], forms=[VisitForm.LECTURE], findings="班子缺一名委员"
    )
    visit.refresh_from_db()
    assert (visit.helps, visit.form_names) == (["帮带班子"], ["给全体党员讲党课"])
    assert (visit.created_by, visit.days) == (point.person.user, "2026年6月3日")


def test_visit_of_which_only_the_month_is_known_spans_it(point):
    visit = visit_on(point, date(2026, 5, 1), ends_on=date(2026, 5, 31))
    assert visit.days == "2026年5月1日至2026年5月31日"


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        (TODAY + timedelta(days=1), TODAY + timedelta(days=1), "调研日期不能晚于今天（6月10日）"),
        (DAY, TODAY + timedelta(days=1), "还没有去的，请去过以后再记"),
        (DAY, DAY - timedelta(days=1), "结束日期不能早于开始日期"),
        (date(2025, 6, 1), date(2025, 6, 1), "这几天还不是联系点.*自 2026-01-05 起"),
    ],
)
def test_visit_on_impossible_days_is_refused_in_a_sentence(point, first, last, words):
    with pytest.raises(ValidationError, match=words):
        visit_on(point, first, ends_on=last)
    assert not ContactVisit.objects.exists()


def test_visit_after_the_end_of_the_point_is_refused(point):
    ended = end_point(point=point, on=DAY)
    with pytest.raises(ValidationError, match="到 2026-06-03 为止"):
        visit_on(ended, DAY)


def test_helps_are_those_of_the_rule_of_the_day(point):
    with pytest.raises(ValidationError, match="没有“帮出主意”，请从帮带班子、帮建队伍"):
        visit_on(point, DAY, helps=["帮出主意"])
    PolicyNumber.objects.create(
        key="four_helps",
        name="帮扶",
        valid_from=date(2026, 6, 1),
        value=1,
        unit="项",
        items=["帮出主意"],
        source="新办法",
    )
    assert visit_on(point, DAY, helps=["帮出主意"]).helps == ["帮出主意"]
    with pytest.raises(ValidationError, match="没有“帮出主意”"):
        visit_on(point, date(2026, 5, 20), helps=["帮出主意"])


def test_sitting_that_was_joined_makes_the_visit_organisational_life(city, point):
    meeting = cast.make_meeting(city.sibling, held_on=DAY)
    assert visit_on(point, DAY, meeting=meeting).forms == [VisitForm.ORGANISATIONAL_LIFE]


def test_sitting_of_another_branch_or_day_is_refused(city, point):
    with pytest.raises(ValidationError, match="不是市财政局第二党支部的会议"):
        visit_on(point, DAY, meeting=cast.make_meeting(city.branch, held_on=DAY))
    other_day = cast.make_meeting(city.sibling, held_on=DAY - timedelta(days=9))
    with pytest.raises(ValidationError, match="不在调研的日子里"):
        visit_on(point, DAY, meeting=other_day)


def test_changed_visit_keeps_its_promises_and_tells_a_stale_save(point, promise):
    visit = promise.visit
    entry = VisitEntry(DAY, DAY, findings="补记")
    change_visit(visit=visit, entry=entry, expected_version=1)
    assert (visit.findings, visit.promises.count()) == ("补记", 1)
    with pytest.raises(StaleVersion):
        change_visit(visit=visit, entry=entry, expected_version=1)


def test_promise_due_before_the_visit_is_refused(point):
    line = PromiseEntry("旧账", PromiseOwner.LEADER, DAY - timedelta(days=1))
    with pytest.raises(ValidationError, match="办结期限早于调研日期"):
        visit_on(point, DAY, promises=[line])
    assert not ContactVisit.objects.exists()


def test_next_visit_comes_back_to_the_promise(point, promise):
    second = visit_on(point, TODAY, followed=[FollowEntry(promise, "keep", "已装修完")])
    promise.refresh_from_db()
    assert (promise.status, promise.followed_at) == (PromiseStatus.KEPT, second)
    assert promise.settled_at
    assert history_of(promise).get().note == "已装修完"
    assert not Promise.objects.pending().exists()


def test_dropped_promise_needs_a_reason_and_may_be_taken_up_again(head_user, promise):
    with pytest.raises(StepRefused, match="原因"):
        follow_promise(entry=FollowEntry(promise, "drop"), by=head_user)
    follow_promise(entry=FollowEntry(promise, "drop", "机构调整"), by=head_user)
    reopened = advance(promise, "reopen", by=head_user, note="又可以办了")
    assert (reopened.status, reopened.settled_at) == (PromiseStatus.OPEN, None)


def test_branch_reports_its_own_promise_only(city, users, point, promise):
    secretary = cast.make_user("second", person=cast.make_member(city.sibling))
    cast.appoint(secretary.person, city.sibling)
    moved = advance(promise, "report", by=secretary)
    assert moved.status == PromiseStatus.REPORTED
    line = PromiseEntry("领导协调", PromiseOwner.LEADER, LATER)
    other = visit_on(point, DAY, promises=[line]).promises.get()
    with pytest.raises(StepRefused, match="这件事由联系领导办"):
        advance(other, "report", by=secretary)
    assert lifecycle_of(other).open_steps(other, secretary) == []
    with pytest.raises(PermissionDenied):
        advance(promise, "keep", by=secretary)
    with pytest.raises(PermissionDenied):
        advance(promise, "carry_on", by=users.leader)


PROMISE_STEPS = ["report", "keep", "carry_on", "drop", "reopen"]


@pytest.mark.parametrize(
    ("status", "step"), list(itertools.product(PromiseStatus.values, PROMISE_STEPS))
)
def test_promise_takes_a_step_only_from_its_states(promise, status, step):
    Promise.objects.filter(pk=promise.pk).update(status=status)
    transition = lifecycle_of(promise).by_step[step]
    if status in transition.sources:
        assert advance(promise, step, by=None, note="原因").status == transition.target
    else:
        with pytest.raises(StepRefused):
            advance(promise, step, by=None, note="原因")


@pytest.fixture
def topic(city) -> ResearchTopic:
    return ResearchTopic.objects.create(year=2026, question="怎样建强支部", unit=city.unit)


TOPIC_STEPS = ["start", "conclude", "resume"]


@pytest.mark.parametrize(
    ("status", "step"), list(itertools.product(TopicStatus.values, TOPIC_STEPS))
)
def test_topic_takes_a_step_only_from_its_states(topic, status, step):
    ResearchTopic.objects.filter(pk=topic.pk).update(status=status)
    ResearchResult.objects.create(topic=topic, title="报告", situation="现状")
    transition = lifecycle_of(topic).by_step[step]
    if status in transition.sources:
        assert advance(topic, step, by=None, note="原因").status == transition.target
    else:
        with pytest.raises(StepRefused):
            advance(topic, step, by=None, note="原因")


def test_topic_without_a_result_is_not_concluded(users, topic):
    advance(topic, "start", by=users.staff)
    with pytest.raises(StepRefused, match="请先登记这个课题的调研成果"):
        advance(topic, "conclude", by=users.staff)


def test_month_is_checked_once_and_says_nothing_else(point):
    note_check(point=point, on=DAY)
    note_check(point=point, on=TODAY)
    check = MonthlyCheck.objects.get()
    assert check.month == date(2026, 6, 1)
    names = {field.name for field in MonthlyCheck._meta.concrete_fields}
    assert names == {"id", "uuid", "contact_point", "month", "remark"}
    assert remark_on_check(point=point, on=TODAY, remark="换届已完成").pk == check.pk


def test_research_point_is_a_unit_of_its_zone(city, users):
    zone = Zone.objects.get()
    with pytest.raises(ValidationError, match="“市审计局”不在第一联系片"):
        choose_research_point(zone=zone, unit=city.other_unit, since=SINCE)
    with pytest.raises(ValidationError, match="“市审计局第一党支部”不属于市财政局"):
        choose_research_point(
            zone=zone, unit=city.unit, organisation=city.other_branch, since=SINCE
        )
    assert "现有 0 个调研联系点，规定每片 1 至 2 个" in advice_on_number(zone, TODAY)
    choose_research_point(zone=zone, unit=city.unit, organisation=city.branch, since=SINCE)
    assert advice_on_number(zone, TODAY) == ""
