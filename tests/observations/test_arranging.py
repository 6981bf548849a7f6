"""A plan is taken over once; days follow from working days; nobody is sent to the own unit."""

from collections import Counter
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from apps.branches.models import Membership
from apps.core.lifecycle import StepRefused, advance
from apps.core.workdays import enter_festival, workdays
from apps.notices.models import Notice
from apps.observations.models import CycleObserver, GroupSession, Observation, Observer
from apps.observations.services import (
    SessionEntry,
    agree,
    assign,
    change_session,
    name_observer,
    new_version,
    open_cycle,
    plan_session,
    proposal_for,
    take_over,
)
from apps.observations.services.plans import told_sentences
from tests import cast
from tests.meetings.test_parallel import all_at_once
from tests.observations.conftest import make_form

TODAY = timezone.localdate


def test_cycle_has_the_length_and_teams_of_the_rules(db):
    form = make_form()
    cycle = open_cycle(name="两年", starts_on=date(2026, 1, 1))
    assert (cycle.ends_on, cycle.team_size, cycle.form) == (date(2027, 12, 31), 2, form)
    with pytest.raises(ValidationError, match="结束日期必须晚于开始日期"):
        open_cycle(name="倒", starts_on=date(2026, 1, 1), ends_on=date(2025, 1, 1))
    with pytest.raises(ValidationError, match="请先登记式样"):
        open_cycle(name="早", starts_on=date(2019, 1, 1))


def test_plan_covers_each_unit_once_and_is_kept(study):
    made = take_over(cycle=study.cycle, today=TODAY())
    assert {o.group_id for o in made} == {group.pk for group in study.groups}
    teams = {o.pk: set(o.observers.values_list("person", flat=True)) for o in made}
    assert all(len(team) == 2 for team in teams.values())
    assert all(o.observers.filter(is_head=True).count() == 1 for o in made)
    assert all(o.planned_month >= TODAY().replace(day=1) for o in made)
    with pytest.raises(ValidationError, match="都已有安排，不用再排"):
        take_over(cycle=study.cycle, today=TODAY())
    advance(made[0], "call_off", by=None, note="单位合并")
    again = take_over(cycle=study.cycle, today=TODAY())
    assert [o.group_id for o in again] == [made[0].group_id]


def test_plan_sends_nobody_home(study, city):
    Membership.objects.create(
        person=study.people[0], organisation=city.branch, valid_from=cast.FOUNDED
    )
    cast.appoint(study.people[1], city.other_branch, "publicity_member")
    for observation in take_over(cycle=study.cycle, today=TODAY()):
        home = study.people[0] if observation.unit == city.unit else study.people[1]
        assert not observation.observers.filter(person=home).exists()


def test_plan_says_what_is_missing_and_saves_nothing(study, city):
    CycleObserver.objects.filter(person=study.people[2]).update(unit=city.unit)
    Membership.objects.create(
        person=study.people[0], organisation=city.branch, valid_from=cast.FOUNDED
    )
    with pytest.raises(ValidationError, match="只有 1 名（本单位的要回避），每组要 2 名"):
        take_over(cycle=study.cycle, today=TODAY())
    CycleObserver.objects.filter(cycle=study.cycle).update(may_lead=False, unit=None)
    with pytest.raises(ValidationError, match="没有能任组长的"):
        take_over(cycle=study.cycle, today=TODAY())
    assert not Observation.objects.exists()
    with pytest.raises(ValidationError, match="请新建周期再安排"):
        proposal_for(study.cycle, study.cycle.ends_on + timedelta(days=1))


def test_plan_counts_what_each_carries_already(study):
    study.observe(0, told=False)
    proposal = proposal_for(study.cycle, TODAY())
    carried = {share.seat.name: share.total for share in proposal.shares}
    assert (proposal.kept, sum(carried.values()), proposal.spread) == (1, 4, 1)
    assert carried["旁听2号"] == 1


def queries_of(call) -> int:
    with CaptureQueriesContext(connection) as caught:
        call()
    return len(caught)


def test_plan_asks_as_often_for_one_group_as_for_three(study, city):
    study.groups[1].valid_to = TODAY()
    study.groups[1].save()
    assert queries_of(lambda: proposal_for(study.cycle, TODAY())) == 7
    study.groups[1].valid_to = None
    study.groups[1].save()
    unit = cast.make_unit("市统计局")
    committee = cast.make_organisation("市统计局机关党委", "organ_committee", unit=unit)
    type(study.groups[0]).objects.create(unit=unit, organisation=committee, valid_from=cast.FOUNDED)
    assert queries_of(lambda: proposal_for(study.cycle, TODAY())) == 7


def test_notice_and_form_follow_working_days(study):
    """Thursday 2026-10-08 is the first working day after the festival."""
    enter_festival(name="国庆节", first=date(2026, 10, 1), last=date(2026, 10, 7))
    study.cycle.starts_on, study.cycle.ends_on = date(2026, 1, 1), date(2027, 12, 31)
    study.cycle.save()
    observation = study.observe(on=date(2026, 10, 9), told=False)
    assert observation.notice_due_on == date(2026, 9, 30)
    assert observation.form_due_on == date(2026, 10, 16)
    assert workdays().before(date(2026, 10, 8), 1) == date(2026, 9, 30)


def test_session_that_moves_takes_its_observation_along(study):
    observation = study.observe(told=False)
    session = observation.session
    later = TODAY() + timedelta(days=7)
    change_session(
        session=session, entry=SessionEntry(later, "改期的学习"), expected_version=session.version
    )
    observation.refresh_from_db()
    assert (observation.scheduled_on, observation.form_due_on > later) == (later, True)
    told = advance(observation, "notify", by=None)
    session.refresh_from_db()
    with pytest.raises(ValidationError, match="请先与工委商量，由工委办“改期”"):
        change_session(
            session=session,
            entry=SessionEntry(TODAY(), "学习"),
            expected_version=session.version,
        )
    back = advance(told, "postpone", by=None, note="主要领导出差")
    assert (back.session, back.scheduled_on, back.notified_on) == (None, None, None)


def test_session_expects_the_roll_and_agrees_with_its_record(study, city):
    cast.appoint(cast.make_person(), city.committee)
    cast.appoint(cast.make_person(), city.committee, "deputy_secretary")
    session = plan_session(group=study.groups[0], entry=SessionEntry(TODAY(), "学习"))
    assert session.expected_count == 2
    foreign = cast.make_meeting(city.other_committee, held_on=TODAY())
    for meeting, words in (
        (foreign, "不是市财政局机关党委的会议"),
        (cast.make_meeting(city.committee, held_on=TODAY() - timedelta(days=1)), "与学习日期不同"),
    ):
        with pytest.raises(ValidationError, match=words):
            plan_session(
                group=study.groups[0],
                entry=SessionEntry(TODAY() - timedelta(days=2), "学习", meeting=meeting),
            )
    with pytest.raises(ValidationError, match="这一天没有"):
        plan_session(group=study.groups[0], entry=SessionEntry(date(2000, 1, 1), "学习"))
    with pytest.raises(ValidationError, match="实到成员不能多于应到成员"):
        plan_session(
            group=study.groups[1],
            entry=SessionEntry(TODAY(), "学习", expected_count=3, present_count=4),
        )
    assert GroupSession.objects.count() == 1


def test_agreeing_refuses_another_group_and_a_day_outside_the_cycle(study):
    observation = study.observe(told=False)
    foreign = plan_session(group=study.groups[1], entry=SessionEntry(TODAY(), "学习"))
    with pytest.raises(ValidationError, match="请另选"):
        agree(observation=observation, session=foreign)
    late = plan_session(
        group=study.groups[0],
        entry=SessionEntry(study.cycle.ends_on + timedelta(days=1), "学习"),
    )
    with pytest.raises(ValidationError, match="请另选一次学习"):
        agree(observation=observation, session=late)
    told = advance(observation, "notify", by=None)
    with pytest.raises(StepRefused, match="请先办“改期”"):
        agree(observation=told, session=late)


def test_nobody_is_sent_to_the_own_unit(study, city):
    observation = study.observe(told=False)
    home = cast.make_member(city.branch, "李自家")
    with pytest.raises(
        StepRefused, match="李自家是“市财政局”的人（刚离开不久的也算），不能旁听本单位"
    ):
        assign(observation=observation, head=study.people[0], others=[home])
    assert set(observation.observers.values_list("person", flat=True)) == {
        study.people[0].pk,
        study.people[1].pk,
    }
    # Whoever moved there since the plan was made is found when the unit is told.
    cast.appoint(study.people[1], city.sibling, "publicity_member")
    with pytest.raises(StepRefused, match="旁听1号是“市财政局”的人"):
        advance(observation, "notify", by=None)


def test_team_changes_until_the_sitting_was_heard(study):
    observation = study.observe()
    assign(observation=observation, head=study.people[1], others=[study.people[2]])
    team = Observer.objects.filter(observation=observation)
    assert {(o.person_id, o.is_head) for o in team} == {
        (study.people[1].pk, True),
        (study.people[2].pk, False),
    }
    observation.refresh_from_db()
    heard = advance(observation, "hear", by=None)
    with pytest.raises(StepRefused, match="旁听组不能再改"):
        assign(observation=heard, head=study.people[0], others=[])


def test_unit_and_observers_are_told(study, users):
    user = cast.make_user("observer", person=study.people[0])
    study.observe()
    said = {n.user: n.text for n in Notice.objects.all()}
    assert said.keys() == {user, users.subtree_secretary}
    assert "只听不发言" in said[user]
    assert "请备好学习方案和学习记录" in said[users.subtree_secretary]


def test_whoever_left_a_unit_lately_stays_at_home(study, city):
    observation = study.observe(told=False)
    for days, refused in ((100, True), (400, False)):
        person = cast.make_person(f"离开{days}天")
        Membership.objects.create(
            person=person,
            organisation=city.branch,
            valid_from=cast.FOUNDED,
            valid_to=TODAY() - timedelta(days=days),
        )
        if refused:
            with pytest.raises(StepRefused, match="刚离开不久的也算"):
                assign(observation=observation, head=study.people[0], others=[person])
        else:
            assign(observation=observation, head=study.people[0], others=[person])


def test_place_of_whoever_falls_out_is_given_to_another(study, city):
    """What was agreed stays: month, session and the colleague; who was announced is for the desk."""
    agreed = study.observe(0, told=False)
    told = study.observe(1)
    CycleObserver.objects.filter(person=study.people[0]).update(left_on=TODAY())
    proposal = proposal_for(study.cycle, TODAY())
    assert (proposal.kept, proposal.standing.told) == (1, [told])
    assert "旁听0号不能去了，请在这次旁听里办“派旁听组”" in next(told_sentences(proposal.standing))
    assert take_over(cycle=study.cycle, today=TODAY()) == [agreed]
    # 旁听1号 keeps his place and leads now.
    team = agreed.observers.values_list("person__name", "is_head")
    assert set(team) == {("旁听1号", True), ("旁听2号", False)}
    before, session = agreed.version, agreed.session
    agreed.refresh_from_db()
    assert (agreed.version, agreed.session) == (before + 1, session)
    assert told.observers.filter(person=study.people[0]).exists()
    with pytest.raises(StepRefused, match="旁听0号已退出本周期的旁听人员"):
        assign(observation=told, head=study.people[0], others=[study.people[1]])
    user = cast.make_user("later", person=study.people[2])
    assign(observation=told, head=study.people[1], others=[study.people[2]])
    assert "只听不发言" in Notice.objects.get(user=user).text
    with pytest.raises(ValidationError, match="都已有安排"):
        take_over(cycle=study.cycle, today=TODAY())
    CycleObserver.objects.filter(person=study.people[2]).update(left_on=TODAY())
    with pytest.raises(StepRefused, match="旁听2号已退出"):
        advance(agreed, "notify", by=None)


def test_unit_that_is_added_gets_its_place_and_nothing_else_moves(study):
    made = take_over(cycle=study.cycle, today=TODAY())
    before = [(o.pk, o.planned_month, o.version) for o in made]
    unit = cast.make_unit("市统计局")
    committee = cast.make_organisation("市统计局机关党委", "organ_committee", unit=unit)
    group = type(study.groups[0]).objects.create(
        unit=unit, organisation=committee, valid_from=cast.FOUNDED
    )
    (added,) = take_over(cycle=study.cycle, today=TODAY())
    assert added.group == group
    # It goes where the month has the least.
    assert added.planned_month not in {month for _, month, _ in before}
    kept = Observation.objects.exclude(pk=added.pk).order_by("pk")
    assert [(o.pk, o.planned_month, o.version) for o in kept] == sorted(before)


@pytest.mark.django_db(transaction=True)
def test_twenty_planners_at_once_plan_once(study):
    def plan(_number: int) -> str:
        try:
            return str(len(take_over(cycle=study.cycle, today=TODAY())))
        except ValidationError as refused:
            return refused.messages[0]

    answers = Counter(all_at_once(plan))
    assert answers == {"2": 1, "“旁听周期”里每个中心组都已有安排，不用再排": 19}
    assert Observation.objects.count() == 2


def test_observer_is_named_once_and_a_form_is_copied_once_answered(study):
    with pytest.raises(ValidationError, match="已在本周期的旁听人员中"):
        name_observer(cycle=study.cycle, person=study.people[0])
    form = study.cycle.form
    assert form.is_editable
    study.returned()
    assert not form.is_editable
    copy = new_version(form=form)
    assert (copy.number, copy.is_editable) == (2, True)
    assert [i.name for i in copy.items.all()] == [i.name for i in form.items.all()]
