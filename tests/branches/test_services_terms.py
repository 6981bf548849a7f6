from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from apps.branches import services
from apps.branches.services.terms import years_after
from tests import cast


def test_term_ends_after_its_years(city):
    term = services.begin_term(organisation=city.branch, starts_on=date(2024, 2, 29), term_years=3)
    assert (term.number, term.ends_on) == (1, date(2027, 2, 28))


def test_open_term_must_be_closed_first(city):
    services.begin_term(organisation=city.branch, starts_on=date(2020, 1, 1), term_years=3)
    with pytest.raises(ValidationError, match="第1届还没有换届"):
        services.begin_term(organisation=city.branch, starts_on=date(2023, 1, 1), term_years=3)


def test_overlapping_term_is_refused(city):
    term = services.begin_term(organisation=city.branch, starts_on=date(2020, 1, 1), term_years=3)
    services.close_term(term=term, on=date(2023, 2, 1))
    with pytest.raises(ValidationError, match="重叠"):
        services.begin_term(organisation=city.branch, starts_on=date(2023, 1, 1), term_years=3)


def test_term_is_closed_once(city):
    term = services.begin_term(organisation=city.branch, starts_on=date(2020, 1, 1), term_years=3)
    services.close_term(term=term, on=date(2023, 2, 1))
    with pytest.raises(ValidationError, match="已于"):
        services.close_term(term=term, on=date(2023, 3, 1))


def test_years_after_keeps_an_ordinary_day():
    assert years_after(date(2023, 5, 4), 5) == date(2028, 5, 4)


@given(steps=st.lists(st.tuples(st.booleans(), st.integers(0, 2000)), max_size=12))
@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_terms_never_overlap(db, steps):
    with transaction.atomic():
        branch = cast.make_organisation("一支部")
        for is_begin, offset in steps:
            day = cast.FOUNDED + timedelta(days=offset)
            current = branch.terms.filter(closed_on=None).first()
            try:
                with transaction.atomic():
                    if is_begin or current is None:
                        services.begin_term(organisation=branch, starts_on=day, term_years=3)
                    else:
                        services.close_term(term=current, on=day)
            except ValidationError as refusal:
                assert refusal.messages  # noqa: PT017 - the refusal is what may happen
        held = list(branch.terms.order_by("starts_on").values_list("starts_on", "closed_on"))
        assert all(end <= start for (_, end), (start, _) in zip(held, held[1:], strict=False))
        transaction.set_rollback(True)
