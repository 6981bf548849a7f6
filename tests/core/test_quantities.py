from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.core.quantities import (
    IncompatibleUnits,
    Qualifier,
    Quantity,
    combined_qualifier,
    total,
)

qualifiers = st.sampled_from(list(Qualifier))
values = st.integers(0, 10**6).map(Decimal)
people = st.builds(Quantity, values, st.just("人"), qualifiers)


@pytest.mark.parametrize(
    ("qualifier", "words"),
    [
        (Qualifier.EXACT, "180人"),
        (Qualifier.OVER, "180余人"),
        (Qualifier.UNDER, "近180人"),
        (Qualifier.ABOUT, "180人左右"),
        (Qualifier.OPEN, "180人等"),
        (Qualifier.MORE, "180多人"),
        (Qualifier.GENERALLY, "一般180人"),
    ],
)
def test_quantity_is_written_with_its_hedge(qualifier, words):
    assert str(Quantity(Decimal(180), "人", qualifier)) == words


@pytest.mark.parametrize(("value", "words"), [("1E+2", "100次"), ("2.50", "2.5次"), ("0", "0次")])
def test_number_is_written_plainly(value, words):
    assert str(Quantity(Decimal(value), "次")) == words


@pytest.mark.parametrize(
    ("value", "qualifier", "words"),
    [
        ("1000000", Qualifier.UNDER, "近100万元"),
        ("1000000", Qualifier.EXACT, "1000000元"),
        ("1005000", Qualifier.UNDER, "近1005000元"),
        ("0", Qualifier.ABOUT, "0元左右"),
    ],
)
def test_hedged_tens_of_thousands_are_written_as_people_do(value, qualifier, words):
    assert str(Quantity(Decimal(value), "元", qualifier)) == words


def test_people_are_never_added_to_attendances():
    with pytest.raises(IncompatibleUnits):
        Quantity(Decimal(1), "人") + Quantity(Decimal(1), "人次")


def test_people_are_never_compared_with_attendances():
    with pytest.raises(IncompatibleUnits):
        assert Quantity(Decimal(1), "人") < Quantity(Decimal(2), "人次")


def test_total_refuses_one_stranger_among_many():
    with pytest.raises(IncompatibleUnits):
        total([Quantity(Decimal(1), "人"), Quantity(Decimal(1), "户")], unit="人")


def test_bare_number_is_not_added():
    with pytest.raises(TypeError):
        Quantity(Decimal(1), "人") + 1


def test_quantity_needs_a_unit():
    with pytest.raises(ValueError, match="单位"):
        Quantity(Decimal(1), "")


def test_total_of_nothing_is_an_exact_nought():
    assert total([], unit="次") == Quantity(Decimal(0), "次")


@given(people, people)
def test_sum_is_the_same_in_either_order(one, two):
    assert one + two == two + one


@given(st.lists(people, max_size=6))
def test_total_adds_values_and_stays_exact_only_if_all_are(quantities):
    summed = total(quantities, unit="人")
    assert summed.value == sum(q.value for q in quantities)
    exact = all(q.qualifier is Qualifier.EXACT for q in quantities)
    assert (summed.qualifier is Qualifier.EXACT) == exact


@pytest.mark.parametrize(
    ("hedges", "expected"),
    [
        ([Qualifier.OVER, Qualifier.EXACT], Qualifier.OVER),
        ([Qualifier.OVER, Qualifier.OPEN], Qualifier.OVER),
        ([Qualifier.OPEN, Qualifier.OPEN], Qualifier.OPEN),
        ([Qualifier.UNDER, Qualifier.UNDER], Qualifier.UNDER),
        ([Qualifier.OVER, Qualifier.UNDER], Qualifier.ABOUT),
        ([Qualifier.ABOUT, Qualifier.OPEN], Qualifier.ABOUT),
    ],
)
def test_hedges_combine_without_claiming_more(hedges, expected):
    assert combined_qualifier(hedges) is expected
