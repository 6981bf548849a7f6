from collections.abc import Iterator
from datetime import date

import pytest
from django.db import connection, transaction

from apps.portal.city import load
from apps.portal.city.build import Made, make_city
from apps.portal.city.facts import load_facts
from apps.portal.city.plan import Plan

SMALL = Plan(organisations=24, years=1, seed=7, until=date(2026, 6, 30))


@pytest.fixture(scope="module")
def small_city(django_db_setup, django_db_blocker) -> Iterator[Made]:
    """A city of 24 organisations for all tests of a module; gone at its end.

    Without a test marked django_db the connection is on the real database: never empty that.
    """
    names = connection.settings_dict
    assert names["NAME"].startswith(names["TEST"]["NAME"])
    with django_db_blocker.unblock():
        try:
            load_facts()
            yield make_city(SMALL)
        finally:
            with transaction.atomic():
                load.empty_everything()
