"""A real worker in a process of its own, on the test's database, killed and robbed on the way."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.core.management import call_command
from django.db import connection

from apps.assessments import services
from apps.assessments.models import Run, Scheme
from apps.branches.choices import OrganisationKind
from apps.core import files, jobs
from apps.core.models import Document, Job, JobItem
from tests import cast
from tests.core import ledger

pytestmark = [pytest.mark.worker, pytest.mark.django_db(transaction=True)]
BRANCHES = 10
PATIENCE_SECONDS = 120
COMMAND = [sys.executable, "-m", "celery", "-A", "config", "worker", "--concurrency=2"]
QUIET = ["--without-gossip", "--without-mingle", "--without-heartbeat", "--loglevel=WARNING"]


def wait_until(condition: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE_SECONDS
    while not condition():
        assert time.monotonic() < end, "the worker did not get there in time"
        time.sleep(0.1)


@pytest.fixture
def worker(own_broker):
    server = os.environ["DATABASE_URL"].rpartition("/")[0]
    variables = os.environ | {
        "DJANGO_SETTINGS_MODULE": "config.settings.dev",
        "DATABASE_URL": f"{server}/{connection.settings_dict['NAME']}",
        "REDIS_URL": own_broker.address,
        "FILE_ROOT": str(django_settings.FILE_ROOT),
    }
    process = subprocess.Popen([*COMMAND, *QUIET], env=variables)
    yield process
    process.terminate()
    process.wait()


@pytest.fixture
def started(transactional_db, own_broker) -> Run:
    call_command("loaddata", "duty_rules", "schemes", verbosity=0)
    root = cast.make_organisation("市直机关工委", OrganisationKind.WORK_COMMITTEE)
    for number in range(BRANCHES):
        branch = cast.make_organisation(f"第{number}党支部", parent=root)
        cast.make_meeting(branch, held_on=date(2025, 3, 1 + number))
    run = services.create_run(year=2025, scheme=Scheme.objects.get(), dated_on=date(2026, 1, 15))
    return services.start_run(run=run, by=None)


def children_of(process: subprocess.Popen) -> list[int]:
    listed = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text()
    return [int(pid) for pid in listed.split()]


def sheets(job: Job):
    return job.items.exclude(key="compute")


def assert_printed_once(run: Run) -> None:
    assert run.results.filter(document=None).count() == 0
    assert Document.objects.count() == BRANCHES
    stored = [path for path in files.root().rglob("*") if path.is_file()]
    assert len(stored) == BRANCHES


def test_killed_child_loses_nothing_and_prints_nothing_twice(started, worker):
    job = started.job
    wait_until(lambda: sheets(job).filter(status="done").count() >= 2)
    wait_until(lambda: job.items.filter(status="running").count() == 2)
    os.kill(children_of(worker)[0], signal.SIGKILL)
    # All others are done; the killed one's item waits for its lease, as nobody else may take it.
    wait_until(lambda: sheets(job).exclude(status="done").count() <= 1)
    for item in job.items.filter(status=JobItem.Status.RUNNING):
        ledger.expire(item)
    jobs.sweep()
    wait_until(lambda: jobs.progress(job).is_finished)
    assert jobs.progress(job).done == BRANCHES + 1
    # A sheet that was stored in the moment before the kill has no row, and is swept away.
    files.sweep_orphans(files.named_paths(), older_than_seconds=0)
    assert_printed_once(started)


def test_emptied_broker_loses_nothing(started, worker, own_broker):
    job = started.job
    wait_until(lambda: sheets(job).filter(status="done").count() >= 1)
    own_broker.client.delete("celery", "unacked", "unacked_index")
    wait_until(lambda: not job.items.filter(status="running").exists())
    assert not jobs.progress(job).is_finished
    # What the sweep does by itself when nothing has moved for a while.
    JobItem.objects.filter(status="done").update(finished_at="2020-01-01T00:00:00Z")
    ledger.age(job)
    jobs.sweep()
    wait_until(lambda: jobs.progress(job).is_finished)
    assert_printed_once(started)
