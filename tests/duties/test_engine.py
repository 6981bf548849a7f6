from collections import Counter
from datetime import date
from decimal import Decimal

import pytest
from django.core.management import call_command

from apps.branches.choices import OrganisationKind as Kind
from apps.branches.choices import Post
from apps.branches.models import Organisation
from apps.branches.services import move_organisation
from apps.core.periods import Period
from apps.duties.engine import Duty, DutyState, sheet
from apps.duties.models import DutyRule
from apps.duties.services import approve, new_rule_version, waive
from apps.meetings.choices import KIND_ALIASES, AttendanceStatus, MeetingKind, TalkKind
from apps.meetings.models import Talk
from tests import cast

YEAR = Period.year(2026)
AFTER = date(2027, 1, 1)
INSIDE = date(2026, 8, 5)
AUGUST = Period.month(2026, 8)
Q3 = Period.quarter(2026, 3)


@pytest.fixture(autouse=True)
def rules(db) -> dict[str, DutyRule]:
    call_command("loaddata", "duty_rules", verbosity=0)
    return {rule.key: rule for rule in DutyRule.objects.all()}


def duties_of(organisation, key, *, period=YEAR, today=AFTER) -> list[Duty]:
    return [
        duty
        for duty in sheet([organisation.pk], period, today=today)[organisation.pk]
        if duty.rule.key == key
    ]


def duty_of(organisation, key, within, *, period=YEAR, today=AFTER) -> Duty:
    (duty,) = (
        d for d in duties_of(organisation, key, period=period, today=today) if d.period == within
    )
    return duty


def states_of(organisation, key, **asked) -> dict[str, int]:
    return Counter(duty.state.value for duty in duties_of(organisation, key, **asked))


def with_committee(branch) -> None:
    cast.appoint(cast.make_member(branch), branch, Post.ORGANISATION_MEMBER)


@pytest.mark.parametrize(
    ("key", "kind", "periods"),
    [
        ("members_meeting", MeetingKind.MEMBERS_MEETING, 4),  # R-MTG-01
        ("party_lecture", MeetingKind.PARTY_LECTURE, 4),  # R-MTG-04
        ("theme_day", MeetingKind.THEME_DAY, 12),  # R-MTG-06
        ("life_meeting", MeetingKind.LIFE_MEETING, 1),  # R-MTG-07
        ("member_review", MeetingKind.MEMBER_REVIEW, 1),  # R-MTG-08
    ],
)
def test_duty_of_every_branch_is_done_by_one_sitting_a_period(city, key, kind, periods):
    meeting = cast.make_meeting(city.branch, kind, held_on=INSIDE)
    duties = duties_of(city.branch, key)
    assert len(duties) == periods
    done = [duty for duty in duties if duty.state == DutyState.DONE]
    assert [INSIDE in duty.period for duty in done] == [True]
    assert done[0].evidence == tuple(meeting.agenda_items.values_list("pk", flat=True))
    assert states_of(city.branch, key).get("missing", 0) == periods - 1
    assert states_of(city.sibling, key) == {"missing": periods}


def test_r_mtg_02_committee_meeting_is_due_where_there_is_a_committee(city):
    for _ in range(7):
        cast.make_member(city.branch)
    with_committee(city.branch)
    for _ in range(6):
        cast.make_member(city.sibling)
    cast.appoint(cast.make_member(city.sibling), city.sibling, Post.DEPUTY_SECRETARY)
    cast.make_meeting(city.branch, held_on=INSIDE)
    assert states_of(city.branch, "committee_meeting") == {"done": 1, "missing": 11}
    assert states_of(city.sibling, "committee_meeting") == {"not_applicable": 12}


def test_r_mtg_02_committee_must_stand_on_the_first_and_the_last_day(city):
    person = cast.make_member(city.branch)
    cast.appoint(person, city.branch, Post.PUBLICITY_MEMBER, since=date(2026, 3, 2))
    ended = cast.appoint(person, city.branch, Post.DISCIPLINE_MEMBER, since=date(2026, 3, 2))
    ended.valid_to = date(2026, 5, 31)
    ended.save()
    states = [duty.state for duty in duties_of(city.branch, "committee_meeting")]
    assert states == 3 * [DutyState.NOT_APPLICABLE] + 9 * [DutyState.MISSING]


def test_r_mtg_03_every_subgroup_must_meet(city):
    groups = [
        cast.make_organisation(f"第{n}党小组", Kind.SUBGROUP, parent=city.branch) for n in (1, 2)
    ]
    for day in (3, 4):
        cast.make_meeting(groups[0], MeetingKind.SUBGROUP_MEETING, held_on=date(2026, 8, day))
    duty = duty_of(city.branch, "subgroup_meeting", AUGUST)
    assert (duty.required, duty.done, duty.state) == (2, 1, DutyState.MISSING)
    assert len(duty.evidence) == 2
    cast.make_meeting(groups[1], MeetingKind.SUBGROUP_MEETING, held_on=date(2026, 8, 31))
    assert duty_of(city.branch, "subgroup_meeting", AUGUST).state == DutyState.DONE
    assert states_of(city.sibling, "subgroup_meeting") == {"not_applicable": 12}


def test_r_mtg_03_subgroup_founded_inside_a_month_is_not_yet_asked(city):
    cast.make_organisation("第一党小组", Kind.SUBGROUP, parent=city.branch, founded_on=INSIDE)
    required = [duty.required for duty in duties_of(city.branch, "subgroup_meeting")]
    assert required == 8 * [0] + 4 * [1]


def test_r_mtg_05_and_16_and_10_belong_to_the_party_group(city):
    group = cast.make_organisation("市财政局党组", Kind.PARTY_GROUP, parent=city.root)
    secretary = cast.make_member(city.branch)
    cast.appoint(secretary, group)
    lecture = cast.make_meeting(city.branch, MeetingKind.PARTY_LECTURE, held_on=INSIDE)
    lecture.agenda_items.update(lecturer=secretary)
    cast.make_meeting(group, MeetingKind.CENTRE_GROUP_STUDY, held_on=INSIDE)
    cast.make_meeting(group, MeetingKind.DEMOCRATIC_LIFE_MEETING, held_on=INSIDE)
    assert states_of(group, "secretary_lecture") == {"done": 1}
    assert states_of(group, "centre_group_study") == {"done": 1, "missing": 3}
    assert states_of(group, "democratic_life_meeting") == {"done": 1}
    assert states_of(city.committee, "secretary_lecture") == {"missing": 1}
    assert not duties_of(group, "theme_day")
    assert not duties_of(city.branch, "centre_group_study")


def test_r_mtg_09_asks_for_each_kind_of_talk(city):
    with_committee(city.branch)
    first, second = cast.make_person(), cast.make_person()
    Talk.objects.create(
        organisation=city.branch,
        kind=TalkKind.COMMITTEE_MEMBER,
        held_on=INSIDE,
        first=first,
        second=second,
    )
    states = {k: states_of(city.branch, k) for k in ("talk_cc", "talk_cm", "talk_mm")}
    assert states == {"talk_cc": {"missing": 1}, "talk_cm": {"done": 1}, "talk_mm": {"missing": 1}}
    assert states_of(city.sibling, "talk_cc") == {"not_applicable": 1}


def test_r_mtg_11_every_leader_takes_part_in_his_own_branch(city):
    group = cast.make_organisation("市财政局党组", Kind.PARTY_GROUP, parent=city.root)
    leaders = [cast.make_member(city.branch) for _ in range(2)]
    for leader in leaders:
        cast.appoint(leader, group, Post.GROUP_MEMBER)
    meeting = cast.make_meeting(city.branch, held_on=INSIDE)
    meeting.attendances.filter(person=leaders[1]).update(status=AttendanceStatus.DUTY_TRIP)
    duty = duty_of(city.branch, "dual_life", Q3)
    assert (duty.required, duty.done, duty.state) == (2, 1, DutyState.MISSING)
    cast.make_meeting(city.branch, held_on=date(2026, 9, 5))
    assert duty_of(city.branch, "dual_life", Q3).state == DutyState.DONE
    assert states_of(city.sibling, "dual_life") == {"not_applicable": 4}


def test_r_mtg_12_hours_add_up_over_the_year(city):
    for month in (2, 5, 9):
        meeting = cast.make_meeting(
            city.branch, MeetingKind.TRAINING, held_on=date(2026, month, 10)
        )
        meeting.agenda_items.update(hours=Decimal("10.5"))
    (duty,) = duties_of(city.branch, "training")
    assert (duty.required, duty.done, duty.state) == (32, Decimal("31.5"), DutyState.MISSING)


def test_r_mtg_13_every_sitting_begins_with_a_first_topic(city):
    cast.make_meeting(city.branch, held_on=INSIDE)
    assert duty_of(city.branch, "first_topic", Q3).state == DutyState.DONE
    cast.make_meeting(city.branch, held_on=INSIDE, first_topic=False)
    duty = duty_of(city.branch, "first_topic", Q3)
    assert (duty.required, duty.done, duty.state) == (2, 1, DutyState.MISSING)
    # Without a sitting nothing can begin with a first topic.
    assert states_of(city.branch, "first_topic")["not_applicable"] == 3


def test_r_mtg_14_activity_day_is_the_theme_day():
    assert KIND_ALIASES["党员活动日"] == MeetingKind.THEME_DAY


def test_r_mtg_15_members_meetings_of_general_branch_and_committee(city):
    general = cast.make_organisation("市财政局党总支", Kind.GENERAL_BRANCH, parent=city.committee)
    cast.make_meeting(general, MeetingKind.MEMBERS_MEETING, held_on=INSIDE)
    cast.make_meeting(city.committee, MeetingKind.MEMBERS_MEETING, held_on=INSIDE)
    (of_general,) = duties_of(general, "members_meeting_general")
    assert (of_general.required, of_general.done) == (2, 1)
    assert states_of(city.committee, "members_meeting_committee") == {"done": 1}
    assert not duties_of(city.committee, "members_meeting")


def test_functional_branch_has_no_duties(city):
    branch = cast.make_organisation(
        "政协功能型党支部", Kind.FUNCTIONAL_BRANCH, parent=city.committee
    )
    assert sheet([branch.pk], YEAR, today=AFTER) == {branch.pk: []}


def test_duty_is_pending_until_its_period_is_over(city):
    cast.make_meeting(city.branch, MeetingKind.THEME_DAY, held_on=date(2026, 7, 3))
    states = [d.state for d in duties_of(city.branch, "theme_day", today=date(2026, 8, 31))]
    assert states == [
        *6 * [DutyState.MISSING],
        DutyState.DONE,
        *5 * [DutyState.PENDING],
    ]
    assert duty_of(city.branch, "theme_day", AUGUST, today=date(2026, 9, 1)).state == "missing"


@pytest.mark.parametrize(
    ("founded_on", "members_meetings", "theme_days", "hours"),
    [
        (date(2026, 1, 1), 4, 12, 32),
        (date(2026, 1, 2), 3, 11, 29),
        (date(2026, 4, 1), 3, 9, 24),
        (date(2026, 5, 1), 2, 8, 21),
        (date(2026, 12, 31), 0, 0, 0),
    ],
)
def test_founded_inside_a_period_owes_whole_months_only(
    city, founded_on, members_meetings, theme_days, hours
):
    branch = cast.make_organisation("新党支部", parent=city.committee, founded_on=founded_on)
    assert sum(d.required for d in duties_of(branch, "members_meeting")) == members_meetings
    assert sum(d.required for d in duties_of(branch, "theme_day")) == theme_days
    (training,) = duties_of(branch, "training")
    assert training.required == hours
    assert (training.state == DutyState.NOT_APPLICABLE) == (hours == 0)


def test_dissolved_inside_a_period_owes_whole_months_only(city):
    city.branch.dissolved_on = date(2026, 8, 20)
    city.branch.save()
    required = [int(d.required) for d in duties_of(city.branch, "theme_day")]
    assert required == 7 * [1] + 5 * [0]
    assert [int(d.required) for d in duties_of(city.branch, "members_meeting")] == [1, 1, 0, 0]


def test_dissolved_before_the_period_is_not_on_the_sheet(city):
    city.branch.dissolved_on = date(2026, 1, 1)
    city.branch.save()
    assert sheet([city.branch.pk, city.sibling.pk], YEAR, today=AFTER).keys() == {city.sibling.pk}


def test_kind_of_the_past_decides_what_was_due(city):
    placement = city.branch.placements.get()
    placement.valid_to = date(2026, 7, 1)
    placement.save()
    city.branch.kind = Kind.GENERAL_BRANCH
    city.branch.save()
    city.branch.placements.create(
        name=city.branch.name, kind=city.branch.kind, valid_from=date(2026, 7, 1)
    )
    assert [d.period for d in duties_of(city.branch, "theme_day")] == [
        Period.month(2026, month) for month in range(1, 7)
    ]


def test_moved_branch_keeps_its_duties(city):
    cast.make_meeting(city.branch, MeetingKind.THEME_DAY, held_on=INSIDE)
    move_organisation(organisation=city.branch, parent=city.other_committee, on=INSIDE)
    assert states_of(city.branch, "theme_day") == {"done": 1, "missing": 11}


def test_waiver_holds_once_it_is_approved(city, users):
    waiver = waive(
        organisation=city.branch, duty_key="theme_day", period=AUGUST, reason="全体党员下沉抗洪一线"
    )
    assert duty_of(city.branch, "theme_day", AUGUST).state == DutyState.MISSING
    approve(waiver=waiver, by=users.staff)
    duty = duty_of(city.branch, "theme_day", AUGUST)
    assert (duty.state, duty.waiver_reason) == (DutyState.WAIVED, "全体党员下沉抗洪一线")
    assert not duty.is_due
    assert states_of(city.sibling, "theme_day") == {"missing": 12}
    assert states_of(city.branch, "theme_day") == {"missing": 11, "waived": 1}


def test_waived_duty_that_was_done_after_all_is_done(city, users):
    waiver = waive(organisation=city.branch, duty_key="theme_day", period=AUGUST, reason="防汛")
    approve(waiver=waiver, by=users.staff)
    cast.make_meeting(city.branch, MeetingKind.THEME_DAY, held_on=INSIDE)
    assert duty_of(city.branch, "theme_day", AUGUST).state == DutyState.DONE


def test_period_is_judged_by_the_rule_of_its_first_day(city, rules):
    new_rule_version(rule=rules["members_meeting"], starts_on=date(2026, 8, 1), minimum=Decimal(2))
    required = [int(d.required) for d in duties_of(city.branch, "members_meeting")]
    assert required == [1, 1, 1, 2]
    numbers = [d.rule.number for d in duties_of(city.branch, "members_meeting")]
    assert numbers == [1, 1, 1, 2]


def test_rule_may_change_its_cycle(city, rules):
    new_rule_version(rule=rules["theme_day"], starts_on=date(2026, 7, 1), cycle="quarter")
    periods = [d.period for d in duties_of(city.branch, "theme_day")]
    assert periods == [
        *(Period.month(2026, month) for month in range(1, 7)),
        Period.quarter(2026, 3),
        Period.quarter(2026, 4),
    ]


def test_members_condition_asks_only_branches_with_members(city, rules):
    new_rule_version(rule=rules["training"], starts_on=date(2026, 1, 1), condition="has_members")
    cast.make_member(city.branch)
    assert states_of(city.branch, "training") == {"missing": 1}
    assert states_of(city.sibling, "training") == {"not_applicable": 1}


@pytest.mark.parametrize("number", [1, 3])
def test_queries_do_not_grow_with_the_organisations(city, number, django_assert_num_queries):
    group = cast.make_organisation("市财政局党组", Kind.PARTY_GROUP, parent=city.root)
    branches = [city.branch, city.sibling, city.other_branch][:number]
    for branch in branches:
        with_committee(branch)
        cast.make_organisation(f"{branch}第一党小组", Kind.SUBGROUP, parent=branch)
        cast.appoint(cast.make_member(branch), group, Post.GROUP_MEMBER)
        cast.make_meeting(branch, held_on=INSIDE)
    with django_assert_num_queries(8):
        sheet([b.pk for b in branches], YEAR, today=AFTER)


def test_queries_for_every_kind_of_organisation(city, django_assert_num_queries):
    cast.make_organisation("市财政局党组", Kind.PARTY_GROUP, parent=city.root)
    with django_assert_num_queries(8):
        found = sheet(Organisation.objects.all(), YEAR, today=AFTER)
    assert found.keys() == set(Organisation.objects.values_list("pk", flat=True))


def test_sheet_of_nothing_is_empty(db):
    assert sheet([], YEAR, today=AFTER) == {}
