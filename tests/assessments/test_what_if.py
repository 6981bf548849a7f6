from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from django.urls import reverse

from apps.assessments import services
from apps.assessments.assess import assessed
from apps.assessments.basis import read_basis, scored
from apps.assessments.choices import Measure, SchemeSubject, VetoTest
from apps.assessments.models import BallotTotal, PanelScore, Result, Scheme
from apps.assessments.rules import classes_of, rules_of
from apps.assessments.what_if import outlook
from apps.meetings.choices import MeetingKind
from apps.sixlights.choices import HonourStatus
from apps.sixlights.models import Honour, HonourLevel
from tests import cast
from tests.assessments.conftest import YEAR, work_off

TODAY = date(YEAR + 1, 1, 15)


@pytest.fixture
def year(city) -> None:
    """Something of everything: meetings, a body of half a year, an honour, a panel, a ballot."""
    for month in range(1, 10):
        cast.make_meeting(city.branch, MeetingKind.THEME_DAY, held_on=date(YEAR, month, 9))
    cast.make_organisation("新支部", parent=city.committee, founded_on=date(YEAR, 7, 1))
    Honour.objects.create(
        organisation=city.branch,
        name="先进基层党组织",
        level=HonourLevel.PROVINCIAL,
        granted_by="省委",
        granted_on=date(YEAR, 7, 1),
        status=HonourStatus.CONFIRMED,
    )
    PanelScore.objects.create(year=YEAR, organisation=city.branch, score=Decimal("88.5"), raters=9)
    BallotTotal.objects.create(
        year=YEAR, organisation=city.branch, electors=9, good=7, fairly_good=2, average=0, poor=0
    )


@pytest.fixture
def based(year, run):
    started = services.start_run(run=run, by=None, with_sheets=False)
    work_off(started.job)
    started.refresh_from_db()
    return started


def anew(run, scheme: Scheme) -> dict[int, tuple]:
    """What scoring the stored year by `scheme` gives."""
    rules = rules_of(scheme)
    basis = read_basis(run, [rules], today=TODAY)
    scores = scored(basis, rules, classes_of(scheme), scheme.kinds)
    return {pk: (score.total, score.grade) for pk, score in scores.items()}


def read_whole(run, scheme: Scheme) -> dict[int, tuple]:
    """What assessing the year from all its rows gives."""
    found = assessed(scheme, run.period, today=TODAY)
    return {one.subject.pk: (one.score.total, one.score.grade) for one in found}


def stored(run) -> dict[int, tuple]:
    return {r.organisation_id: (r.total, r.grade) for r in run.results.all()}


def test_year_scored_anew_by_its_own_scheme_gives_the_stored_results(based):
    assert len(stored(based)) > 1
    assert anew(based, based.scheme) == stored(based)


def test_changed_measures_give_what_assessing_all_rows_would(based):
    draft = services.new_version(scheme=based.scheme)
    parts = {part.source: part for part in draft.parts.all()}
    type(parts["duties"]).objects.filter(pk=parts["duties"].pk).update(
        basis="deducted", weight=65, least=10
    )
    parts["duties"].criteria.update(measure=Measure.PER_MISSING, points=Decimal("1.5"))
    parts["special"].criteria.filter(order=1).update(measure=Measure.PER_MISSING, each=1, target=3)
    parts["special"].criteria.filter(order=2).update(target=None, measure=Measure.PER_ROW, each=2)
    draft.parts.filter(source="special").update(weight=5)
    draft.thresholds.filter(grade="差").update(share_limit=None)
    assert anew(based, draft) == read_whole(based, draft)


def test_what_the_run_did_not_ask_is_counted_now(based):
    draft = services.new_version(scheme=based.scheme)
    special = draft.parts.get(source="special")
    for order, more in enumerate(
        (
            {"indicator": "sittings", "measure": Measure.REACHES_TARGET, "target": 12},
            {"indicator": "honours_provincial", "measure": Measure.REACHES_TARGET, "target": 2},
            {"duty_key": "centre_group_study", "measure": Measure.SHARE_DONE},
        ),
        start=20,
    ):
        special.criteria.create(order=order, label=f"新内容{order}", points=5, **more)
    draft.vetoes.create(
        order=1, name="没有开会", test=VetoTest.BELOW, indicator="sittings", limit=1, grade_cap="差"
    )
    assert anew(based, draft) == read_whole(based, draft)


def test_units_are_scored_anew_as_they_were(year, scheme, city):
    draft = services.new_version(scheme=scheme)
    Scheme.objects.filter(pk=draft.pk).update(subject=SchemeSubject.UNITS, status="active")
    draft.refresh_from_db()
    started = services.start_run(
        run=services.create_run(year=YEAR, scheme=draft), by=None, with_sheets=False
    )
    work_off(started.job)
    started.refresh_from_db()
    assert set(Result.objects.values_list("unit", flat=True)) == {city.unit.pk, city.other_unit.pk}
    assert anew(started, draft) == stored(started)


def test_outlook_names_who_would_move_and_counts_grades(based, city):
    rules = rules_of(based.scheme)
    best = based.results.get(organisation=city.branch).total
    lines = (best, best / 2, best / 4, Decimal(0))
    grades = tuple(replace(g, minimum=m) for g, m in zip(rules.grades, lines, strict=True))
    found = outlook(based, based.scheme, replace(rules, grades=grades), today=TODAY)
    moved = {move.name: (move.before.grade, move.after.grade) for move in found.moves}
    assert moved[city.branch.name][1] == "好"
    assert found.totals_changed == 0
    assert sum(one.before for one in found.grades) == found.assessed == based.results.count()


def test_share_limit_is_tried_too(based):
    rules = rules_of(based.scheme)
    lines = (Decimal("0.03"), Decimal("0.02"), Decimal("0.01"), Decimal(0))
    grades = [replace(g, minimum=m) for g, m in zip(rules.grades, lines, strict=True)]
    grades[0] = replace(grades[0], share_limit=Fraction(0))
    found = outlook(based, based.scheme, replace(rules, grades=tuple(grades)), today=TODAY)
    assert {move.after.grade for move in found.moves} == {"较好"}
    assert {move.after.grade_by_score for move in found.moves} == {"好"}


def address(scheme, **asked) -> str:
    from urllib.parse import urlencode

    return f"{reverse('admin:assessments_scheme_what_if', args=[scheme.pk])}?{urlencode(asked)}"


def answers(run, scheme) -> dict:
    return {
        "run": run.pk,
        **{f"weight_{part.pk}": part.weight for part in scheme.parts.all()},
        **{f"minimum_{t.pk}": t.minimum for t in scheme.thresholds.all()},
    }


def test_line_is_tried_at_the_desk_and_nothing_is_stored(based, city, users, as_user):
    scheme = based.scheme
    desk, own = as_user(users.staff), based.results.get(organisation=city.branch)
    assert 'id="moved">0</strong>' in desk.get(address(scheme)).text
    lowest_but_one = scheme.thresholds.get(grade="一般")
    asked = answers(based, scheme) | {f"minimum_{lowest_but_one.pk}": "0.01"}
    text = desk.get(address(scheme, **asked)).text
    assert f"{own.total} 一般" in text
    lowest_but_one.refresh_from_db()
    assert lowest_but_one.minimum == 60


def test_weights_that_do_not_add_up_are_refused_with_the_cure(based, users, as_user):
    scheme = based.scheme
    part = scheme.parts.get(source="panel")
    asked = answers(based, scheme) | {f"weight_{part.pk}": "25"}
    text = as_user(users.staff).get(address(scheme, **asked)).text
    assert "各部分权重之和是 105，应为 100，请改正权重" in text
    assert 'id="moved"' not in text


def test_faulty_draft_says_why_it_cannot_be_tried(based, users, as_user):
    draft = services.new_version(scheme=based.scheme)
    draft.thresholds.filter(grade="较好").delete()
    text = as_user(users.staff).get(address(draft)).text
    assert "方案还不能试算：有民主测评时，等次必须是 4 个" in text


def test_without_a_computed_run_the_page_says_what_to_do(scheme, users, as_user):
    assert "还没有计算过的年度考核" in as_user(users.staff).get(address(scheme)).text


@pytest.mark.parametrize("count", [1, 3])
def test_page_takes_the_same_queries_for_any_number(
    count, run, city, users, as_user, django_assert_num_queries
):
    for number in range(count):
        cast.make_organisation(f"新支部{number}", parent=city.committee)
    started = services.start_run(run=run, by=None, with_sheets=False)
    work_off(started.job)
    desk = as_user(users.staff)
    with django_assert_num_queries(38):
        desk.get(address(run.scheme))
