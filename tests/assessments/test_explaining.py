from decimal import Decimal

import pytest

from apps.assessments.explaining import working_of
from apps.assessments.models import Criterion, Part, ScoreLine


def line(source="duties", measure="share_done", basis="earned", **stored) -> ScoreLine:
    """As it is stored; a line of an entered part has no criterion."""
    part = Part(name="日常考核", source=source, basis=basis)
    criterion = Criterion(part=part, measure=measure, points=Decimal("2.00")) if measure else None
    values = {"number": Decimal(11), "target": Decimal(12), "unit": "次", **stored}
    return ScoreLine(part=part, criterion=criterion, **values)


@pytest.mark.parametrize(
    ("stored", "words"),
    [
        (
            line(points=Decimal("9.0411"), max_points=Decimal("9.8630")),
            "9.86 分 × 11 ÷ 12 = 9.04 分",
        ),
        (
            line(number=Decimal(12), points=Decimal(9), max_points=Decimal(9)),
            "达到目标，得满分 9 分",
        ),
        (
            line(measure="steps", points=Decimal(6), max_points=Decimal(10)),
            "满分 10 分，得 6 分",
        ),
        (
            line("panel", "", number=Decimal("88.50"), target=Decimal(100),
                 points=Decimal("17.70"), max_points=Decimal(20)),
            "20 分 × 88.5 ÷ 100 = 17.7 分",
        ),
        (
            line("bonus", "per_row", number=Decimal(3), target=None, unit="项",
                 points=Decimal(5), max_points=Decimal(6)),
            "每项 2 分 × 3 = 6 分，计 5 分",
        ),
        (
            line("deduction", "per_row", number=Decimal(3), target=None, unit="个",
                 points=Decimal(-5), max_points=Decimal(-6)),
            "每个扣 2 分 × 3 = 6 分，扣 5 分",
        ),
        (
            line("duties", "", "deducted", points=Decimal(15), max_points=Decimal(15)),
            "满分 15 分，逐项起扣",
        ),
        (
            line("duties", "per_missing", "deducted", points=Decimal("-0.50"),
                 max_points=Decimal(0)),
            "扣 0.5 分",
        ),
        (
            line("duties", "per_missing", "deducted", points=Decimal(0), max_points=Decimal(0)),
            "没有扣分",
        ),
        (line(points=Decimal(0), max_points=Decimal(0), is_applicable=False), ""),
    ],
)  # fmt: skip
def test_working_of_a_line_is_told_from_what_is_stored(stored, words):
    assert working_of(stored) == words
