import pytest
from django.db import transaction

from apps.branches.models import Unit
from apps.core.versions import StaleVersion, claim_version
from tests import cast
from tests.core.test_idempotency import in_threads


def rename(pk: int, name: str, expected: int) -> Unit | StaleVersion:
    unit = Unit.objects.get(pk=pk)
    unit.name = name
    try:
        with transaction.atomic():
            claim_version(unit, expected=expected)
            unit.save()
    except StaleVersion as stale:
        return stale
    return unit


def test_fresh_version_is_claimed_and_moves_on(db):
    unit = rename(cast.make_unit("旧名").pk, "新名", 1)
    unit.refresh_from_db()
    assert (unit.name, unit.version) == ("新名", 2)


def test_stale_version_is_told_with_the_row_as_it_stands(db):
    unit = cast.make_unit("旧名")
    rename(unit.pk, "他人的名", 1)
    stale = rename(unit.pk, "我的名", 1)
    assert isinstance(stale, StaleVersion)
    assert stale.current.name == "他人的名"
    assert "没有保存" in str(stale)
    unit.refresh_from_db()
    assert (unit.name, unit.version) == ("他人的名", 2)


@pytest.mark.parametrize("expected", [0, 2, 99])
def test_only_the_stored_version_is_accepted(db, expected):
    assert isinstance(rename(cast.make_unit("旧名").pk, "新名", expected), StaleVersion)


@pytest.mark.django_db(transaction=True)
def test_of_twenty_parallel_editors_one_is_accepted():
    unit = cast.make_unit("旧名")
    answers = in_threads(20, lambda: rename(unit.pk, "新名", 1))
    assert sum(isinstance(answer, Unit) for answer in answers) == 1
    unit.refresh_from_db()
    assert (unit.name, unit.version) == ("新名", 2)
