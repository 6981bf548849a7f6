"""From plan to publication, by the verbs of the convening unit."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from apps.core.lifecycle import StepRefused, advance, lifecycle_of
from apps.core.quantities import Qualifier
from apps.core.versions import StaleVersion
from apps.notices.models import Notice
from apps.zones.accounts import (
    Account,
    Attending,
    Collected,
    Host,
    Plan,
    Reported,
    Shown,
    Spoken,
    Total,
)
from apps.zones.attendance import attendance_of
from apps.zones.choices import ActivityStatus as Status
from apps.zones.models import Practice, Publication, Suggestion, ZoneActivity
from apps.zones.services import adopt_practice, change_plan, plan_activity, record_activity
from tests.zones.conftest import make_activity


def plan(**given) -> Plan:
    today = timezone.localdate()
    values = {"title": "学习交流活动", "starts_on": today, "ends_on": today, **given}
    return Plan(**values)


def record(activity: ZoneActivity, account: Account, by, *, submit: bool = True) -> ZoneActivity:
    return record_activity(
        activity=activity,
        account=account,
        expected_version=activity.version,
        by=by,
        submit=submit,
    )


def came(members, persons: int | None = 2) -> tuple[Attending, ...]:
    return tuple(Attending(member.unit, persons) for member in members)


def test_plan_is_stored_with_its_hosts(users, zone, members):
    hosts = (Host(members[0].unit, "会议室"), Host(members[0].unit, "写了两次"))
    made = plan_activity(zone=zone, plan=plan(hosts=hosts), by=users.convenor)
    assert made.status == Status.PLANNED
    assert [(h.unit, h.provides) for h in made.hosts.all()] == [(members[0].unit, "写了两次")]
    assert made.created_by == users.convenor


@pytest.mark.parametrize("name", ["secretary", "stranger", "leader", "nobody"])
def test_only_the_convening_unit_plans(users, zone, name):
    with pytest.raises(PermissionDenied):
        plan_activity(zone=zone, plan=plan(), by=getattr(users, name))


def test_convenor_does_not_plan_for_another_zone(users, other_zone):
    with pytest.raises(PermissionDenied):
        plan_activity(zone=other_zone, plan=plan(), by=users.convenor)


def test_plan_changes_until_it_was_held(users, zone):
    activity = make_activity(zone, Status.CALLED, days=3)
    change_plan(activity=activity, plan=plan(title="改期"), expected_version=1)
    assert ZoneActivity.objects.get().title == "改期"
    with pytest.raises(StaleVersion):
        change_plan(activity=activity, plan=plan(), expected_version=1)
    held = make_activity(zone, Status.HELD)
    with pytest.raises(ValidationError, match="安排不能再改"):
        change_plan(activity=held, plan=plan(), expected_version=1)


def test_call_tells_the_secretaries_of_the_zone_and_of_the_hosts(users, zone, members, other_zone):
    activity = make_activity(zone, Status.PLANNED, days=3)
    activity.hosts.create(unit=other_zone.convening_unit)
    advance(activity, "call", by=users.convenor)
    told = set(Notice.objects.values_list("user__username", flat=True))
    assert told == {"subtree_secretary", "市气象局", "市医保局", "stranger"}
    assert "请准备参加" in Notice.objects.first().text


def test_call_needs_theme_and_place(users, zone):
    activity = make_activity(zone, Status.PLANNED, theme="", place="")
    with pytest.raises(StepRefused, match="主题、地点"):
        advance(activity, "call", by=users.convenor)


@pytest.mark.parametrize(("status", "told"), [(Status.CALLED, 3), (Status.PLANNED, 0)])
def test_who_was_called_is_told_of_the_end(users, zone, members, status, told):
    advance(make_activity(zone, status, days=3), "call_off", by=users.convenor, note="大雪")
    assert Notice.objects.filter(text__contains="大雪").count() == told


def test_one_save_records_everything(users, zone, members):
    activity = make_activity(zone, Status.CALLED)
    first, second = members
    account = Account(
        attending=came(members),
        speeches=(Spoken("围绕六亮", second.unit, second.person.name),),
        practices=(Shown("五点半党校", first.unit),),
        practices_hedge=Qualifier.OPEN,
        publications=(Reported("报道", "市直党建", activity.starts_on),),
        suggestions=(Collected("多办几次", first.unit, first.person.name),),
        record="开得好",
    )
    done = record(activity, account, users.convenor)
    assert done.status == Status.RECORDED
    assert done.recorded_at
    assert [str(part) for part in attendance_of(done)] == ["2家", "4人"]
    assert done.speeches.get().person == second.person
    assert done.practices_hedge == Qualifier.OPEN
    suggestion = Suggestion.objects.get()
    assert (suggestion.zone, suggestion.person) == (zone, first.person)
    assert suggestion.made_on == activity.ends_on


def test_draft_of_a_record_says_that_it_was_held(users, zone, members):
    activity = make_activity(zone, Status.PLANNED)
    kept = record(activity, Account(attending=came(members)), users.convenor, submit=False)
    assert kept.status == Status.HELD
    kept.refresh_from_db()
    again = record(kept, Account(attending=came(members[:1])), users.convenor)
    assert again.attending.count() == 1
    assert Suggestion.objects.count() == 0


@pytest.mark.parametrize(
    ("account", "field", "words"),
    [
        (lambda m: Account(attending=came(m), units=Total(3)), "units", "总数由系统计算"),
        (lambda m: Account(attending=came(m), persons=Total(3)), "persons", "总人数由系统计算"),
        (lambda m: Account(practices=(Shown("甲"), Shown("甲"))), "practices", "写了两次"),
        (
            lambda m: Account(
                publications=(Reported("早", "报", timezone.localdate() - timedelta(days=9)),)
            ),
            "publications",
            "早于活动开始",
        ),
    ],
)
def test_account_that_contradicts_itself_is_refused(
    users, activity, members, account, field, words
):
    with pytest.raises(ValidationError) as caught:
        record(activity, account(members), users.convenor)
    assert words in caught.value.message_dict[field][0]


def test_units_may_be_ticked_and_people_known_only_in_all(users, activity, members):
    account = Account(attending=came(members, None), persons=Total(180, Qualifier.OVER))
    done = record(activity, account, users.convenor)
    assert [str(part) for part in attendance_of(done)] == ["2家", "180余人"]


def test_record_before_the_day_is_refused(users, zone, members):
    ahead = make_activity(zone, Status.CALLED, days=1)
    with pytest.raises(ValidationError, match="还没有开始"):
        record(ahead, Account(attending=came(members)), users.convenor)


def test_record_without_units_is_not_handed_in(users, activity):
    with pytest.raises(StepRefused, match="参加单位"):
        record(activity, Account(), users.convenor)
    assert ZoneActivity.objects.get().status == Status.HELD


def test_record_is_closed_once_it_is_handed_in(users, zone, members):
    done = make_activity(zone, Status.RECORDED)
    with pytest.raises(ValidationError, match="请工委退回"):
        record(done, Account(attending=came(members)), users.convenor)


def test_returned_record_tells_the_convenor(users, zone):
    done = make_activity(zone, Status.RECORDED)
    advance(done, "return", by=users.staff, note="人数有误")
    assert Notice.objects.get().user == users.convenor


def test_publication_asks_for_a_report(users, zone):
    done = make_activity(zone, Status.RECORDED)
    with pytest.raises(StepRefused, match="活动报道"):
        advance(done, "publish", by=users.staff)
    Publication.objects.create(
        activity=done, title="报道", medium="市直党建", published_on=done.starts_on
    )
    assert advance(done, "publish", by=users.staff).status == Status.PUBLISHED


@pytest.mark.parametrize("step", ["return", "publish"])
def test_committee_alone_returns_and_publishes(users, zone, step):
    done = make_activity(zone, Status.RECORDED)
    for user in (users.convenor, users.secretary, users.leader):
        with pytest.raises(PermissionDenied):
            advance(done, step, by=user, note="原因")


def test_practice_that_others_took_up_stays(users, activity, members):
    account = Account(attending=came(members), practices=(Shown("五点半党校", members[0].unit),))
    record(activity, account, users.convenor, submit=False)
    practice = Practice.objects.get()
    adopt_practice(
        practice=practice,
        unit=members[1].unit,
        since=timezone.localdate(),
        by=members[1].secretary,
    )
    activity.refresh_from_db()
    with pytest.raises(ValidationError, match="已有单位学用"):
        record(activity, Account(attending=came(members)), users.convenor)
    activity.refresh_from_db()
    changed = Shown("五点半党校", members[0].unit, "下班后学一小时")
    record(activity, Account(attending=came(members), practices=(changed,)), users.convenor)
    practice.refresh_from_db()
    assert (practice.gist, practice.version) == ("下班后学一小时", 2)


@pytest.mark.parametrize(
    ("unit", "days", "words"), [(0, 0, "不用登记学用"), (1, 1, "还没有到"), (1, -9, "不能更早")]
)
def test_adoption_that_cannot_be_is_refused(users, activity, members, unit, days, words):
    practice = activity.practices.create(name="五点半党校", unit=members[0].unit)
    with pytest.raises(ValidationError, match=words):
        adopt_practice(
            practice=practice,
            unit=members[unit].unit,
            since=timezone.localdate() + timedelta(days=days),
            by=users.staff,
        )


def test_nobody_adopts_for_another_unit(users, activity, members):
    practice = activity.practices.create(name="五点半党校")
    with pytest.raises(PermissionDenied):
        adopt_practice(
            practice=practice,
            unit=members[0].unit,
            since=timezone.localdate(),
            by=members[1].secretary,
        )


def test_round_is_the_sum_of_its_parts_where_these_list_units(city, users, zone, members):
    whole = make_activity(None, organiser=city.root, units=107, persons=180, persons_hedge="over")
    assert [str(part) for part in attendance_of(whole)] == ["107家", "180余人"]
    part = make_activity(zone, part_of=whole)
    record(part, Account(attending=came(members)), users.convenor)
    assert [str(part) for part in attendance_of(whole)] == ["2家", "4人"]


STEPS = [step.step for step in lifecycle_of(ZoneActivity).transitions]


@pytest.mark.parametrize("status", Status)
@pytest.mark.parametrize("step", STEPS)
def test_activity_takes_a_step_only_from_its_states(users, zone, status, step):
    activity = make_activity(zone, status, units=3)
    Publication.objects.create(
        activity=activity, title="报道", medium="市直党建", published_on=activity.starts_on
    )
    transition = lifecycle_of(activity).by_step[step]
    by = next(u for u in users.named().values() if u.has_perm(transition.permission, activity))
    if status in transition.sources:
        assert advance(activity, step, by=by, note="原因").status == transition.target
        return
    with pytest.raises(StepRefused):
        advance(activity, step, by=by, note="原因")
    assert ZoneActivity.objects.get().status == status
