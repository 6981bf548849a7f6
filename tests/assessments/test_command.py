import io
import json

import pytest
from django.core.management import CommandError, call_command

from apps.assessments import services
from apps.assessments.models import Run
from apps.core.models import Document
from tests.assessments.conftest import YEAR

pytestmark = pytest.mark.usefixtures("own_broker", "city", "scheme")


def assess(*arguments) -> dict:
    out = io.StringIO()
    call_command("assess", str(YEAR), "--wait", "--json", *arguments, stdout=out)
    return json.loads(out.getvalue())


def test_year_is_assessed_and_printed_without_a_worker():
    summary = assess()
    results = Run.objects.get().results.count()
    assert summary["organisations"] == summary["documents"] == summary["printed"] == results
    assert (summary["failed"], summary["waiting"]) == (0, 0)
    assert sum(summary["grades"].values()) == results


def test_no_pdf_prints_nothing():
    assert assess("--no-pdf")["documents"] == 0
    assert not Document.objects.exists()


def test_second_time_gives_the_same_and_prints_nothing():
    first, second = assess(), assess()
    assert second["printed"] == 0
    assert second["grades"] == first["grades"]
    assert second["documents"] == first["documents"]


def test_issued_year_is_refused(users):
    assess()
    services.issue_run(run=Run.objects.standing().get(), by=users.staff)
    with pytest.raises(CommandError, match="不能作废"):
        assess()


def test_unknown_scheme_is_said():
    with pytest.raises(CommandError, match="没有启用的考核方案"):
        assess("--scheme", "没有的方案")
