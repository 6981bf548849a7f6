"""A real worker, in a process that serves no pages, prints the sheets of a year."""

import pytest

from apps.core import jobs
from apps.core.models import Document
from apps.projects.choices import PaperKind, ProjectStatus
from apps.projects.printing.years import bundle_of, order_paper
from tests.assessments.test_worker import wait_until, worker
from tests.core.brokers import own_broker
from tests.projects.conftest import YEAR, make_project, works

__all__ = ["own_broker", "worker", "works"]
pytestmark = [pytest.mark.worker, pytest.mark.django_db(transaction=True)]
PROJECTS = 4


def test_worker_prints_each_sheet_once_and_tells_how_far_it_is(own_broker, works, worker):
    for number in range(PROJECTS):
        make_project(works.group, title=f"项目{number}", status=ProjectStatus.IN_PROGRESS)
    paper = order_paper(year=YEAR, kind=PaperKind.SHEETS, by=None)
    assert jobs.progress(paper.job).total == PROJECTS
    wait_until(lambda: jobs.progress(paper.job).is_finished)
    assert (jobs.progress(paper.job).done, Document.objects.count()) == (PROJECTS, PROJECTS)
    assert b"".join(bundle_of(paper)).count(b"%PDF-") == PROJECTS
