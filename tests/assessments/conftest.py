from datetime import date

import pytest
from django.core.management import call_command

from apps.assessments import services
from apps.assessments.models import Run, Scheme
from apps.core import jobs
from tests.conftest import City
from tests.core.brokers import own_broker

__all__ = ["own_broker"]

YEAR = 2025


@pytest.fixture
def scheme(db) -> Scheme:
    """The scheme and the duty rules that the portal ships."""
    call_command("loaddata", "duty_rules", "schemes", verbosity=0)
    return Scheme.objects.get()


@pytest.fixture
def run(city: City, scheme: Scheme) -> Run:
    return services.create_run(year=YEAR, scheme=scheme, dated_on=date(2026, 1, 15))


def work_off(job) -> None:
    """Do the items of a job, the ones that it gets on the way too, as one worker would."""
    while waiting := list(job.items.filter(status="queued").values_list("pk", flat=True)):
        for pk in waiting:
            jobs.work(pk)


@pytest.fixture
def computed(run: Run) -> Run:
    """Computed, nothing printed."""
    started = services.start_run(run=run, by=None, with_sheets=False)
    work_off(started.job)
    started.refresh_from_db()
    return started


@pytest.fixture
def printed(run: Run) -> Run:
    started = services.start_run(run=run, by=None)
    work_off(started.job)
    started.refresh_from_db()
    return started
