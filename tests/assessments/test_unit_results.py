"""Results of units stand with their Party groups; the committees of the units read them too."""

from datetime import date

import pytest
from django.urls import reverse

from apps.assessments import services
from apps.assessments.choices import SchemeSubject
from apps.assessments.models import Objection, Result, Scheme
from apps.branches.choices import OrganisationKind
from apps.core.lifecycle import advance, take_by_hand
from apps.notices.models import Notice
from tests import cast
from tests.assessments.conftest import YEAR, work_off

WORDS = "主题党日少计了一次"


@pytest.fixture
def result(scheme, city, users) -> Result:
    """That of a unit with a Party group, under notice."""
    cast.make_organisation(
        "市财政局党组", OrganisationKind.PARTY_GROUP, parent=city.root, unit=city.unit
    )
    draft = services.new_version(scheme=scheme)
    Scheme.objects.filter(pk=draft.pk).update(subject=SchemeSubject.UNITS)
    units = advance(draft, "activate", by=users.staff)
    run = services.create_run(year=YEAR, scheme=units, dated_on=date(2026, 1, 15))
    started = services.start_run(run=run, by=None)
    work_off(started.job)
    started.refresh_from_db()
    services.announce_run(run=started, by=users.staff)
    return Result.objects.get(run=started, unit=city.unit)


def test_committee_of_a_unit_reads_and_explains_its_result(result, city, users, as_user):
    assert result.organisation.kind == OrganisationKind.PARTY_GROUP
    client = as_user(users.subtree_secretary)
    page = client.get(result.get_absolute_url()).text
    assert "依据 " in page or "未完成" in page
    assert "市财政局" in client.get(reverse("assessments:result_list")).text
    assert client.get(result.document.get_absolute_url()).getvalue().startswith(b"%PDF")
    told = Notice.objects.filter(user=users.subtree_secretary)
    assert told.get().text.startswith(f"{YEAR}年度考核结果正在公示")


@pytest.mark.parametrize("role", ["secretary", "stranger"])
def test_branches_and_other_units_do_not(role, result, users, as_user):
    client = as_user(getattr(users, role))
    assert client.get(result.get_absolute_url()).status_code == 404
    assert not Notice.objects.filter(user=getattr(users, role), text__contains="市财政局").exists()


def test_committee_objects_and_takes_its_objection_back(result, users, as_user):
    client = as_user(users.subtree_secretary)
    address = reverse("assessments:objection_create", args=[result.uuid])
    key = "6f2b7f8a-9c1d-4c52-9a51-2f9b51f20009"
    client.post(address, {"form_key": key, "text": WORDS, "line": ""})
    objection = Objection.objects.get()
    page = client.get(result.get_absolute_url()).text
    assert WORDS in page
    assert "撤回异议" in page
    assert take_by_hand(objection, "withdraw", by=users.subtree_secretary).status == "withdrawn"
