"""The practices as rows: loaded once, beside any city, and unknown to the lists of today."""

import json
from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from apps.assessments.assess import assessed
from apps.assessments.facts import _issuer
from apps.assessments.models import Scheme
from apps.branches.choices import Role
from apps.branches.models import Organisation, Placement, Unit
from apps.core.periods import Cycle, Period
from apps.duties.engine import survey
from apps.indicators import catalogue, counting
from apps.portal.city.build import make_city
from apps.portal.city.facts import load_facts
from apps.portal.city.plan import Plan
from apps.portal.practices import load, rows
from apps.portal.practices.load import load_practices
from apps.portal.practices.registry import PRACTICES, organisations_of_the_city
from tests import cast
from tests.portal.test_figures import PUBLISHED, told

pytestmark = pytest.mark.django_db
FIVE_YEARS = Plan(organisations=24, years=5, seed=7, until=date(2026, 6, 30))


def counts_of_today() -> dict:
    """Every number of the catalogue in this quarter, by organisation."""
    quarter = Period.containing(timezone.localdate(), Cycle.QUARTER)
    return counting.counts(catalogue.ALL, quarter)


def test_practices_are_loaded_once():
    assert load_practices() == list(PRACTICES)
    before = Organisation.objects.count(), Placement.objects.count(), Unit.objects.count()
    assert load_practices() == []
    assert before == (Organisation.objects.count(), Placement.objects.count(), Unit.objects.count())


def test_loading_is_told(capsys):
    call_command("load_practices")
    call_command("load_practices")
    first, second = capsys.readouterr().out.splitlines()
    assert "滁州" in first
    assert "没有改动" in second


def test_rows_pass_the_checks_of_their_models():
    load_practices()
    for practice in PRACTICES:
        for model in {row.model for row in rows.rows_of(practice.fixture)}:
            for row in model._base_manager.order_by("-pk")[:5]:
                row.full_clean(exclude=["path"])


def test_every_organisation_of_a_practice_has_its_path_and_has_ended():
    load_practices()
    today = timezone.localdate()
    for practice in PRACTICES:
        root = practice.organisation()
        below = Organisation.objects.at_and_below(root)
        assert root.parent is None
        assert not below.existing_on(today).exists()
        assert all(o.ancestor_pks == [] or o.parent_id == o.ancestor_pks[-1] for o in below)
        assert Placement.objects.filter(organisation__in=below, valid_to=None).count() == 0


def test_row_that_names_nothing_is_told_with_its_line(monkeypatch):
    wrong = rows.Row(
        7, Placement, {"organisation": {"code": "nowhere"}, "valid_from": "2020-01-01"}
    )
    monkeypatch.setattr(load, "rows_of", lambda fixture: [wrong])
    with pytest.raises(CommandError, match="practice_chuzhou.json 第 7–7 行：找不到党组织"):
        call_command("load_practices")


def test_numbers_of_today_do_not_change(city, users):
    load_facts()
    cast.make_member(city.branch)
    before = counts_of_today()
    assert before["branches"]
    load_practices()
    assert counts_of_today() == before


def test_years_of_the_practices_are_not_assessed():
    load_practices()
    scheme = Scheme.objects.usable().latest("pk")
    for year in (2020, 2022):
        assert assessed(scheme, Period.year(year), today=timezone.localdate()) == []


def test_duties_of_today_ask_nothing_of_the_practices(as_user):
    load_practices()
    year = Period.year(timezone.localdate().year)
    found = survey(Organisation.objects.values_list("pk", flat=True), year, today=year.start)
    assert [duties for _, duties in found if duties] == []
    staff = cast.make_user("staff")
    cast.grant(staff, Role.COMMITTEE_STAFF)
    assert "还没有可以查看的党组织" in as_user(staff).get("/duties/").content.decode()


def test_sheets_are_issued_in_the_name_of_the_committee_of_the_day():
    load_practices()
    cast.make_organisation("市直机关工委", "work_committee")
    assert _issuer(date(2025, 12, 31)) == "市直机关工委"


def test_practices_are_no_city():
    load_practices()
    assert not organisations_of_the_city().exists()
    call_command("make_city", organisations=20, years=1, stdout=StringIO())
    assert organisations_of_the_city().grassroots().count() == 20
    with pytest.raises(CommandError, match="--replace"):
        call_command("make_city", organisations=20, years=1, stdout=StringIO())


def test_figures_stay_beside_a_city_that_lived_through_those_years():
    load_facts()
    make_city(FIVE_YEARS)
    out = StringIO()
    call_command("figures", "--json", stdout=out)
    found = json.loads(out.getvalue())
    assert [told(figure) for figure in found] == [told(row) for row in PUBLISHED.values()]
