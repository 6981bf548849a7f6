"""述职评议: reports go before a jury, several raters mark, the means count in the assessment."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.urls import reverse

from apps.assessments.models import PanelScore
from apps.assessments.panels import enter_reports, take_means
from apps.core.lifecycle import StepRefused, advance
from apps.juries.choices import Subject
from apps.juries.dossiers import dossiers_of
from apps.juries.models import Jury, JuryScheme
from tests.assessments.conftest import YEAR
from tests.juries import conftest as juries
from tests.juries.conftest import Sitting

sit = juries.sit


@pytest.fixture
def sitting(sit, users) -> Sitting:
    """Three raters and no candidate yet; the jury's year is the one that is assessed."""
    prepared = sit(jurors=3, labels=(), opened=False, subject=Subject.REPORT)
    Jury.objects.filter(pk=prepared.jury.pk).update(year=YEAR)
    prepared.jury.refresh_from_db()
    return prepared


def judged(sitting: Sitting, marks: dict) -> Jury:
    """A frozen list of these bodies with the marks of the raters."""
    candidates = enter_reports(jury=sitting.jury, bodies=marks, by=None)
    sitting.step("open")
    for candidate, points in zip(candidates, marks.values(), strict=True):
        sitting.mark_all(candidate, *points)
    return sitting.step("close", "freeze")


def test_report_is_entered_under_the_name_of_its_secretary_once(sitting, city, users):
    bodies = [city.branch, city.other_branch]
    entered = enter_reports(jury=sitting.jury, bodies=bodies, by=users.staff)
    names = [c.label for c in entered]
    assert names[0].startswith(f"{city.branch}书记")
    with pytest.raises(ValidationError, match="都已送评"):
        enter_reports(jury=sitting.jury, bodies=bodies, by=users.staff)
    told = dossiers_of(Subject.REPORT, entered)[entered[0].pk]
    assert ("党组织", city.branch.name) in told.sections


def test_means_of_several_raters_become_panel_scores(sitting, city):
    jury = judged(sitting, {city.other_branch: (80, 90, "91.5")})
    (score,) = take_means(jury=jury, by=None)
    assert (score.year, score.organisation, score.raters) == (YEAR, city.other_branch, 3)
    assert score.score == Decimal("87.17")
    assert PanelScore.objects.get() == score


def test_marks_are_brought_to_a_hundred(sitting, city):
    sitting.jury.scheme.criteria.filter(order__gt=2).delete()
    jury = judged(sitting, {city.other_branch: (40, 45, 50)})
    (score,) = take_means(jury=jury, by=None)
    assert score.score == 90


def test_score_that_was_entered_before_is_replaced(sitting, city):
    PanelScore.objects.create(year=YEAR, organisation=city.other_branch, score=60, raters=1)
    take_means(jury=judged(sitting, {city.other_branch: (80, 80, 80)}), by=None)
    stored = PanelScore.objects.get()
    assert (stored.score, stored.version) == (80, 2)


def test_jury_without_a_list_in_force_gives_nothing(sitting, city):
    jury = judged(sitting, {city.other_branch: (80, 80, 80)})
    advance(jury, "reopen", by=None, note="重新评议")
    with pytest.raises(StepRefused, match="请先在评审会中确定结果"):
        take_means(jury=jury, by=None)


def test_jury_of_something_else_is_refused(sit, city):
    other = sit(jurors=1, labels=(), opened=False)
    with pytest.raises(StepRefused, match="不是书记述职评议"):
        enter_reports(jury=other.jury, bodies=[city.branch], by=None)


def test_reports_are_sent_and_means_taken_at_the_desk(sitting, city, scheme, users, as_user):
    desk = as_user(users.staff)
    address = reverse("admin:assessments_panelscore_enter")
    answers = {
        "jury": sitting.jury.pk,
        "scheme": scheme.pk,
        "only": [city.other_branch.pk],
    }
    assert "已送评 1 个党组织" in desk.post(address, answers, follow=True).text
    sitting.step("open")
    sitting.mark_all(sitting.jury.candidates.get(), 70, 80, 90)
    sitting.step("close", "freeze")
    taken = desk.post(
        reverse("admin:assessments_panelscore_take"), {"jury": sitting.jury.pk}, follow=True
    )
    assert "已取 1 个党组织的述职评议分" in taken.text
    assert PanelScore.objects.get().score == 80


def test_shipped_measure_of_reports_is_worth_a_hundred(db):
    call_command("loaddata", "jury_schemes", verbosity=0)
    shipped = JuryScheme.objects.get(subject=Subject.REPORT)
    assert sum(c.most for c in shipped.criteria.all()) == 100


@pytest.mark.parametrize("count", [1, 3])
def test_taking_means_takes_the_same_queries_for_any_number(
    count, sitting, city, django_assert_num_queries
):
    bodies = [city.other_branch, city.branch, city.sibling][:count]
    jury = judged(sitting, dict.fromkeys(bodies, (80, 80, 80)))
    jury.scheme.refresh_from_db()
    with django_assert_num_queries(6):
        take_means(jury=jury, by=None)
