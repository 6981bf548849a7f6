"""From sheets to a frozen list: means, lights, ties, the cut-off, and the sentences that say why."""

from decimal import Decimal

import pytest
from django.db import ProgrammingError, transaction

from apps.core.lifecycle import StepRefused
from apps.juries.choices import Averaging, Light, TieRule
from apps.juries.models import ResultLine, ResultList
from apps.juries.results import line_of
from apps.juries.services import choose, leave, seat
from tests import cast

TRIMMED = {"averaging": Averaging.TRIMMED, "trimmed": 1}


@pytest.mark.parametrize(
    ("scheme", "points", "mean", "light", "said"),
    [
        ({}, (80, 81, 81), "80.67", Light.GREEN, "有效评分表3份，平均80.67分"),
        # Half-up, once: 79.995 stands as 80.00 on the list, and goes by what stands there.
        ({}, ("79.99", 80), "80.00", Light.GREEN, "达到绿灯起点80分"),
        ({}, ("79.98", "79.99"), "79.99", Light.YELLOW, "达到黄灯起点60分，建议修改完善"),
        ({}, (59, "60.5"), "59.75", Light.RED, "不到黄灯起点60分，为红灯"),
        (TRIMMED, (60, 90, 85, 100), "87.50", Light.GREEN, "去掉最高100分、最低60分，其余2份"),
        (TRIMMED, (70, 90), "80.00", Light.GREEN, "不够最高、最低各去掉1份，按全部2份"),
        ({"least_sheets": 2}, (95,), None, "", "有效评分表1份，办法要求至少2份，不计平均分"),
        ({"averaging": Averaging.TRIMMED, "trimmed": 2}, (1, 2, 80, 99, 100), "80.00", "green",
         "去掉最高99分、100分、最低1分、2分，其余1份平均80.00分"),
    ],
    ids=range(8),
)  # fmt: skip
def test_mean_of_sheets(sit, scheme, points, mean, light, said):
    sitting = sit(jurors=5, labels=("甲", "乙"), **scheme)
    sitting.mark_all(sitting.candidates[0], *points)
    sitting.mark_all(sitting.candidates[1], 90, 90, 90, 90, 90)
    sitting.step("close", "freeze")
    line = sitting.lines()["甲"]
    assert (line.mean, line.light) == (mean and Decimal(mean), light)
    assert said in line.explanation
    assert line.is_in == (light == Light.GREEN)
    if len(points) < 5:
        assert f"{5 - len(points)}位评委没有交表" in line.explanation


@pytest.mark.parametrize(
    ("ties", "chosen", "inside", "said"),
    [
        (TieRule.ALL_IN, None, "甲乙丙", "末位有2个同为85.00分，只剩1个名额，按办法同分的都入选"),
        (TieRule.NONE_IN, None, "甲", "按办法同分的都不入选，不入选"),
        (TieRule.BY_CHAIR, "丙", "甲丙", "按办法由评审组组长选定，选定入选"),
    ],
    ids=[rule.value for rule in TieRule],
)
def test_equal_marks_at_the_last_place(sit, ties, chosen, inside, said):
    sitting = sit(jurors=1, labels="甲乙丙丁戊", places=2, ties=ties)
    for candidate, points in zip(sitting.candidates, (90, 85, 85, 82, 70), strict=True):
        sitting.mark(sitting.jurors[0], candidate, points)
    sitting.step("close")
    if ties == TieRule.BY_CHAIR:
        with pytest.raises(StepRefused, match="2 个参评对象同为 85.00 分，只剩 1 个名额"):
            sitting.step("freeze")
        by_name = {c.label: c for c in sitting.candidates}
        choose(jury=sitting.jury, chosen=[by_name[chosen]])
    sitting.step("freeze")
    lines = sitting.lines()
    assert {label for label, line in lines.items() if line.is_in} == set(inside)
    assert said in lines["丙"].explanation
    assert "名额2个" in lines["丁"].explanation
    assert "没有达到，不入选" in lines["丁"].explanation
    assert "建议修改完善，不入选" in lines["戊"].explanation
    assert [line.order for line in lines.values()] == [1, 2, 3, 4, 5]


def test_equal_marks_within_the_places_are_no_tie(sit):
    sitting = sit(jurors=1, labels="甲乙丙", places=2)
    for candidate, points in zip(sitting.candidates, (85, 85, 82), strict=True):
        sitting.mark(sitting.jurors[0], candidate, points)
    sitting.step("close", "freeze")
    assert [line.is_in for line in sitting.lines().values()] == [True, True, False]


@pytest.mark.parametrize("is_anonymous", [True, False])
def test_sheet_of_own_unit_does_not_count(sit, city, is_anonymous):
    """A juror who came to the unit after he had marked it: his sheet stays and is left out."""
    sitting = sit(jurors=2, is_anonymous=is_anonymous)
    sitting.mark_all(sitting.candidates[0], 90, 50)
    cast.appoint(sitting.jurors[1].person, city.branch, "deputy_secretary")
    sitting.step("close", "freeze")
    line = sitting.lines()["甲"]
    assert (line.sheets, line.mean) == (1, 90)
    who = "1位评委" if is_anonymous else "评委1号"
    assert f"{who}因参评的是本单位，已回避" in line.explanation
    named = [mark.get("juror") for mark in line.marks]
    assert named == ([None] if is_anonymous else ["评委0号"])


def test_one_who_left_is_not_on_the_list(sit):
    sitting = sit(jurors=1, labels="甲乙")
    for candidate in sitting.candidates:
        sitting.mark(sitting.jurors[0], candidate, 90)
    leave(sitting.candidates[1], because="项目中止", by=None)
    sitting.step("close", "freeze")
    assert list(sitting.lines()) == ["甲"]
    with pytest.raises(StepRefused, match="结果已定"):
        leave(sitting.candidates[0], because="项目中止", by=None)


def test_frozen_list_stays_and_reopening_gives_another(sit):
    sitting = sit(jurors=1)
    candidate = sitting.candidates[0]
    sitting.mark(sitting.jurors[0], candidate, 90)
    sitting.step("close", "freeze")
    first = line_of(candidate)
    assert (first.mean, first.result_list.number) == (90, 1)
    for row in (first, first.result_list):
        with pytest.raises(ProgrammingError), transaction.atomic():
            type(row).objects.filter(pk=row.pk).update(uuid=candidate.uuid)
        with pytest.raises(ProgrammingError), transaction.atomic():
            type(row).objects.filter(pk=row.pk)._raw_delete("default")
    sitting.step("reopen")
    assert line_of(candidate) is None
    sitting.step("resume")
    sitting.mark(sitting.jurors[0], candidate, 70, expected_version=1)
    sitting.step("close", "freeze")
    assert (line_of(candidate).mean, line_of(candidate).result_list.number) == (70, 2)
    assert ResultLine.objects.get(pk=first.pk).mean == 90
    assert ResultList.objects.in_force().count() == 1


def test_seat_after_the_close_is_refused(sit):
    sitting = sit(jurors=1)
    sitting.step("close")
    with pytest.raises(StepRefused, match="不能再增加评委"):
        seat(jury=sitting.jury, name="外请专家", employer="省委党校")
