"""Schemes are rows alone: the two sheets of handbook 11.1, units, classes, offices, conditions.

The three star schemes of handbook 5.2 are rows of `grades`; see tests/grades/test_schemes.py.
"""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.utils import timezone

from apps.assessments.assess import assessed
from apps.assessments.choices import Measure, SchemeSubject, VetoTest
from apps.assessments.faults import faults_of
from apps.assessments.models import (
    BallotTotal,
    ComparisonClass,
    Criterion,
    OfficeMark,
    Scheme,
    Veto,
)
from apps.assessments.services import new_version
from apps.branches.choices import OrganisationKind
from apps.core.lifecycle import StepRefused, advance
from apps.core.periods import Period
from apps.meetings.choices import MeetingKind
from tests import cast
from tests.assessments.conftest import YEAR

TODAY = date(YEAR + 1, 1, 15)
DEDUCTIONS, RESPONSIBILITY = "党建工作先进单位扣分表", "党建责任制扣分表"


@pytest.fixture
def sheets(db) -> None:
    call_command("loaddata", "duty_rules", "deduction_sheets", verbosity=0)


def sheet(name: str) -> Scheme:
    return Scheme.objects.get(name=name)


def scores_of(scheme: Scheme) -> dict:
    found = assessed(scheme, Period.year(YEAR), today=TODAY)
    return {one.subject.name: one for one in found}


def points_of(one) -> dict[str, Decimal]:
    return {line.label: line.points for line in one.score.lines if line.points}


def mark(organisation, item_key, office, points, reason="经核查") -> OfficeMark:
    return OfficeMark.objects.create(
        year=YEAR,
        organisation=organisation,
        item_key=item_key,
        office=office,
        points=points,
        reason=reason,
        approved_at=timezone.now(),
    )


def test_sheets_are_free_of_faults(sheets):
    for scheme in Scheme.objects.all():
        scheme.full_clean()
        assert faults_of(scheme) == []
        for part in scheme.parts.all():
            part.full_clean()
            for criterion in part.criteria.all():
                criterion.full_clean()


def test_organisation_life_of_the_first_sheet_is_taken_from_fifteen(sheets, city):
    kinds = [MeetingKind.MEMBERS_MEETING, MeetingKind.PARTY_LECTURE]
    for month in (2, 5, 8, 11):
        cast.make_meeting(city.branch, kinds[0], held_on=date(YEAR, month, 9), also=(kinds[1],))
    mark(city.branch, "dues", "组织部", 2, "三个月没有按时收缴")
    for item, office in (("study", "宣传部"), ("daily_basis", "组织部")):
        mark(city.branch, item, office, 0, "没有问题")
    one = scores_of(sheet(DEDUCTIONS))[city.branch.name]
    points = points_of(one)
    assert (points.pop("学习教育"), points.pop("组织生活")) == (10, 15)
    assert points.pop("其他日常基础工作") == 20
    assert (points["党费收缴不规范"], points["没有民主评议党员"]) == (-2, -1)
    assert not {label for label in points if "支部党员大会" in label or "党课" in label}
    assert one.score.total == 45 + sum(points.values())


def test_second_sheet_takes_half_a_point_for_each_missing_visit_of_a_unit(sheets, city):
    group = cast.make_organisation(
        "市财政局党组", OrganisationKind.PARTY_GROUP, parent=city.root, unit=city.unit
    )
    mark(group, "special_meetings", "办公室", Decimal("0.5"), "少开一次")
    one = scores_of(sheet(RESPONSIBILITY))[city.unit.name]
    assert one.subject.body == group
    points = points_of(one)
    assert points == {
        "党建责任": 34,
        "没有建立联系点制度": -1,
        "党建专题会议每少一次": Decimal("-0.5"),
    }
    assert one.score.total == Decimal("32.50")


def unit_scheme(scheme: Scheme) -> Scheme:
    draft = new_version(scheme=scheme)
    Scheme.objects.filter(pk=draft.pk).update(subject=SchemeSubject.UNITS)
    draft.refresh_from_db()
    return draft


def test_duties_of_a_unit_are_those_of_its_bodies_together(scheme, city):
    for branch in (city.branch, city.sibling):
        for month in range(1, 7):
            cast.make_meeting(branch, MeetingKind.THEME_DAY, held_on=date(YEAR, month, 9))
    one = scores_of(unit_scheme(scheme))[city.unit.name]
    line = next(x for x in one.score.lines if x.label == "主题党日")
    assert (line.finding.number, line.finding.target) == (12, 24)
    assert line.finding.explanation == "未完成12项，涉及2个党组织"
    assert len(line.finding.evidence) == 12
    assert one.facts["organisation"] == "市财政局"


def test_distinct_things_of_a_unit_are_counted_once(scheme, city):
    from apps.assessments.subjects import subjects_of
    from apps.assessments.year import read_numbers

    person = cast.make_person()
    for body in (city.committee, city.branch):
        cast.appoint(person, body)
    subjects = subjects_of(unit_scheme(scheme), Period.year(YEAR))
    numbers = read_numbers(["secretaries"], subjects, Period.year(YEAR))
    pk = next(s.pk for s in subjects if s.unit == city.unit)
    assert (numbers.of("secretaries", pk).value, len(numbers.of("secretaries", pk).rows)) == (1, 2)


@pytest.mark.parametrize("count", [1, 3])
def test_units_take_the_same_queries_for_any_number(count, scheme, city, django_assert_num_queries):
    draft = unit_scheme(scheme)
    for number in range(count):
        unit = cast.make_unit(f"新单位{number}")
        cast.make_organisation(f"新支部{number}", parent=city.root, unit=unit)
    with django_assert_num_queries(49):
        assessed(draft, Period.year(YEAR), today=TODAY)


def test_class_of_the_scheme_stands_on_the_result(scheme, city):
    ComparisonClass.objects.create(scheme=scheme, order=1, name="小支部", members_to=9)
    assert scores_of(scheme)[city.branch.name].class_label == "小支部"


def test_condition_of_the_scheme_caps_the_grade(scheme, city):
    Veto.objects.create(
        scheme=scheme,
        order=1,
        name="没有开过会",
        test=VetoTest.BELOW,
        indicator="sittings",
        limit=1,
        grade_cap="差",
    )
    score = scores_of(scheme)[city.branch.name].score
    assert score.grade == "差"
    assert "没有开过会：0次，少于1次" in score.grade_reason


def test_new_version_copies_all_that_belongs_to_a_scheme(sheets):
    scheme = sheet(RESPONSIBILITY)
    part = scheme.parts.get(order=1)
    Veto.objects.create(
        scheme=scheme, order=1, name="责任落实差", test=VetoTest.PART_BELOW, part=part,
        limit=50, grade_cap="不分等次",
    )  # fmt: skip
    draft = new_version(scheme=scheme)
    assert (draft.subject, draft.full_total) == (SchemeSubject.UNITS, 34)
    copied = draft.parts.get(order=1)
    assert draft.vetoes.get().part == copied
    given = copied.criteria.get(measure=Measure.GIVEN)
    assert (given.item_key, given.offices.get().office) == ("special_meetings", "办公室")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"full_total": 99}, "应为 99"),
        ({"part": {"least": 61}}, "最低保留分比权重还高"),
        ({"criterion": {"measure": Measure.STEPS}}, "请在它的页面填写各档"),
        ({"criterion": {"measure": Measure.PER_MISSING}}, "请填写每项扣几分"),
    ],
)
def test_faulty_scheme_is_refused_with_the_cure(change, words, scheme, users):
    draft = new_version(scheme=scheme)
    part = draft.parts.get(order=1)
    if "full_total" in change:
        Scheme.objects.filter(pk=draft.pk).update(**change)
    draft.parts.filter(pk=part.pk).update(**change.get("part", {"order": 1}))
    Criterion.objects.filter(part=part, order=1).update(**change.get("criterion", {"order": 1}))
    with pytest.raises(StepRefused, match=words):
        advance(draft, "activate", by=users.staff)


@pytest.mark.parametrize(
    ("field", "changes"),
    [
        ("measure", {"measure": Measure.SHARE_DONE, "duty_key": "talk_cc", "indicator": ""}),
        ("measure", {"measure": Measure.PER_MISSING, "duty_key": "talk_cc", "indicator": ""}),
        ("indicator", {"duty_key": "talk_cc", "indicator": ""}),
        ("__all__", {"item_key": "style", "indicator": ""}),
    ],
)
def test_measure_that_does_not_fit_its_part_is_refused(field, changes, scheme):
    bonus = Criterion.objects.filter(part__source="bonus").first()
    for name, value in changes.items():
        setattr(bonus, name, value)
    with pytest.raises(ValidationError) as refusal:
        bonus.full_clean()
    assert field in refusal.value.error_dict


def test_ballot_is_no_matter_of_a_scheme_that_asks_for_none(sheets, city):
    """Its grades need not be those that a ballot paper offers."""
    BallotTotal.objects.create(
        year=YEAR, organisation=city.branch, electors=9, good=7, fairly_good=2, average=0, poor=0
    )
    scheme = sheet(DEDUCTIONS)
    assert scheme.thresholds.count() != len(("good", "fairly_good", "average", "poor"))
    assert city.branch.name in scores_of(scheme)
