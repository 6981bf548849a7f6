"""Long files with the workers: progress that is seen, a killed worker, two people at once (F22)."""

import os
import signal
import subprocess
import sys
import time
from threading import Thread

import pytest
from django.conf import settings
from django.db import connection, transaction

from apps.branches.models import Person
from apps.core import jobs
from apps.core.beacon import Beacon
from apps.core.imports import batches, bring_in
from apps.core.imports.check import Tally
from apps.core.imports.engine import ONE_AT_A_TIME, Busy, Source, Watch, keep, look
from apps.core.models import ImportBatch, JobItem
from tests import cast
from tests.core.ledger import expire, new_job
from tests.core.test_imports_partial import people
from tests.core.workbooks import whole, workbook

pytestmark = pytest.mark.django_db(transaction=True)
ROWS = 2000


@pytest.fixture
def staff():
    contents = whole()
    bring_in(workbook({k: contents[k] for k in ("单位", "党组织")}), name="组织.xlsx")
    return cast.make_user("staff")


def submitted(staff, count: int) -> ImportBatch:
    source = people({}, count=count)
    batch = batches.submit(content=source.content, name=source.name, by=staff)
    batches.examine(batch)
    return batch


def test_progress_is_seen_before_the_work_is_committed():
    item = jobs.claim(new_job("一").items.get().pk)
    with Beacon(item) as beacon, transaction.atomic():
        beacon.tell("核对“人员”", 0.25)
        item.refresh_from_db()
        assert (item.phase, item.percent) == ("核对“人员”", 25)
        before = item.lease_until
        beacon.tell("核对“人员”", 0.5)
        item.refresh_from_db()
        assert item.percent == 25, "the same phase is not told at once again"
        beacon.tell("保存", 1)
        item.refresh_from_db()
    assert (item.phase, item.percent) == ("保存", 100)
    assert item.lease_until > before


def test_sign_of_a_worker_that_lost_its_lease_is_not_heeded():
    late = jobs.claim(new_job("一").items.get().pk)
    expire(late)
    jobs.claim(late.pk)
    with Beacon(late) as beacon:
        beacon.tell("迟到", 0.9)
    assert JobItem.objects.get().phase == ""


# What a worker does with the item; the test kills it on the way.
WORKER = (
    "import django, sys; django.setup(); from apps.core import jobs; jobs.work(int(sys.argv[1]))"
)


def start_worker(item: JobItem) -> subprocess.Popen:
    server = os.environ["DATABASE_URL"].rpartition("/")[0]
    own = {
        "DATABASE_URL": f"{server}/{connection.settings_dict['NAME']}",
        "DJANGO_SETTINGS_MODULE": "config.settings.test",
        "FILE_ROOT": str(settings.FILE_ROOT),
        "PYTHONPATH": str(settings.BASE_DIR),
    }
    command = [sys.executable, "-c", WORKER, str(item.pk)]
    return subprocess.Popen(command, env=os.environ | own, cwd=settings.BASE_DIR)


def until(condition, seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it takes too long"
        time.sleep(0.02)


def is_idle() -> bool:
    """Whether no other connection to this database is in a transaction."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
            " AND pid <> pg_backend_pid() AND xact_start IS NOT NULL"
        )
        return cursor.fetchone()[0] == 0


def test_import_that_is_killed_leaves_nothing_and_is_done_once(staff):
    batch = submitted(staff, ROWS)
    batches.hand_over(batch, batches.SAVE, by=staff)
    item = JobItem.objects.get()
    worker = start_worker(item)
    until(lambda: JobItem.objects.get().phase.startswith("核对"))
    worker.send_signal(signal.SIGKILL)
    worker.wait(10)
    until(is_idle)
    assert Person.objects.count() == 0
    expire(item)
    jobs.work(item.pk)
    assert Person.objects.count() == ROWS
    batch.refresh_from_db()
    assert batch.saved_at
    again = people({}, count=ROWS)
    assert keep(again).check.tallies == {"人员": Tally(0, 0, ROWS)}


def together(*works) -> None:
    def run(work) -> None:
        try:
            work()
        finally:
            connection.close()

    threads = [Thread(target=run, args=[work]) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_two_people_with_the_same_file_make_one_set_of_rows(staff):
    source, tallies = people({}, count=300), []
    together(*[lambda: tallies.append(keep(source).check.tallies["人员"])] * 2)
    assert sorted(tallies, key=lambda t: t.new) == [Tally(0, 0, 300), Tally(300, 0, 0)]
    assert Person.objects.count() == 300


def test_one_batch_pressed_twice_at_once_comes_in_once(staff):
    batch, saved = submitted(staff, 50), []
    together(*[lambda: saved.append(batches.bring_in_good_rows(batch, by=staff))] * 2)
    assert saved == [True, True]
    assert Person.objects.count() == 50


def test_short_file_does_not_wait_long_for_another(staff):
    other = connection.copy()
    with other.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [ONE_AT_A_TIME])
    try:
        with pytest.raises(Busy):
            look(Source(people({}).content, "党员.xlsx"), watch=Watch(patience=0.1))
    finally:
        other.close()


def test_limits_of_a_long_item_reach_the_worker(staff, own_broker):
    batch = submitted(staff, 1)
    batches.hand_over(batch, batches.CHECK, by=staff)
    message = own_broker.client.lindex("celery", 0).decode()
    assert '"timelimit": [540, 510]' in message
