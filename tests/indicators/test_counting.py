from datetime import date
from decimal import Decimal

import pytest

from apps.branches.choices import OrganisationKind as Kind
from apps.branches.choices import Post
from apps.branches.models import Organisation
from apps.core.periods import Cycle, Period
from apps.core.quantities import IncompatibleUnits
from apps.indicators import catalogue, counting, tree
from apps.indicators.sources import stock_day
from apps.meetings.choices import AttendanceStatus, MeetingKind, MeetingStatus, TalkKind
from apps.meetings.models import AgendaItem, Talk
from tests import cast

QUARTER = Period.quarter(2026, 3)
INSIDE = date(2026, 8, 5)


def number_of(key, organisation, period=QUARTER) -> int:
    found = counting.counts([key], period, [organisation.pk])[key]
    value = found.get((organisation.pk, period.start), Decimal(0))
    assert value == int(value)
    assert counting.rows(key, period, [organisation.pk]).count() >= bool(value)
    return int(value)


@pytest.mark.parametrize("kind", MeetingKind)
def test_sittings_count_by_the_kind_of_their_items(city, kind):
    if kind == MeetingKind.SUBGROUP_MEETING:
        pytest.skip("held by subgroups; has a test of its own")
    cast.make_meeting(city.branch, kind, held_on=INSIDE)
    cast.make_meeting(city.sibling, kind, held_on=INSIDE)
    assert number_of(kind.value, city.branch) == 1


@pytest.mark.parametrize(
    ("status", "counted"),
    [
        (MeetingStatus.DRAFT, 0),
        (MeetingStatus.FILED, 1),
        (MeetingStatus.RETURNED, 0),
        (MeetingStatus.REVIEWED, 1),
        (MeetingStatus.ARCHIVED, 1),
        (MeetingStatus.SUPERSEDED, 0),
        (MeetingStatus.VOID, 0),
    ],
)
@pytest.mark.parametrize("key", ["committee_meeting", "sittings", "first_topics"])
def test_sitting_counts_in_effective_states_only(city, key, status, counted):
    cast.make_meeting(city.branch, held_on=INSIDE, status=status)
    assert number_of(key, city.branch) == counted


@pytest.mark.parametrize(
    ("held_on", "counted"),
    [
        (date(2026, 6, 30), 0),
        (date(2026, 7, 1), 1),
        (date(2026, 9, 30), 1),
        (date(2026, 10, 1), 0),
    ],
)
@pytest.mark.parametrize("key", ["committee_meeting", "sittings"])
def test_sitting_counts_on_the_day_it_was_held(city, key, held_on, counted):
    meeting = cast.make_meeting(city.branch, held_on=held_on)
    meeting.filed_at = meeting.filed_at.replace(year=2027)
    meeting.save()
    assert number_of(key, city.branch) == counted


def test_one_sitting_counts_for_each_kind_of_its_items(city):
    cast.make_meeting(
        city.branch,
        MeetingKind.THEME_DAY,
        held_on=INSIDE,
        also=(MeetingKind.PARTY_LECTURE, MeetingKind.MEMBERS_MEETING),
    )
    for key in ("theme_day", "party_lecture", "members_meeting", "sittings"):
        assert number_of(key, city.branch) == 1


def test_ordinary_topic_is_no_sitting_of_a_kind(city):
    meeting = cast.make_meeting(city.branch, held_on=INSIDE)
    AgendaItem.objects.create(meeting=meeting, order=2, topic="讨论党课安排")
    assert number_of("party_lecture", city.branch) == 0


def test_subgroup_meetings_count_for_the_branch_above(city):
    first = cast.make_organisation("第一党小组", Kind.SUBGROUP, parent=city.branch)
    second = cast.make_organisation("第二党小组", Kind.SUBGROUP, parent=city.branch)
    for group, day in ((first, 1), (first, 2), (second, 3)):
        cast.make_meeting(group, MeetingKind.SUBGROUP_MEETING, held_on=date(2026, 8, day))
    cast.make_meeting(city.sibling, MeetingKind.SUBGROUP_MEETING, held_on=INSIDE)
    assert number_of("subgroup_meeting", city.branch) == 3
    assert number_of("subgroups_met", city.branch) == 2
    assert number_of("subgroup_meeting", first) == 0
    assert number_of("subgroup_meeting", city.sibling) == 0


def test_theme_day_of_a_subgroup_is_not_the_branch_s_own(city):
    group = cast.make_organisation("第一党小组", Kind.SUBGROUP, parent=city.branch)
    cast.make_meeting(group, MeetingKind.THEME_DAY, held_on=INSIDE)
    cast.make_meeting(group, MeetingKind.LIFE_MEETING, held_on=INSIDE)
    assert number_of("theme_day", city.branch) == 0
    assert number_of("life_meeting", city.branch) == 1


@pytest.fixture
def party_group(city) -> Organisation:
    return cast.make_organisation(
        "市财政局党组", Kind.PARTY_GROUP, parent=city.root, unit=city.unit
    )


def lecture(branch, lecturer, kind=MeetingKind.PARTY_LECTURE, held_on=INSIDE):
    meeting = cast.make_meeting(branch, kind, held_on=held_on)
    meeting.agenda_items.update(lecturer=lecturer)
    return meeting


def test_r_mtg_05_lecture_counts_for_the_group_and_the_committee_of_its_secretary(
    city, party_group
):
    person = cast.make_member(city.branch)
    cast.appoint(person, party_group)
    cast.appoint(person, city.committee)
    lecture(city.branch, person)
    assert number_of("secretary_lecture", party_group) == 1
    assert number_of("secretary_lecture", city.committee) == 1
    assert number_of("secretary_lecture", city.branch) == 0
    assert tree.total("secretary_lecture", QUARTER, city.root).value == 1


def test_r_mtg_05_does_not_count_other_lecturers_posts_days_or_kinds(city, party_group):
    member, deputy, later = (cast.make_member(city.branch) for _ in range(3))
    cast.appoint(deputy, party_group, Post.GROUP_MEMBER)
    cast.appoint(later, party_group, since=date(2026, 8, 6))
    for person in (member, deputy, later):
        lecture(city.branch, person)
    lecture(city.branch, later, MeetingKind.TRAINING, held_on=date(2026, 9, 1))
    assert number_of("secretary_lecture", party_group) == 0


@pytest.mark.parametrize(
    ("key", "kind"),
    [
        ("talk_cc", TalkKind.COMMITTEE_COMMITTEE),
        ("talk_cm", TalkKind.COMMITTEE_MEMBER),
        ("talk_mm", TalkKind.MEMBER_MEMBER),
    ],
)
def test_r_mtg_09_talks_count_by_kind_and_day(city, key, kind):
    first, second = cast.make_person(), cast.make_person()
    for organisation, held_on in (
        (city.branch, INSIDE),
        (city.branch, date(2026, 6, 30)),
        (city.branch, date(2026, 10, 1)),
        (city.sibling, INSIDE),
    ):
        Talk.objects.create(
            organisation=organisation, kind=kind, held_on=held_on, first=first, second=second
        )
    assert number_of(key, city.branch) == 1
    assert sum(number_of(k, city.branch) for k in ("talk_cc", "talk_cm", "talk_mm")) == 1


def test_r_mtg_12_training_hours_are_summed(city):
    for day, kind, hours in (
        (3, MeetingKind.TRAINING, "6.5"),
        (4, MeetingKind.TRAINING, "1.5"),
        (5, MeetingKind.PARTY_LECTURE, "2"),
    ):
        meeting = cast.make_meeting(city.branch, kind, held_on=date(2026, 8, day))
        meeting.agenda_items.update(hours=Decimal(hours))
    assert number_of("training_hours", city.branch) == 8
    assert number_of("training", city.branch) == 2


def test_r_mtg_11_leaders_are_people_of_the_roll_with_a_post_in_a_party_group(city, party_group):
    leader, absent, former, plain = (cast.make_member(city.branch) for _ in range(4))
    for person in (leader, absent):
        cast.appoint(person, party_group, Post.GROUP_MEMBER)
    ended = cast.appoint(former, party_group, Post.GROUP_MEMBER)
    ended.valid_to = INSIDE
    ended.save()
    for day in (5, 6):
        meeting = cast.make_meeting(city.branch, held_on=date(2026, 8, day))
        meeting.attendances.filter(person=absent).update(status=AttendanceStatus.SICK)
    assert number_of("leaders_present", city.branch) == 1
    assert number_of("leaders_expected", city.branch) == 2
    assert number_of("leaders_on_roll", city.branch, Period.month(2020, 1)) == 3
    assert number_of("leaders_on_roll", city.branch) == 2
    share = counting.shares(["dual_life_rate"], QUARTER)["dual_life_rate"]
    assert share == {(city.branch.pk, QUARTER.start): (1, 2)}


def test_r_mtg_13_only_sittings_with_a_first_topic(city):
    cast.make_meeting(city.branch, held_on=INSIDE)
    cast.make_meeting(city.branch, held_on=INSIDE, first_topic=False)
    assert number_of("first_topics", city.branch) == 1
    assert number_of("sittings", city.branch) == 2


def test_attendance_keeps_part_and_whole_apart(city):
    meeting = cast.make_meeting(city.branch, held_on=INSIDE)
    meeting.expected_count, meeting.present_count = 12, 9
    meeting.save()
    slot = (city.branch.pk, QUARTER.start)
    share = counting.shares(["attendance"], QUARTER, [city.branch.pk])["attendance"][slot]
    assert share == (9, 12)
    assert share.percent == 75


def test_ratio_without_a_whole_is_absent(city):
    assert counting.shares(["attendance"], QUARTER) == {"attendance": {}}


def test_filing_lag_counts_local_days(city):
    meeting = cast.make_meeting(city.branch, held_on=INSIDE)
    # 23:30 in Asia/Shanghai on the third day after.
    meeting.filed_at = meeting.filed_at.replace(day=8, hour=15, minute=30)
    meeting.save()
    assert number_of("filing_lag", city.branch) == 3


def test_organisations_are_never_all_branches(city):
    cast.make_organisation("第一党小组", Kind.SUBGROUP, parent=city.branch)
    cast.make_organisation("市财政局党组", Kind.PARTY_GROUP, parent=city.root, unit=city.unit)
    period = Period.month(2026, 8)
    numbers = {
        key: tree.total(key, period, city.root).value
        for key in ("grassroots", "branches", "organ_committees", "subgroups", "units")
    }
    assert numbers == {
        "grassroots": 5,
        "branches": 3,
        "organ_committees": 2,
        "subgroups": 1,
        "units": 2,
    }


def test_stock_holds_on_the_last_day_of_the_period(city):
    cast.make_member(city.branch, since=date(2026, 7, 31))
    cast.make_member(city.branch, since=date(2026, 8, 1))
    assert number_of("members", city.branch, Period.month(2026, 7)) == 1
    assert number_of("members", city.branch, Period.month(2026, 6)) == 0
    months = counting.counts(["members"], QUARTER, [city.branch.pk], Cycle.MONTH)["members"]
    assert [months[city.branch.pk, date(2026, m, 1)] for m in (7, 8, 9)] == [1, 2, 2]


def test_stock_of_an_open_period_is_that_of_today(city):
    assert stock_day(Period.year(2999)) == date.today()


def test_sub_periods_add_up_to_the_period(city):
    for month in (1, 2, 2, 7, 12):
        cast.make_meeting(city.branch, held_on=date(2026, month, 3))
    year = Period.year(2026)
    whole = counting.counts(["committee_meeting"], year)["committee_meeting"]
    for cycle in Cycle:
        parts = counting.counts(["committee_meeting"], year, None, cycle)["committee_meeting"]
        assert sum(parts.values()) == sum(whole.values()) == 5
        assert {start for _, start in parts} <= {p.start for p in year.split(cycle)}


def test_sub_periods_that_the_period_cuts_are_left_out(city):
    cast.make_meeting(city.branch, held_on=date(2026, 7, 20))
    cast.make_meeting(city.branch, held_on=date(2026, 8, 20))
    cut = Period(date(2026, 7, 15), date(2026, 9, 1))
    found = counting.counts(["sittings"], cut, None, Cycle.MONTH)["sittings"]
    assert found == {(city.branch.pk, date(2026, 8, 1)): 1}


@pytest.mark.parametrize("number", [1, 3])
def test_one_query_for_each_source_whatever_the_organisations(
    city, number, django_assert_num_queries
):
    organisations = [city.branch, city.sibling, city.other_branch][:number]
    for organisation in organisations:
        cast.make_meeting(organisation, held_on=INSIDE)
    keys = [key for key, i in catalogue.ALL.items() if i.source in FLOWING]
    with django_assert_num_queries(4):
        counting.readings(keys, QUARTER, [o.pk for o in organisations], Cycle.MONTH)


FLOWING = {
    catalogue.get(key).source for key in ("sittings", "theme_day", "talk_cc", "leaders_present")
}


def group_name(group) -> str:
    return group[0].key


@pytest.mark.parametrize("group", catalogue.GROUPS, ids=group_name)
def test_every_indicator_agrees_with_itself(city, group):
    """Count, evidence, rows, annotation and total are the same number."""
    for organisation in (city.branch, city.sibling, city.other_branch):
        cast.appoint(cast.make_member(organisation), organisation)
        meeting = cast.make_meeting(
            organisation,
            MeetingKind.TRAINING,
            held_on=INSIDE,
            also=tuple(k for k in MeetingKind if k != MeetingKind.TRAINING),
        )
        meeting.agenda_items.update(hours=2)
    for indicator in group:
        agree(indicator.key)


def agree(key: str) -> None:
    indicator = catalogue.get(key)
    found = counting.counts([key], QUARTER)[key]
    reading = counting.readings([key], QUARTER)[key]
    evidence = counting.evidence([key], QUARTER)[key]
    assert {slot: r.value for slot, r in reading.items() if r.value} == found
    assert {slot: r.rows for slot, r in reading.items()} == evidence
    column = counting.annotated(Organisation.objects.all(), key, QUARTER)
    assert {pk: n for pk, n in column.values_list("pk", f"number_of_{key}") if n} == {
        pk: n for (pk, _), n in found.items()
    }
    for organisation in Organisation.objects.all():
        rows = counting.rows(key, QUARTER, [organisation.pk])
        slot = (organisation.pk, QUARTER.start)
        assert sorted(rows.values_list("pk", flat=True)) == evidence.get(slot, [])
        assert counting.quantity(indicator, rows).value == found.get(slot, 0)


def test_units_of_two_indicators_do_not_mix(city):
    people = tree.total("members", QUARTER, city.root)
    person_times = tree.total("present", QUARTER, city.root)
    with pytest.raises(IncompatibleUnits):
        people + person_times


def test_unknown_indicator_is_named():
    with pytest.raises(LookupError, match="没有“log_ins”"):
        catalogue.get("log_ins")


def test_every_ratio_stands_on_indicators():
    for ratio in catalogue.RATIOS.values():
        assert catalogue.get(ratio.part)
        assert catalogue.get(ratio.whole)


COMPILED = sorted({i.key for i in catalogue.ALL.values() if i.source.is_compiled})


@pytest.mark.parametrize("key", COMPILED)
def test_compiled_stock_is_counted_on_the_day_of_each_question(city, key):
    cast.make_member(city.branch)
    gone = cast.make_organisation("市财政局第三党支部", parent=city.committee)
    Organisation.objects.filter(pk=gone.pk).update(dissolved_on=date(2026, 5, 1))
    indicator = catalogue.get(key)
    for period in (Period.month(2014, 1), Period.month(2026, 4), Period.month(2026, 6)):
        rows = indicator.source.counted(period).filter(indicator.condition)
        found = counting.counts([key], period)[key]
        assert {pk for pk, _ in found} == set(rows.values_list("counted_for", flat=True))
