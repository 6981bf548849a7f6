from decimal import Decimal
from fractions import Fraction

import pytest

from apps.assessments import services
from apps.assessments.choices import ManualKind, Measure
from apps.assessments.findings import of_marks
from apps.assessments.models import ManualEntry, OfficeMark
from apps.assessments.scoring import CriterionRule, OfficeRule
from apps.assessments.year import office_marks
from apps.core.periods import Period
from tests import cast
from tests.assessments.conftest import YEAR, work_off
from tests.assessments.test_runs import result_of, text_of


def entry_of(organisation, kind, points, author, **more) -> ManualEntry:
    return ManualEntry.objects.create(
        year=YEAR, organisation=organisation, kind=kind, points=points, author=author, **more
    )


def test_entry_counts_only_when_another_person_approved_it(run, city, users):
    waiting = entry_of(city.branch, ManualKind.BONUS, 2, users.staff, reason="抗洪")
    approved = entry_of(city.sibling, ManualKind.BONUS, 2, users.staff, reason="抗洪")
    other = cast.make_user("staff2")
    cast.grant(other, "committee_staff")
    services.approve_entry(entry=approved, by=other)
    started = services.start_run(run=run, by=None, with_sheets=False)
    work_off(started.job)
    assert not waiting.score_lines.exists()
    line = approved.score_lines.get()
    assert (line.points, line.explanation) == (2, "抗洪")


def test_author_cannot_approve_his_own_entry(city, users):
    entry = entry_of(city.branch, ManualKind.BONUS, 2, users.staff, reason="抗洪")
    with pytest.raises(services.ValidationError, match="另一位同志"):
        services.approve_entry(entry=entry, by=users.staff)


def test_secretary_cannot_approve(city, users):
    entry = entry_of(city.branch, ManualKind.BONUS, 2, users.staff, reason="抗洪")
    with pytest.raises(services.PermissionDenied):
        services.approve_entry(entry=entry, by=users.secretary)


def test_office_mark_counts_with_its_people_once_another_person_approved_it(city, users):
    share = OfficeRule("组织部", Decimal(5))
    rule = CriterionRule(1, "作风", Measure.GIVEN, Fraction(5), item_key="style", offices=(share,))
    mark = OfficeMark.objects.create(
        year=YEAR,
        organisation=city.branch,
        item_key="style",
        office="组织部",
        points=4,
        reason="全年走访",
        author=users.staff,
    )
    assert not office_marks(Period.year(YEAR))
    with pytest.raises(services.ValidationError, match="另一位同志"):
        services.approve_entry(entry=mark, by=users.staff)
    other = cast.make_user("staff2")
    cast.grant(other, "committee_staff")
    services.approve_entry(entry=mark, by=other)
    given = office_marks(Period.year(YEAR))[city.branch.pk, "style"]
    found = of_marks(rule, given)
    assert (found.number, found.explanation) == (
        4,
        f"组织部4分：全年走访（{users.staff}录入，{other}批准）",
    )


def test_veto_stands_on_the_result_with_its_reason(run, city, users, scheme):
    veto = entry_of(city.branch, ManualKind.VETO, 0, users.staff, reason="严重违纪", grade_cap="差")
    other = cast.make_user("staff2")
    cast.grant(other, "committee_staff")
    services.approve_entry(entry=veto, by=other)
    started = services.start_run(run=run, by=None)
    work_off(started.job)
    result = result_of(started, city.branch)
    assert result.grade == "差"
    assert "严重违纪" in text_of(result.document).replace("\n", "")
