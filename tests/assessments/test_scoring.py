from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.assessments.choices import ManualKind, Measure, PartSource
from apps.assessments.scoring import (
    CriterionRule,
    Finding,
    GradeRule,
    Manual,
    PartRule,
    SchemeRules,
    capped_grade,
    grade_of,
    part_totals,
    score,
)
from apps.core.exact import half_up, shown

GRADES = (
    GradeRule("好", Decimal(90)),
    GradeRule("较好", Decimal(80)),
    GradeRule("一般", Decimal(60)),
    GradeRule("差", Decimal(0)),
)


def criterion(pk: int, points: int, measure=Measure.SHARE_DONE) -> CriterionRule:
    return CriterionRule(pk, f"内容{pk}", measure, Fraction(points))


RULES = SchemeRules(
    parts=(
        PartRule(
            1,
            "日常考核",
            PartSource.DUTIES,
            Fraction(60),
            (criterion(1, 30), criterion(2, 20), criterion(3, 10)),
        ),
        PartRule(2, "述职评议", PartSource.PANEL, Fraction(20)),
        PartRule(3, "民主测评", PartSource.BALLOT, Fraction(10)),
        PartRule(4, "专项工作", PartSource.SPECIAL, Fraction(10), (criterion(4, 10),)),
        PartRule(5, "加分", PartSource.BONUS, Fraction(5), (criterion(5, 2, Measure.PER_ROW),)),
        PartRule(
            6, "扣分", PartSource.DEDUCTION, Fraction(10), (criterion(6, 3, Measure.PER_ROW),)
        ),
    ),
    grades=GRADES,
)


def found(number, target=None, **more) -> Finding:
    return Finding(Decimal(number), None if target is None else Decimal(target), **more)


def nothing_due() -> Finding:
    return found(0, is_applicable=False)


FULL = {
    1: found(4, 4),
    2: found(12, 12),
    3: found(1, 1),
    4: found(2, 2),
    5: found(0),
    6: found(0),
    PartSource.PANEL: found(100, 100),
    PartSource.BALLOT: found(100, 100),
}


def total_of(changes=None, manual=()) -> Decimal:
    return score(RULES, FULL | (changes or {}), manual).total


def test_everything_done_is_the_full_total():
    assert total_of() == Decimal("100.00")


def test_share_done_gives_its_share_of_the_points():
    # 3 of 4 quarters of a criterion worth 30.
    assert total_of({1: found(3, 4)}) == Decimal("92.50")


def test_duty_that_did_not_apply_leaves_the_denominator():
    # R-ASM-04: 30 and 10 share the 60; the half that is missing of 10/40 costs 7.50, not 5.
    assert total_of({2: nothing_due(), 3: found(1, 2)}) == Decimal("92.50")


def test_panel_not_entered_leaves_the_denominator_and_is_named():
    findings = {key: value for key, value in FULL.items() if key != PartSource.PANEL}
    result = score(RULES, findings | {4: found(1, 2)})
    # 80 points are left and are worth 100: half of 10 costs 6.25.
    assert result.total == Decimal("93.75")
    line = next(line for line in result.lines if line.part.source == PartSource.PANEL)
    assert line.finding.explanation.startswith("未录入")
    assert line.max_points == 0


def test_nothing_applicable_gives_no_score():
    findings = {key: nothing_due() for key in (1, 2, 3, 4)}
    assert score(RULES, findings) is None


def test_more_than_the_target_gives_no_more_points():
    assert total_of({4: found(9, 2)}) == Decimal("100.00")


def test_bonus_counts_each_row_up_to_the_cap():
    assert total_of({5: found(2)}) == Decimal("104.00")
    assert total_of({5: found(3)}) == Decimal("105.00")


def test_cut_bonus_names_the_cap():
    result = score(RULES, FULL | {5: found(3)})
    assert "加分合计以5分为限" in result.lines[-1].finding.explanation
    assert result.lines[-1].points == 5


def test_deduction_counts_each_row_down_to_the_cap():
    assert total_of({6: found(2)}) == Decimal("94.00")
    assert total_of({6: found(9)}) == Decimal("90.00")


def test_manual_bonus_is_a_line_of_its_own_under_the_same_cap():
    entry = Manual(7, ManualKind.BONUS, Decimal("3.5"), "抗洪先进")
    result = score(RULES, FULL | {5: found(1)}, [entry])
    assert result.total == Decimal("105.00")
    assert [line.manual_pk for line in result.lines if line.manual_pk] == [7]


def test_manual_deduction_is_taken_from_the_total():
    entry = Manual(7, ManualKind.DEDUCTION, Decimal("0.25"), "材料迟报")
    assert total_of(manual=[entry]) == Decimal("99.75")


def test_total_never_falls_below_zero():
    findings = {key: replace(f, number=Decimal(0)) for key, f in FULL.items()} | {6: found(9)}
    assert score(RULES, findings).total == Decimal("0.00")


def test_veto_caps_the_grade_and_keeps_the_total():
    veto = Manual(9, ManualKind.VETO, Decimal(0), "发生严重违纪", "一般")
    result = score(RULES, FULL, [veto])
    assert (result.total, result.grade_by_score, result.grade) == (Decimal(100), "好", "一般")
    assert "发生严重违纪" in result.grade_reason


def test_veto_never_raises_a_grade():
    veto = Manual(9, ManualKind.VETO, Decimal(0), "原因", "较好")
    assert capped_grade("差", GRADES, [veto])[0] == "差"


def test_stricter_of_two_vetoes_holds():
    vetoes = [Manual(n, ManualKind.VETO, Decimal(0), "原因", cap) for n, cap in enumerate("差好")]
    assert capped_grade("好", GRADES, vetoes)[0] == "差"


@pytest.mark.parametrize(
    ("total", "grade"),
    [
        ("90.00", "好"),
        ("89.99", "较好"),
        ("80", "较好"),
        ("60", "一般"),
        ("59.99", "差"),
        ("0", "差"),
    ],
)
def test_grade_begins_at_its_minimum(total, grade):
    assert grade_of(Decimal(total), GRADES) == grade


@pytest.mark.parametrize(
    ("value", "rounded"),
    [
        (Fraction(5, 1000), "0.01"),
        (Fraction(4999, 1000000), "0.00"),
        (Fraction(89995, 1000), "90.00"),
        (Fraction(-5, 1000), "-0.01"),
        (Fraction(2, 3), "0.67"),
    ],
)
def test_half_is_rounded_up(value, rounded):
    assert half_up(value, 2) == Decimal(rounded)


def test_thirds_add_up_exactly():
    # Three sevenths and four sevenths of 60 are 60; in binary or decimal they are 59.99…
    rules = replace(
        RULES,
        parts=(replace(RULES.parts[0], criteria=tuple(criterion(n, 1) for n in range(1, 8))),),
    )
    assert score(rules, {n: found(1, 1) for n in range(1, 8)}).total == Decimal(60)


def test_parts_add_up_to_the_total():
    result = score(RULES, FULL | {1: found(1, 3), 2: nothing_due()})
    parts = part_totals(result)
    assert half_up(sum(part.points for part in parts), 2) == result.total
    assert sum(part.weight for part in parts) == 100


@pytest.mark.parametrize(("number", "text"), [("12.00", "12"), ("12.50", "12.5"), ("100", "100")])
def test_numbers_are_shown_without_idle_zeroes(number, text):
    assert shown(Decimal(number)) == text


def finding_strategy():
    due = st.integers(min_value=1, max_value=36)
    return st.builds(
        lambda target, done, applies: found(min(done, target), target, is_applicable=applies),
        due,
        st.integers(min_value=0, max_value=36),
        st.booleans(),
    )


def entered_strategy():
    return st.decimals(min_value=0, max_value=100, places=2).map(lambda n: found(n, 100))


findings_strategy = st.fixed_dictionaries(
    {
        **{pk: finding_strategy() for pk in (1, 2, 3, 4)},
        5: st.integers(0, 9).map(found),
        6: st.integers(0, 9).map(found),
    },
    optional={PartSource.PANEL: entered_strategy(), PartSource.BALLOT: entered_strategy()},
)


@given(findings_strategy)
def test_total_lies_between_0_and_105(findings):
    result = score(RULES, findings)
    assert result is None or 0 <= result.total <= 105


@given(findings_strategy, st.sampled_from((1, 2, 3, 4)))
def test_one_more_done_never_lowers_the_total(findings, pk):
    before, finding = score(RULES, findings), findings[pk]
    if before is None or finding.number >= finding.target:
        return
    more = replace(finding, number=finding.number + 1)
    assert score(RULES, findings | {pk: more}).total >= before.total


@given(findings_strategy, st.integers(0, 36), st.integers(1, 36))
def test_what_does_not_apply_changes_nothing(findings, number, target):
    one = findings | {2: found(0, 1, is_applicable=False)}
    other = findings | {2: found(number, target, is_applicable=False)}
    first, second = score(RULES, one), score(RULES, other)
    assert (first and first.total) == (second and second.total)


@given(findings_strategy)
def test_order_of_criteria_changes_nothing(findings):
    reversed_parts = tuple(replace(p, criteria=p.criteria[::-1]) for p in RULES.parts)
    first, second = score(RULES, findings), score(replace(RULES, parts=reversed_parts), findings)
    assert (first and first.total) == (second and second.total)
