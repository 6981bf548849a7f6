"""R-ASM-03: the scheme that the first years were issued with gives the same numbers for ever.

`frozen_scores.json` holds what was found in two dozen cases and what came of it when those years
were issued: totals, grades, share limits and every line to its fourth decimal.
"""

import json
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from apps.assessments.choices import ManualKind, PartSource
from apps.assessments.rules import rules_of
from apps.assessments.scoring import Finding, Manual, SchemeRules, score
from apps.assessments.shares import Standing, over_share
from apps.core.exact import half_up

CASES = json.loads(Path(__file__).with_name("frozen_scores.json").read_text())
GRADE_CAP = "一般"


@pytest.fixture
def rules(scheme) -> SchemeRules:
    """As shipped, with a limit of three in ten for the highest grade."""
    shipped = rules_of(scheme)
    best, *others = shipped.grades
    return replace(shipped, grades=(replace(best, share_limit=Fraction(3, 10)), *others))


def found(number: str, target: str | None, is_applicable: bool = True) -> Finding:
    return Finding(
        Decimal(number), None if target is None else Decimal(target), is_applicable=is_applicable
    )


def scored(rules: SchemeRules, case: dict):
    keys = {criterion.label: criterion.pk for criterion in rules.criteria}
    keys |= {source.value: source for source in (PartSource.PANEL, PartSource.BALLOT)}
    findings = {keys[label]: found(*given) for label, given in case["given"].items()}
    manual = []
    if case["manual"]:
        kind, points = case["manual"]
        cap = GRADE_CAP if kind == ManualKind.VETO else ""
        manual = [Manual(1, ManualKind(kind), Decimal(points), "原因", cap)]
    return score(rules, findings, manual)


def test_frozen_scores_come_out_to_the_last_decimal(rules):
    for case in CASES:
        result = scored(rules, case)
        assert (str(result.total), result.grade_by_score, result.grade) == (
            case["total"],
            case["grade_by_score"],
            case["grade"],
        )
        lines = [f"{half_up(x.points, 4)}/{half_up(x.max_points, 4)}" for x in result.lines]
        assert lines == case["lines"]


def test_frozen_share_limits_move_the_same_results(rules):
    standings = [
        Standing(n, "党支部" if n % 3 else "党总支", Decimal(case["total"]), case["grade"])
        for n, case in enumerate(CASES)
    ]
    moved = over_share(standings, rules.grades)
    assert moved
    assert [moved.get(n, case["grade"]) for n, case in enumerate(CASES)] == [
        case["limited"] for case in CASES
    ]
