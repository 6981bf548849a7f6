import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import IntegrityError, connections

from apps.branches.models import Unit
from apps.core.idempotency import once
from apps.core.models import Submission
from tests import cast


def make_unit() -> Unit:
    return cast.make_unit("市财政局")


def in_threads(number: int, do) -> list:
    """Run `do` in `number` threads at once, each with a connection of its own."""

    def run(_):
        try:
            return do()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(number) as pool:
        return list(pool.map(run, range(number)))


def test_second_sending_leads_to_the_first_row(db):
    user, key = cast.make_user("one"), uuid.uuid4()
    first, is_new = once(user=user, key=key, create=make_unit)
    again, is_new_again = once(user=user, key=key, create=make_unit)
    assert (is_new, is_new_again) == (True, False)
    assert first == again
    assert Unit.objects.count() == 1


def test_key_of_another_user_is_another_form(db):
    key = uuid.uuid4()
    for name in ("one", "two"):
        once(user=cast.make_user(name), key=key, create=lambda name=name: cast.make_unit(name))
    assert Unit.objects.count() == 2


def test_failed_creation_leaves_the_key_free(db):
    user, key = cast.make_user("one"), uuid.uuid4()

    def fail():
        raise RuntimeError

    with pytest.raises(RuntimeError):
        once(user=user, key=key, create=fail)
    assert not Submission.objects.exists()
    assert once(user=user, key=key, create=make_unit)[1]


def test_second_sending_leaves_nothing_behind(db):
    user, key = cast.make_user("one"), uuid.uuid4()
    first, _ = once(user=user, key=key, create=make_unit)
    answer, _ = once(user=user, key=key, create=lambda: cast.make_unit("另一个单位"))
    assert answer == first
    assert list(Unit.objects.all()) == [first]


def test_refusal_by_the_database_is_not_taken_for_a_second_sending(db):
    user = cast.make_user("one")
    with pytest.raises(IntegrityError):
        once(user=user, key=uuid.uuid4(), create=lambda: cast.make_user("one"))


@pytest.mark.django_db(transaction=True)
def test_twenty_parallel_sendings_make_one_row():
    user, key = cast.make_user("one"), uuid.uuid4()
    answers = in_threads(20, lambda: once(user=user, key=key, create=make_unit))
    assert Unit.objects.count() == 1
    assert sum(is_new for _, is_new in answers) == 1
    assert {unit.pk for unit, _ in answers} == {Unit.objects.get().pk}
