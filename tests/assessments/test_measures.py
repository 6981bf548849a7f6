from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.assessments.choices import ManualKind, Measure, PartBasis, PartSource, VetoTest
from apps.assessments.classes import ClassRule, Peer, class_of
from apps.assessments.scoring import (
    CriterionRule,
    Manual,
    PartRule,
    SchemeRules,
    StepRule,
    VetoRule,
    part_totals,
    score,
)
from apps.core.exact import half_up
from tests.assessments.test_scoring import GRADES, found, nothing_due

HUNDRED = Fraction(100)


def earning(measure: Measure, points: int = 10, **more) -> SchemeRules:
    """One part of a hundred whose only line is worth it all, `points` of them before scaling."""
    criterion = CriterionRule(1, "内容", measure, Fraction(points), **more)
    return SchemeRules((PartRule(1, "日常考核", PartSource.DUTIES, HUNDRED, (criterion,)),), GRADES)


def total(rules: SchemeRules, finding, *manual) -> Decimal:
    return score(rules, {1: finding}, manual).total


STEPS = (StepRule(Decimal(95), Fraction(10)), StepRule(Decimal(80), Fraction(6)))


@pytest.mark.parametrize(
    ("done", "of", "expected"), [(20, 20, 100), (19, 20, 100), (16, 20, 60), (15, 20, 0)]
)
def test_steps_of_a_duty_are_in_per_cent_of_what_is_due(done, of, expected):
    assert total(earning(Measure.STEPS, steps=STEPS), found(done, of)) == expected


def test_steps_of_a_number_without_a_target_are_the_number_itself():
    steps = (StepRule(Decimal(3), Fraction(10)), StepRule(Decimal(1), Fraction(4)))
    rules = earning(Measure.STEPS, steps=steps)
    assert [total(rules, found(n)) for n in (0, 1, 2, 3, 9)] == [0, 40, 40, 100, 100]


def test_step_is_said_in_words():
    line = score(earning(Measure.STEPS, steps=STEPS), {1: found(16, 20)}).lines[0]
    assert line.finding.explanation == "完成率80%，达到“80”档，该档6分"


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({"each": Fraction(2)}, [100, 80, 0]),
        ({"each": Fraction(2), "at_most": Fraction(3)}, [100, 80, 70]),
        ({"each": Fraction(2), "least": Fraction(4)}, [100, 80, 40]),
    ],
)
def test_missing_units_cost_points_down_to_floor_and_cap(more, expected):
    rules = earning(Measure.PER_MISSING, **more)
    assert [total(rules, found(done, 12)) for done in (12, 11, 0)] == expected


def test_rows_give_points_up_to_those_of_the_line():
    rules = earning(Measure.PER_ROW, each=Fraction(3))
    assert [total(rules, found(n)) for n in (0, 1, 3, 9)] == [0, 30, 90, 100]


def test_offices_points_are_a_share_of_what_they_may_give():
    assert total(earning(Measure.GIVEN), found("7.5", 10)) == 75


DEDUCTED = SchemeRules(
    (
        PartRule(
            1,
            "组织生活",
            PartSource.DUTIES,
            Fraction(15),
            (
                CriterionRule(1, "换届", Measure.PER_ROW, Fraction(3), at_most=Fraction(3)),
                CriterionRule(2, "党课", Measure.PER_MISSING, Fraction(1, 2)),
                CriterionRule(3, "党费", Measure.GIVEN, Fraction(2), at_most=Fraction(2)),
            ),
            PartBasis.DEDUCTED,
            Fraction(10),
        ),
        PartRule(
            2,
            "其他",
            PartSource.SPECIAL,
            Fraction(85),
            (CriterionRule(4, "其他", Measure.REACHES_TARGET, Fraction(1)),),
        ),
    ),
    GRADES,
)
CLEAN = {1: found(0), 2: found(4, 4), 3: nothing_due(), 4: found(1, 1)}


def of_sheet(changes=None):
    return score(DEDUCTED, CLEAN | (changes or {}))


def test_deducted_part_begins_full():
    assert of_sheet().total == 100


def test_deductions_are_taken_each_with_its_own_line():
    result = of_sheet({1: found(2), 2: found(1, 4)})
    assert result.total == Decimal("95.50")
    points = {line.label: half_up(line.points, 2) for line in result.lines}
    assert points == {
        "组织生活": 15,
        "换届": -3,
        "党课": Decimal("-1.50"),
        "党费": 0,
        "其他": 85,
    }


def test_floor_of_a_deducted_part_remains_and_is_said():
    result = of_sheet({1: found(1), 2: found(0, 4), 3: found("1.5", 2)})
    assert result.total == 95
    assert "最低保留10分" in next(x for x in result.lines if x.label == "党费").finding.explanation


def test_lines_of_a_deducted_part_add_up_to_it():
    part = part_totals(of_sheet({1: found(1)}))[0]
    assert (part.weight, part.points) == (15, 12)


def test_deducted_part_to_which_nothing_applies_leaves_the_denominator():
    result = of_sheet({1: nothing_due(), 2: nothing_due(), 4: found(1, 2)})
    assert result.total == 50


def test_deductions_weigh_more_where_another_part_does_not_apply():
    result = of_sheet({1: found(1), 4: nothing_due()})
    assert result.total == 80


def with_veto(**veto) -> SchemeRules:
    rule = VetoRule(1, "满意度低", limit=Decimal(60), grade_cap="一般", **veto)
    return replace(earning(Measure.REACHES_TARGET), vetoes=(rule,))


def test_condition_on_a_number_caps_the_grade_with_its_rows():
    rules = with_veto(test=VetoTest.AT_LEAST, indicator="issues_grave")
    result = score(rules, {1: found(1, 1)}, (), {1: found(60, evidence=(8,), unit="个")})
    assert (result.total, result.grade_by_score, result.grade) == (100, "好", "一般")
    assert result.grade_reason == "否决（满意度低：60个，达到60个），最高为“一般”"
    assert result.vetoes[0].evidence == (8,)


def test_condition_that_is_not_met_caps_nothing():
    rules = with_veto(test=VetoTest.AT_LEAST, indicator="issues_grave")
    assert score(rules, {1: found(1, 1)}, (), {1: found(59)}).grade == "好"
    below = with_veto(test=VetoTest.BELOW, indicator="sittings")
    assert score(below, {1: found(1, 1)}, (), {1: nothing_due()}).grade == "好"


def test_share_of_a_part_below_the_limit_caps_the_grade():
    rules = with_veto(test=VetoTest.PART_BELOW, part=1)
    rules = replace(rules, grades=(replace(GRADES[0], minimum=Decimal(50)), GRADES[2], GRADES[3]))
    rules = replace(rules, grades=tuple(sorted(rules.grades, key=lambda g: -g.minimum)))
    result = score(rules, {1: found(59, 100)})
    assert "日常考核得分率59%，低于60%" in result.grade_reason


def test_veto_of_the_scheme_and_by_hand_hold_together():
    rules = with_veto(test=VetoTest.AT_LEAST, indicator="issues_grave")
    by_hand = Manual(9, ManualKind.VETO, Decimal(0), "严重违纪", "差")
    assert score(rules, {1: found(1, 1)}, (by_hand,), {1: found(60)}).grade == "差"


@given(st.integers(0, 12), st.integers(0, 5), st.integers(0, 10), st.integers(0, 10))
def test_one_more_missing_never_raises_a_total_and_floors_hold(done, each, at_most, least):
    rules = earning(
        Measure.PER_MISSING,
        each=Fraction(each + 1),
        at_most=Fraction(at_most),
        least=Fraction(least),
    )
    now = total(rules, found(done, 12))
    assert now >= 10 * max(10 - at_most, least)
    if done:
        assert total(rules, found(done - 1, 12)) <= now


CLASSES = (
    ClassRule("大型机关党委", kinds=frozenset({"organ_committee"}), members_from=100),
    ClassRule("机关", unit_kinds=frozenset({"organ"}), is_per_zone=True),
    ClassRule("小支部", members_to=9),
)


@pytest.mark.parametrize(
    ("peer", "expected"),
    [
        (Peer("机关党委", "organ_committee", "organ", 100, "第一联系片"), "大型机关党委"),
        (Peer("机关党委", "organ_committee", "organ", 99, "第一联系片"), "机关（第一联系片）"),
        (Peer("党支部", "branch", "organ", 9, ""), "机关（未编入联系片）"),
        (Peer("党支部", "branch", "state_firm", 9, "第二联系片"), "小支部"),
        (Peer("党支部", "branch", "state_firm", 10, "第二联系片"), "党支部"),
    ],
)
def test_first_class_that_fits_by_kind_zone_and_size(peer, expected):
    assert class_of(peer, CLASSES) == expected


def test_without_classes_everybody_is_compared_with_its_own_kind():
    assert class_of(Peer("党支部", "branch", "organ", 9, ""), ()) == "党支部"
