"""Laws of the planner over generated cycles: coverage, nobody at home, an even load."""

import random
from collections import Counter
from datetime import date

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from apps.observations.planning import (
    Group,
    Roster,
    Seat,
    Settled,
    balance,
    months_between,
    propose,
    spread,
)

YEAR = months_between(date(2026, 1, 1), date(2026, 12, 31))


def make_cycle(seed: int) -> tuple[list[Group], list[Seat], int]:
    """Groups, seats with up to three units of their own, and the size of a team."""
    chance = random.Random(seed)
    units = chance.randint(1, 14)
    groups = [Group(key, key, f"单位{key}") for key in range(units)]
    seats = [
        Seat(
            100 + key,
            f"旁听{key}",
            frozenset(chance.choices(range(units), k=chance.randint(0, 3))),
            may_lead=chance.random() < 0.5,
            load=chance.randint(0, 3),
        )
        for key in range(chance.randint(1, 9))
    ]
    return groups, seats, chance.randint(1, 3)


# How long a call takes says nothing on a machine that does other things, too.
laws = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
cycles = st.integers(min_value=0, max_value=2**32).map(make_cycle)


def plan_of(cycle):
    groups, seats, size = cycle
    return propose(groups, seats, team_size=size, months=YEAR)


@laws
@given(cycles)
def test_every_group_has_a_team_or_a_reason(cycle):
    groups, _, size = cycle
    plan = plan_of(cycle)
    short = {lack.group.key for lack in plan.lacking}
    assert plan.teams.keys() | short == {group.key for group in groups}
    assert not plan.teams.keys() & short
    assert all(len(set(team)) == size == len(team) for team in plan.teams.values())
    assert plan.months.keys() == plan.teams.keys()


@laws
@given(cycles)
def test_a_reason_is_given_only_where_people_are_missing(cycle):
    _, seats, size = cycle
    for lack in plan_of(cycle).lacking:
        free = [seat for seat in seats if lack.group.unit not in seat.own]
        assert len(free) < size or not any(seat.may_lead for seat in free)
        assert (lack.free, lack.has_head) == (len(free), any(s.may_lead for s in free))


@laws
@given(cycles)
def test_nobody_observes_the_own_unit_and_a_head_may_lead(cycle):
    groups, seats, _ = cycle
    known = {seat.key: seat for seat in seats}
    unit_of = {group.key: group.unit for group in groups}
    for group, team in plan_of(cycle).teams.items():
        assert all(unit_of[group] not in known[key].own for key in team)
        assert known[team[0]].may_lead


@laws
@given(cycles)
def test_no_single_exchange_would_make_the_load_more_even(cycle):
    groups, seats, _ = cycle
    plan, known = plan_of(cycle), {seat.key: seat for seat in seats}
    unit_of = {group.key: group.unit for group in groups}
    total = {share.seat.key: share.total for share in balance(seats, plan.teams)}
    for group, team in plan.teams.items():
        free = [s.key for s in seats if unit_of[group] not in s.own and s.key not in team]
        for giver in team[1:]:
            assert all(total[giver] - total[taker] < 2 for taker in free), (group, giver)
    heads = Counter(team[0] for team in plan.teams.values())
    for group, team in plan.teams.items():
        others = [s.key for s in seats if s.may_lead and unit_of[group] not in s.own]
        carried = {key: heads[key] + known[key].load for key in others}
        assert all(carried[team[0]] - carried[other] < 2 for other in others)


@laws
@given(cycles, st.integers())
def test_the_same_rows_give_the_same_plan_in_any_order(cycle, seed):
    groups, seats, size = cycle
    chance = random.Random(seed)
    mixed = chance.sample(groups, len(groups)), chance.sample(seats, len(seats)), size
    assert plan_of(mixed) == plan_of(cycle)


@laws
@given(cycles)
def test_months_are_filled_alike(cycle):
    filled = Counter(plan_of(cycle).months.values())
    numbers = [filled[month] for month in YEAR]
    assert max(numbers) - min(numbers) <= 1


@laws
@given(cycles, st.data())
def test_places_that_are_kept_stay_and_the_others_are_filled(cycle, drawn):
    """Somebody falls out of a plan; whoever stays keeps his place and his month."""
    groups, seats, size = cycle
    plan = plan_of(cycle)
    gone = drawn.draw(st.sampled_from([seat.key for seat in seats]))
    short = [
        group._replace(
            head=team[0] if team[0] != gone else None,
            others=tuple(key for key in team[1:] if key != gone),
            month=plan.months[group.key],
        )
        for group in groups
        if gone in (team := plan.teams.get(group.key, ()))
    ]
    bench = [seat for seat in seats if seat.key != gone]
    settled = [
        Settled(plan.months[key], team) for key, team in plan.teams.items() if gone not in team
    ]
    mended = propose(short, bench, team_size=size, months=YEAR, settled=settled)
    for group in short:
        if team := mended.teams.get(group.key):
            kept = {key for key in plan.teams[group.key] if key != gone}
            assert kept < set(team)
            assert gone not in team
            assert len(set(team)) == size
            assert group.head in (None, team[0])
            assert mended.months[group.key] == group.month


def test_load_of_a_whole_city_differs_by_one_at_most():
    """107 units, six groups of proposed people: the case of handbook 10."""
    groups = [Group(key, key, f"单位{key}") for key in range(107)]
    seats = [
        Seat(1000 + key, f"旁听{key}", frozenset({key}), may_lead=key % 2 == 0) for key in range(24)
    ]
    plan = propose(groups, seats, team_size=2, months=YEAR)
    shares = balance(seats, plan.teams)
    assert not plan.lacking
    assert sum(share.total for share in shares) == 214
    assert spread(shares) == 1


def test_a_chain_of_exchanges_levels_what_one_exchange_cannot():
    """甲 has two, 乙 one, 丙 none, and 丙 may go to 3 alone: 甲 gives to 乙, 乙 gives to 丙."""
    groups = [Group(key, key, f"单位{key}") for key in (1, 2, 3)]
    seats = [
        Seat(10, "甲", frozenset({3})),
        Seat(11, "乙", frozenset()),
        Seat(12, "丙", frozenset({1, 2})),
    ]
    roster = Roster(groups, seats, {10: 2, 11: 1, 12: 0})
    roster.teams = {1: [10], 2: [10], 3: [11]}
    roster.level()
    assert roster.loads == {10: 1, 11: 1, 12: 1}
    assert roster.teams[3] == [12]


def test_months_of_a_cycle_go_over_the_turn_of_the_year():
    assert months_between(date(2026, 11, 20), date(2027, 1, 3)) == [
        date(2026, 11, 1),
        date(2026, 12, 1),
        date(2027, 1, 1),
    ]
