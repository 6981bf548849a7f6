"""The end of a job is told once, whoever comes to it."""

from threading import Barrier, Thread

import pytest
from django.db import connection

from apps.core import endings, jobs
from apps.core.models import Job, JobItem
from tests.core import ledger


@pytest.fixture(autouse=True)
def told(monkeypatch) -> list[Job]:
    """Jobs of which a listener was told; the listeners of other apps are not asked here."""
    ledger.done.clear()
    ledger.faults.clear()
    heard: list[Job] = []
    monkeypatch.setattr(endings, "_listeners", [heard.append])
    return heard


def work_all(job) -> None:
    for pk in job.items.values_list("pk", flat=True):
        jobs.work(pk)


@pytest.mark.django_db
def test_end_is_told_when_the_last_item_is_done(told):
    job = ledger.new_job("a", "b")
    first, second = job.items.all()
    jobs.work(first.pk)
    assert told == []
    jobs.work(second.pk)
    assert endings.sweep() == 0
    assert told == [job]


@pytest.mark.django_db
def test_failed_job_is_told_and_told_again_after_a_retry(told):
    ledger.faults["a"] = jobs.MAX_ATTEMPTS
    job = ledger.new_job("a")
    for _ in range(jobs.MAX_ATTEMPTS):
        work_all(job)
    assert told == [job]
    jobs.retry_failed(job)
    work_all(job)
    assert told == [job, job]


@pytest.mark.django_db
def test_sweep_tells_what_a_killed_worker_left_untold(told):
    job = ledger.new_job("a")
    job.items.update(status=JobItem.Status.DONE)
    assert endings.sweep() == 1
    assert told == [job]


@pytest.mark.django_db
def test_listener_that_fails_is_asked_again_and_harms_no_item(told, monkeypatch):
    def refuse(job):
        raise OSError("没有墨")

    monkeypatch.setattr(endings, "_listeners", [refuse])
    job = ledger.new_job("a")
    work_all(job)
    assert job.items.get().status == JobItem.Status.DONE
    monkeypatch.setattr(endings, "_listeners", [told.append])
    endings.sweep()
    assert told == [job]


@pytest.mark.django_db(transaction=True)
def test_of_many_at_once_one_tells(told):
    job = ledger.new_job("a")
    job.items.update(status=JobItem.Status.DONE)
    start = Barrier(5)

    def tell():
        start.wait()
        endings.tell(job.pk)
        connection.close()

    threads = [Thread(target=tell) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert told == [job]
