import uuid
from threading import Barrier, Thread

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.db.models import F

from apps.core import jobs
from apps.core.models import JobItem
from tests.core import ledger

Status = JobItem.Status
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _fresh_ledger():
    ledger.done.clear()
    ledger.faults.clear()


def only_item(job) -> JobItem:
    return job.items.get()


def statuses(job) -> list[str]:
    return list(job.items.values_list("status", flat=True))


def test_enqueue_writes_every_item_queued():
    job = ledger.new_job("a", "b")
    assert statuses(job) == [Status.QUEUED, Status.QUEUED]
    assert jobs.progress(job).percent == 0


def test_enqueue_of_unknown_kind_writes_nothing():
    with pytest.raises(KeyError):
        jobs.enqueue(kind="tests.unknown", title="无", items=[jobs.NewItem("a")])
    assert not JobItem.objects.exists()


def test_same_key_twice_in_a_job_is_refused():
    with pytest.raises(IntegrityError), transaction.atomic():
        ledger.new_job("a", "a")


def test_work_ends_an_item_once():
    item = only_item(ledger.new_job("a"))
    jobs.work(item.pk)
    jobs.work(item.pk)
    item.refresh_from_db()
    assert (item.status, item.attempts, item.token, item.lease_until) == (
        Status.DONE,
        1,
        None,
        None,
    )
    assert ledger.done == ["a"]


def test_claim_takes_a_lease_that_outlasts_now():
    item = jobs.claim(only_item(ledger.new_job("a")).pk)
    stored = JobItem.objects.get(pk=item.pk)
    assert stored.status == Status.RUNNING
    assert stored.token == item.token
    assert jobs.claim(item.pk) is None


def test_claim_takes_over_an_expired_lease_with_a_new_token():
    first = jobs.claim(only_item(ledger.new_job("a")).pk)
    ledger.expire(first)
    second = jobs.claim(first.pk)
    assert second.attempts == 2
    assert second.token != first.token


def test_late_worker_cannot_end_an_item_that_was_taken_over():
    first = jobs.claim(only_item(ledger.new_job("a")).pk)
    ledger.expire(first)
    second = jobs.claim(first.pk)
    assert not jobs._finish(first, status=Status.DONE, document=None, error="")
    assert jobs._finish(second, status=Status.DONE, document=None, error="")


def test_late_worker_cannot_fail_an_item_that_was_taken_over():
    first = jobs.claim(only_item(ledger.new_job("a")).pk)
    ledger.expire(first)
    second = jobs.claim(first.pk)
    jobs._give_back(first, OSError("晚了"))
    stored = JobItem.objects.get(pk=second.pk)
    assert (stored.status, stored.token) == (Status.RUNNING, second.token)


def test_failed_item_is_queued_again_with_its_reason():
    ledger.faults["a"] = 1
    item = only_item(ledger.new_job("a"))
    jobs.work(item.pk)
    item.refresh_from_db()
    assert (item.status, item.error) == (Status.QUEUED, "OSError: 打印机没有纸")
    jobs.work(item.pk)
    item.refresh_from_db()
    assert (item.status, item.error, item.attempts) == (Status.DONE, "", 2)


def test_refused_item_says_the_sentence_alone():
    item = jobs.claim(only_item(ledger.new_job("a")).pk)
    jobs._give_back(item, ValidationError("请先选一个季度"))
    item.refresh_from_db()
    assert item.error == "请先选一个季度"


def test_item_fails_after_three_attempts_and_leaves_the_others():
    ledger.faults["a"] = 9
    job = ledger.new_job("a", "b")
    for _ in range(4):
        for item in job.items.all():
            jobs.work(item.pk)
    assert statuses(job) == [Status.FAILED, Status.DONE]
    assert ledger.faults["a"] == 6
    assert jobs.progress(job).is_finished


def test_sweep_ends_an_item_whose_worker_was_killed_three_times():
    item = only_item(ledger.new_job("a"))
    for _ in range(jobs.MAX_ATTEMPTS):
        ledger.expire(jobs.claim(item.pk))
    assert jobs.claim(item.pk) is None
    jobs.sweep()
    item.refresh_from_db()
    assert item.status == Status.FAILED
    assert "请查看原因后重试" in item.error


def announced(job) -> int:
    """How many items of a job have been announced since it was aged."""
    return job.items.filter(published_at__year__gt=2020).count()


def test_sweep_announces_lost_messages_again(django_capture_on_commit_callbacks, own_broker):
    job = ledger.new_job("a", "b")
    ledger.age(job)
    with django_capture_on_commit_callbacks(execute=True):
        assert jobs.sweep() == 2
    assert announced(job) == 2
    assert own_broker.length() == 2


def test_sweep_leaves_a_job_alone_that_is_moving():
    job = ledger.new_job("a", "b")
    ledger.age(job)
    jobs.work(job.items.first().pk)
    assert jobs.sweep() == 0


def test_sweep_leaves_a_running_item_to_its_worker():
    jobs.claim(only_item(ledger.new_job("a")).pk)
    assert jobs.sweep() == 0


def test_sweep_announces_an_expired_item(django_capture_on_commit_callbacks, own_broker):
    item = jobs.claim(only_item(ledger.new_job("a")).pk)
    ledger.expire(item)
    with django_capture_on_commit_callbacks(execute=True):
        assert jobs.sweep() == 1
    assert own_broker.length() == 1


def test_announcement_waits_for_the_commit(django_capture_on_commit_callbacks, own_broker):
    with django_capture_on_commit_callbacks() as callbacks:
        ledger.new_job("a")
    assert own_broker.length() == 0
    assert len(callbacks) == 1


def test_dead_broker_fails_nobody_and_the_sweep_repeats(
    django_capture_on_commit_callbacks, own_broker
):
    own_broker.disappear()
    with django_capture_on_commit_callbacks(execute=True):
        job = ledger.new_job("a")
    assert statuses(job) == [Status.QUEUED]
    own_broker.come_back()
    ledger.age(job)
    with django_capture_on_commit_callbacks(execute=True):
        jobs.sweep()
    assert own_broker.length() == 1


def test_cancel_stops_what_waits_and_keeps_what_is_done():
    job = ledger.new_job("a", "b", "c")
    first, second, third = job.items.all()
    jobs.work(first.pk)
    running = jobs.claim(second.pk)
    jobs.cancel(job)
    assert statuses(job) == [Status.DONE, Status.RUNNING, Status.CANCELLED]
    assert jobs.claim(third.pk) is None
    # What runs already may finish.
    assert jobs._finish(running, status=Status.DONE, document=None, error="")
    assert jobs.progress(job).is_finished


def test_cancelled_job_ends_although_its_worker_was_killed():
    job = ledger.new_job("a")
    running = jobs.claim(only_item(job).pk)
    jobs.cancel(job)
    ledger.expire(running)
    jobs.sweep()
    assert statuses(job) == [Status.CANCELLED]
    assert jobs.progress(job).is_finished


def test_cancelled_job_ends_although_its_item_failed_meanwhile():
    ledger.faults["a"] = 1
    job = ledger.new_job("a")
    running = jobs.claim(only_item(job).pk)
    jobs.cancel(job)
    jobs._give_back(running, OSError("坏了"))
    jobs.sweep()
    assert statuses(job) == [Status.CANCELLED]


def test_retry_takes_failed_and_cancelled_items_and_nothing_else():
    ledger.faults["a"] = 3
    job = ledger.new_job("a", "b", "c")
    first, second, _ = job.items.all()
    for _ in range(3):
        jobs.work(first.pk)
    jobs.work(second.pk)
    jobs.cancel(job)
    assert jobs.retry_failed(job) == 2
    for item in job.items.all():
        jobs.work(item.pk)
    assert statuses(job) == [Status.DONE] * 3
    assert ledger.done.count("b") == 1


def test_extend_adds_items_to_a_running_job():
    job = ledger.new_job("a")
    jobs.extend(job, [jobs.NewItem("b")])
    assert jobs.progress(job).queued == 2


def test_items_added_to_a_cancelled_job_wait_for_a_retry():
    job = jobs.cancel(ledger.new_job("a"))
    jobs.extend(job, [jobs.NewItem("b")])
    assert statuses(job) == [Status.CANCELLED, Status.CANCELLED]
    assert jobs.retry_failed(job) == 2


def test_progress_counts_every_state():
    ledger.faults["b"] = 3
    job = ledger.new_job("a", "b", "c", "d")
    first, second, third, _ = job.items.all()
    jobs.work(first.pk)
    for _ in range(3):
        jobs.work(second.pk)
    jobs.claim(third.pk)
    progress = jobs.progress(job)
    assert (progress.total, progress.done, progress.failed) == (4, 1, 1)
    assert (progress.running, progress.queued) == (1, 1)
    assert progress.percent == 50
    assert not progress.is_finished


def test_progress_asks_the_database_once(django_assert_num_queries):
    job = ledger.new_job("a", "b", "c")
    with django_assert_num_queries(1):
        jobs.progress(job)


def test_database_refuses_a_running_item_without_a_lease():
    item = only_item(ledger.new_job("a"))
    with pytest.raises(IntegrityError), transaction.atomic():
        JobItem.objects.filter(pk=item.pk).update(status=Status.RUNNING, token=uuid.uuid4())


@pytest.mark.django_db(transaction=True)
def test_twenty_workers_at_once_do_an_item_once():
    item = only_item(ledger.new_job("a", seconds=0.2))
    start = Barrier(20)

    def compete() -> None:
        start.wait()
        jobs.work(item.pk)
        connection.close()

    workers = [Thread(target=compete) for _ in range(20)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert ledger.done == ["a"]
    assert JobItem.objects.filter(status=Status.DONE, attempts=F("attempts")).count() == 1
    assert JobItem.objects.get().attempts == 1
