from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from apps.assessments.shares import Standing, over_share
from tests.assessments.test_scoring import GRADES


def test_share_limit_moves_the_lowest_and_keeps_ties_together():
    grades = (replace(GRADES[0], share_limit=Fraction(1, 2)), *GRADES[1:])
    standings = [Standing(n, "党支部", Decimal(t), "好") for n, t in enumerate((99, 95, 95, 91))]
    # Two of four may stay, but the second and third are equal: both move.
    assert over_share(standings, grades) == {1: "较好", 2: "较好", 3: "较好"}


def test_share_limit_holds_inside_each_class():
    grades = (replace(GRADES[0], share_limit=Fraction(1, 2)), *GRADES[1:])
    standings = [
        Standing(1, "党支部", Decimal(99), "好"),
        Standing(2, "党支部", Decimal(70), "一般"),
        Standing(3, "党总支", Decimal(95), "好"),
        Standing(4, "党总支", Decimal(91), "好"),
    ]
    assert over_share(standings, grades) == {4: "较好"}


def test_no_share_limit_moves_nobody():
    assert over_share([Standing(1, "党支部", Decimal(99), "好")], GRADES) == {}
