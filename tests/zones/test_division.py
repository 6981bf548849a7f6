"""The division of units into zones: laws that hold for any city (hypothesis)."""

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from apps.zones.division import (
    Candidate,
    Rules,
    Why,
    loads,
    moved,
    propose,
    reasons,
    sizes,
    spread,
)

# Each is a whole city of its own.
EXAMPLES = settings(max_examples=30)


@st.composite
def cities(draw):
    """Units of any size with a sector or none, some of them in a zone of the year before."""
    zones = draw(st.integers(1, 6))
    count = draw(st.integers(zones, 40))
    units = [
        Candidate(
            key,
            f"单位{key}",
            draw(st.none() | st.integers(1, 5)),
            draw(st.integers(0, 30)),
            draw(st.integers(0, 900)),
            draw(st.none() | st.integers(0, zones - 1)),
        )
        for key in range(1, count + 1)
    ]
    convening = draw(st.permutations(range(1, count + 1)))[:zones]
    tolerance = draw(st.sampled_from([0.0, 0.05, 0.1, 0.5]))
    return units, Rules(convening, tolerance, draw(st.booleans()))


@EXAMPLES
@given(cities())
def test_every_unit_is_in_exactly_one_zone(city):
    units, rules = city
    placement = propose(units, rules)
    assert placement.keys() == {u.key for u in units}
    assert set(placement.values()) == set(range(len(rules.convening)))


@EXAMPLES
@given(cities())
def test_convening_unit_is_in_its_zone(city):
    units, rules = city
    placement = propose(units, rules)
    assert [placement[key] for key in rules.convening] == list(range(len(rules.convening)))


@EXAMPLES
@given(cities())
def test_sizes_differ_by_the_tolerance_or_by_one_unit_at_most(city):
    units, rules = city
    zones = len(rules.convening)
    found = spread(sizes(units, propose(units, rules), zones))
    assert found <= max(rules.tolerance, *loads(units, zones).values()) + 1e-6


@EXAMPLES
@given(cities(), st.randoms())
def test_same_units_give_the_same_division(city, chance):
    units, rules = city
    shuffled = list(units)
    chance.shuffle(shuffled)
    assert propose(shuffled, rules) == propose(units, rules)


@EXAMPLES
@given(cities())
def test_sizes_add_up_to_the_city(city):
    units, rules = city
    found = sizes(units, propose(units, rules), len(rules.convening))
    assert sum(s.units for s in found) == len(units)
    assert sum(s.organisations for s in found) == sum(u.organisations for u in units)
    assert sum(s.members for s in found) == sum(u.members for u in units)
    assert abs(sum(s.load for s in found) - len(rules.convening)) < 1e-6


@EXAMPLES
@given(cities())
def test_every_place_has_a_reason(city):
    units, rules = city
    placement = propose(units, rules)
    told = reasons(units, placement, rules.convening)
    assert told.keys() == placement.keys()
    assert {key for key, why in told.items() if why == Why.CONVENES} == set(rules.convening)


def plain(key: int, sector: int | None = None, former: int | None = None) -> Candidate:
    return Candidate(key, f"单位{key}", sector, 5, 100, former)


def test_sectors_stay_together_where_sizes_allow():
    units = [plain(key, sector=key % 4) for key in range(40)]
    placement = propose(units, Rules([0, 1, 2, 3], keeps_former=False))
    for sector in range(4):
        assert len({placement[u.key] for u in units if u.sector == sector}) == 1


def test_sector_follows_the_convening_unit_of_its_kind():
    units = [plain(key, sector=key % 2) for key in range(20)]
    placement = propose(units, Rules([1, 0], keeps_former=False))
    assert {placement[u.key] for u in units if u.sector == 1} == {0}


def test_even_division_of_last_year_is_kept():
    units = [plain(key, sector=key % 7, former=key % 5) for key in range(50)]
    placement = propose(units, Rules([0, 1, 2, 3, 4]))
    assert moved(units, placement) == []
    assert set(reasons(units, placement, [0, 1, 2, 3, 4]).values()) == {Why.CONVENES, Why.FORMER}


def test_new_units_fill_the_smaller_zones_and_nobody_else_moves():
    units = [plain(key, former=key % 2) for key in range(20)] + [plain(key) for key in (20, 21)]
    lopsided = [u for u in units if u.key not in (3, 5)]
    placement = propose(lopsided, Rules([0, 1]))
    assert moved(lopsided, placement) == []
    assert placement[20] == placement[21] == 1


def test_fewest_units_move_to_even_out_a_lopsided_year():
    units = [plain(key, former=0 if key < 14 else 1) for key in range(20)]
    placement = propose(units, Rules([0, 19], tolerance=0.01))
    assert len(moved(units, placement)) == 4


def test_thousand_units_are_divided_evenly():
    chance = random.Random(7)
    units = [
        Candidate(
            key,
            f"单位{key}",
            chance.randrange(9),
            chance.randrange(1, 40),
            chance.randrange(5, 900),
            chance.randrange(5),
        )
        for key in range(1000)
    ]
    for keeps_former in (True, False):
        placement = propose(units, Rules([0, 1, 2, 3, 4], 0.02, keeps_former))
        assert spread(sizes(units, placement, 5)) <= 0.02
