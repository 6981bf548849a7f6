"""Points to levels: exact, scaled where an item does not apply, lifted and capped with reasons."""

from decimal import Decimal
from fractions import Fraction

import pytest

from apps.grades.choices import Feed, LimitEffect, LimitTest
from apps.grades.scoring import Found, ItemRule, LevelRule, Mark, Rules, VetoRule, outcome, proposed

ITEMS = (
    ItemRule(1, "组织生活", Decimal(60)),
    ItemRule(2, "群众满意度", Decimal(40)),
    ItemRule(3, "创新项目", Decimal(10), is_extra=True),
)
LEVELS = (
    LevelRule(5, "五星", 5, Decimal(90)),
    LevelRule(4, "四星", 4, Decimal(80)),
    LevelRule(2, "二星", 2, Decimal(0)),
)


def rules(*vetoes: VetoRule) -> Rules:
    return Rules(ITEMS, LEVELS, vetoes)


def marks(*points) -> list[Mark]:
    return [Mark(n, None if p is None else Fraction(p)) for n, p in enumerate(points, start=1)]


def test_points_are_added_exactly_and_rounded_once():
    third = Fraction(40, 3)
    found = outcome(rules(), marks(third, third, third))
    assert found.points == Decimal("40.00")
    assert found.level.name == "二星"


@pytest.mark.parametrize(
    ("points", "level"), [("80", "四星"), ("79.99", "二星"), ("90", "五星"), ("89.994", "四星")]
)
def test_line_of_a_level_is_reached_by_the_rounded_points(points, level):
    assert outcome(rules(), marks(Decimal(points) - 40, 40, 0)).level.name == level


def test_what_does_not_apply_leaves_the_whole_and_extra_points_come_on_top():
    given = [Mark(1, Fraction(54)), Mark(2, None, is_applicable=False), Mark(3, Fraction(5))]
    found = outcome(rules(), given)
    assert found.points == Decimal(95)
    assert found.missing == ()
    assert found.explanations == ("“群众满意度”不适用，不计入分母：54 分按 60 分折算为满分 100 分",)


def test_nothing_that_applies_is_no_points():
    given = [Mark(n, None, is_applicable=False) for n in (1, 2)] + [Mark(3, Fraction(0))]
    assert outcome(rules(), given).points == 0


def test_items_without_points_are_named():
    assert outcome(rules(), marks(60, None, 0)).missing == ("群众满意度",)
    assert outcome(rules(), marks(60)).missing == ("群众满意度", "创新项目")


def veto(test: LimitTest, **fields) -> VetoRule:
    given = {"key": 9, "name": "限制", "effect": LimitEffect.CAP, "order": 4}
    return VetoRule(test=test, **(given | fields))


def test_no_extra_points_no_five_stars():
    """The measure of handbook 5.2: ≥ 90 and an innovation project."""
    rule = veto(LimitTest.ITEM_EMPTY, item=3, name="没有创新项目")
    capped = outcome(rules(rule), marks(58, 40, 0))
    assert (capped.by_points.name, capped.level.name) == ("五星", "四星")
    assert capped.explanations == (
        "没有创新项目（“创新项目”没有得分）：最高定为“四星”，由“五星”调整",
    )
    assert outcome(rules(rule), marks(58, 40, 1)).level.name == "五星"


@pytest.mark.parametrize(("satisfaction", "level"), [("23.99", "二星"), ("24", "四星")])
def test_satisfaction_below_sixty_percent_caps_at_two_stars(satisfaction, level):
    rule = veto(LimitTest.ITEM_BELOW, item=2, limit=Decimal(60), order=2)
    assert outcome(rules(rule), marks(60, Decimal(satisfaction), 0)).level.name == level


@pytest.mark.parametrize(
    ("test", "number", "holds"),
    [
        (LimitTest.INDICATOR_REACHES, 1, True),
        (LimitTest.INDICATOR_REACHES, 0, False),
        (LimitTest.INDICATOR_BELOW, 0, True),
        (LimitTest.INDICATOR_BELOW, 1, False),
    ],
)
def test_number_of_the_portal_caps(test, number, holds):
    rule = veto(test, limit=Decimal(1))
    found = outcome(rules(rule), marks(60, 40, 10), [Found(9, Decimal(number))])
    assert (found.level.name == "四星") is holds


def test_honour_lifts_and_veto_has_the_last_word():
    lifts = veto(LimitTest.BY_HAND, effect=LimitEffect.FLOOR, order=5, name="表彰")
    caps = veto(LimitTest.BY_HAND, key=8, order=2, name="软弱涣散")
    said = [Found(9, reason="区级表彰"), Found(8, reason="巡察通报")]
    found = outcome(rules(caps, lifts), marks(0, 0, 0), said)
    assert found.level.name == "二星"
    assert found.explanations == (
        "表彰（区级表彰）：至少定为“五星”，由“二星”调整",
        "软弱涣散（巡察通报）：最高定为“二星”，由“五星”调整",
    )
    assert outcome(rules(caps, lifts), marks(0, 0, 0), said[:1]).level.name == "五星"


def test_measure_without_points_gives_no_level_by_itself():
    levels = (LevelRule(5, "五星", 5, None), LevelRule(0, "未定", 0, None))
    lifts = veto(LimitTest.BY_HAND, effect=LimitEffect.FLOOR, order=5)
    assert outcome(Rules((), levels, (lifts,)), []).level is None
    assert outcome(Rules((), levels, (lifts,)), [], [Found(9, reason="区级荣誉")]).level.order == 5


@pytest.mark.parametrize(
    ("feed", "number", "target", "points"),
    [
        (Feed.INDICATOR, "1", "3", Fraction(20)),
        (Feed.INDICATOR, "7", "3", Fraction(60)),
        (Feed.DUTY, "1", "7", Fraction(60, 7)),
        (Feed.EACH, "2", "1.5", Fraction(3)),
        (Feed.EACH, "99", "1.5", Fraction(60)),
        (Feed.DUTY, "0", None, None),
        (Feed.BY_HAND, "1", "1", None),
    ],
)
def test_number_gives_its_points_exactly(feed, number, target, points):
    wanted = None if target is None else Decimal(target)
    assert proposed(feed, Decimal(60), Decimal(number), wanted) == points
