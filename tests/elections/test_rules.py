"""R-TERM-01 to 07 on facts: at the line, above and below it, with the rule in the sentence."""

from datetime import date
from decimal import Decimal

import pytest

from apps.branches.choices import OrganisationKind
from apps.elections import rules
from apps.elections.rules import Ballot, Limits

ENDS = date(2026, 12, 31)


def ballot(**given) -> Ballot:
    stated = {"post": "委员", "seats": 5, "candidates": 6, "elected": [("甲", 11)], "present": 20}
    return Ballot(**stated | given)


def test_reminder_that_is_due_or_came_late_is_told():
    due = date(2026, 7, 4)
    assert rules.notice_on(ENDS, 180) == due
    assert rules.check_notice(ENDS, due, date(2026, 8, 1), 180) is None
    assert rules.check_notice(ENDS, None, due, 180) is None
    late = rules.check_notice(ENDS, date(2026, 7, 5), date(2026, 8, 1), 180)
    missing = rules.check_notice(ENDS, None, date(2026, 7, 5), 180)
    assert late
    assert "实际2026年7月5日提醒" in late.sentence
    assert not late.bars
    assert missing
    assert missing.rule == "R-TERM-01"
    assert "还没有提醒" in str(missing)


@pytest.mark.parametrize(
    ("today", "lead"),
    [
        (date(2026, 7, 3), None),
        (date(2026, 7, 4), 180),
        (date(2026, 9, 2), 120),
        (date(2026, 12, 1), 30),
        (ENDS, 30),
        (date(2027, 1, 1), None),
    ],
)
def test_lead_times_begin_on_their_days(today, lead):
    assert rules.lead_reached(ENDS, today, Limits().leads) == lead


@pytest.mark.parametrize(("candidates", "is_enough"), [(5, False), (6, True), (7, True)])
def test_surplus_of_a_fifth_is_asked_of_the_meeting(candidates, is_enough):
    found = rules.check_surplus(ballot(candidates=candidates), Decimal(20))
    assert (found is None) == is_enough
    if found:
        assert found.rule == "R-TERM-03"
        assert "20%，至少要有 6 名" in found.sentence


def test_surplus_is_rounded_up_and_not_asked_of_the_committee():
    assert rules.check_surplus(ballot(seats=3, candidates=3), Decimal(20)) is not None
    assert rules.check_surplus(ballot(seats=3, candidates=4), Decimal(20)) is None
    chosen = ballot(seats=1, candidates=1, by_committee=True)
    assert rules.check_surplus(chosen, Decimal(20)) is None


@pytest.mark.parametrize(("present", "is_enough"), [(15, False), (16, True), (20, True)])
def test_turnout_of_four_fifths(present, is_enough):
    found = rules.check_turnout(20, present, Decimal(80))
    assert (found is None) == is_enough
    if found:
        assert str(found).endswith("（R-TERM-04）")
        assert "至少到会 16 人，实到 15 人" in found.sentence


def test_nobody_entitled_is_no_turnout():
    assert rules.check_turnout(0, 0, Decimal(80)) is not None


@pytest.mark.parametrize(
    ("present", "ayes", "is_enough"),
    [(20, 10, False), (20, 11, True), (21, 10, False), (21, 11, True)],
)
def test_majority_is_of_those_present(present, ayes, is_enough):
    found = rules.check_majority(ballot(present=present, elected=[("甲", ayes)]), Decimal(50))
    assert (found == []) == is_enough
    if found:
        assert found[0].rule == "R-TERM-05"
        assert "甲得赞成票 10 票" in found[0].sentence
        assert "至少 11 票" in found[0].sentence


def test_congress_is_for_the_large_ones():
    assert rules.check_congress(500, 500) is None
    found = rules.check_congress(499, 500)
    assert found
    assert found.rule == "R-TERM-06"
    assert "应当召开党员大会" in found.sentence


def test_extension_of_a_year_and_not_a_day_more():
    assert rules.check_extension(date(2024, 2, 29), date(2025, 2, 28), 12) is None
    found = rules.check_extension(ENDS, date(2028, 1, 1), 12)
    assert found
    assert "最迟2027年12月31日，不能延至2028年1月1日" in found.sentence


SIZES = {
    "set_up_committee_from": 7,
    "set_up_committee_least": 3,
    "set_up_committee_most": 7,
    "set_up_deputies": 1,
    "set_up_organ_seats_least": 5,
    "set_up_organ_seats_most": 9,
    "set_up_general_seats_least": 5,
    "set_up_general_seats_most": 7,
}


@pytest.mark.parametrize(
    ("kind", "full", "fitting", "wrong", "rule"),
    [
        (OrganisationKind.BRANCH, 7, (3, 7), (2, 8), "R-ORG-04"),
        (OrganisationKind.BRANCH, 6, (1, 2), (3, 5), "R-ORG-05"),
        (OrganisationKind.GENERAL_BRANCH, 60, (5, 7), (4, 8), "R-ORG-08"),
        (OrganisationKind.ORGAN_COMMITTEE, 120, (5, 9), (4, 10), "R-ORG-08"),
    ],
)
def test_seats_that_are_planned_are_advised_by_size(kind, full, fitting, wrong, rule):
    for seats in fitting:
        assert rules.check_seats(kind, full, seats, SIZES) is None
    for seats in wrong:
        found = rules.check_seats(kind, full, seats, SIZES)
        assert found is not None
        assert (found.rule, found.bars) == (rule, False)
        assert f"拟设 {seats} 名" in found.sentence


def test_vacancy_is_told_and_bars_nothing():
    assert rules.check_vacancy("委员", 5, 5) is None
    found = rules.check_vacancy("委员", 5, 3)
    assert found
    assert found.rule == "R-TERM-07"
    assert not found.bars
    assert "缺 2 名，应当及时补选" in found.sentence


def test_everything_about_one_result_is_told_at_once():
    short = ballot(candidates=5, elected=[("甲", 9), ("乙", 15)], present=15)
    found = rules.check_election(20, 15, [short], Limits(majority=Decimal(60)))
    assert [finding.rule for finding in found] == ["R-TERM-04", "R-TERM-03", "R-TERM-05"]


def test_lengths_of_terms_and_the_limits_are_rows_of_the_committee(db):
    assert rules.limits() == Limits()
    assert rules.term_years(OrganisationKind.ORGAN_COMMITTEE) == 5
    assert rules.term_years(OrganisationKind.GENERAL_BRANCH) == 3
    assert rules.term_years(OrganisationKind.BRANCH) == 3
