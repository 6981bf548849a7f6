"""What was found in one state of the database holds in it, and in no other."""

import threading

import pytest
from django.db import connection, transaction

from apps.branches.models import Unit
from apps.core.unchanged import _state, while_nothing_changes
from tests import cast

pytestmark = pytest.mark.django_db(transaction=True)
TRIALS = 500


def names() -> list[str]:
    return while_nothing_changes("names", lambda: sorted(u.name for u in Unit.objects.all()))


def elsewhere(do) -> None:
    """On a connection of its own, to its end."""

    def run() -> None:
        do()
        connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()


def in_one_state() -> tuple[list[str], list[str]]:
    """Two answers of one state; the other tests of this run write into the same server."""
    for _ in range(TRIALS):
        before, answers = _state(), (names(), names())
        if before and before == _state():
            return answers
    raise AssertionError("somebody wrote all the time")


def test_answer_is_found_once_while_nothing_changes():
    cast.make_unit("市财政局")
    first, second = in_one_state()
    assert first is second
    assert first == ["市财政局"]


def test_any_commit_makes_it_be_found_again():
    cast.make_unit("市财政局")
    names()
    elsewhere(lambda: cast.make_unit("市审计局"))
    assert names() == ["市审计局", "市财政局"]
    Unit.objects.filter(name="市审计局").update(name="市教育局")
    assert names() == ["市教育局", "市财政局"]


def test_own_writing_is_seen_and_kept_for_nobody():
    cast.make_unit("市财政局")
    names()
    with transaction.atomic():
        cast.make_unit("市审计局")
        assert names() == ["市审计局", "市财政局"]
        transaction.set_rollback(True)
    assert names() == ["市财政局"]


def test_nothing_is_kept_while_somebody_writes():
    cast.make_unit("市财政局")
    with transaction.atomic():
        cast.make_unit("市审计局")
        found = []
        elsewhere(lambda: found.append(names()))
    assert found == [["市财政局"]]
    assert names() == ["市审计局", "市财政局"]


def test_answers_of_other_keys_are_others():
    assert while_nothing_changes(("n", 1), lambda: 1) == 1
    assert while_nothing_changes(("n", 2), lambda: 2) == 2
