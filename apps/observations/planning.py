"""Who sits in where, and in which month: every group once, nobody at the own unit, an even load.

Pure functions of plain values. The same groups and seats give the same plan, in whatever order
they come. Heads are given out first, then the others; each time the load is levelled by chains of
exchanges, so that no allowed exchange is left that would make it more even.
"""

from collections import Counter, deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from apps.core.periods import add_months

# Between two seats that differ by less nothing is gained by an exchange.
WORTH_AN_EXCHANGE = 2


class Group(NamedTuple):
    """A centre group to be observed; `head` and `others` are the seats that keep their place in a
    team of which somebody fell out, and `month` is when it goes."""

    key: int
    unit: int
    name: str
    head: int | None = None
    others: tuple[int, ...] = ()
    month: date | None = None


class Seat(NamedTuple):
    """Somebody who may be sent; `own` are the units that he does not observe, `load` is how many
    observations he has in the cycle already, `led` at how many of them he is the head."""

    key: int
    name: str
    own: frozenset[int]
    may_lead: bool = False
    load: int = 0
    led: int = 0


class Settled(NamedTuple):
    """An observation that stands: the first of its month, and who goes."""

    month: date
    team: tuple[int, ...]


class Lack(NamedTuple):
    """Why a group cannot be covered: how many may go, and whether one of them may lead."""

    group: Group
    free: int
    has_head: bool


class Share(NamedTuple):
    """What one seat carries in the cycle."""

    seat: Seat
    total: int
    as_head: int


@dataclass(frozen=True)
class Plan:
    """`teams` from group to seats, the head first; `months` from group to the first of a month."""

    teams: Mapping[int, tuple[int, ...]]
    months: Mapping[int, date]
    lacking: tuple[Lack, ...] = ()


def propose(
    groups: Iterable[Group],
    seats: Iterable[Seat],
    *,
    team_size: int,
    months: Sequence[date],
    settled: Iterable[Settled] = (),
) -> Plan:
    """A team for each group, as far as there are people for it; `settled` is what goes when."""
    asked = sorted(groups)
    bench = sorted(seats, key=lambda seat: seat.key)
    lacking = tuple(_lacks(asked, bench, team_size))
    short = {lack.group.key for lack in lacking}
    covered = [group for group in asked if group.key not in short]
    loads = Counter({seat.key: seat.load for seat in bench})
    loads.update(seat for group in covered for seat in _kept(group))
    heads = Roster(
        covered,
        [seat for seat in bench if seat.may_lead],
        loads,
        taken={group.key: _kept(group) for group in covered},
    )
    heads.fill({group.key: int(group.head is None) for group in covered})
    led = {g.key: (*heads.teams[g.key], *_kept(g)) for g in covered}
    others = Roster(covered, bench, heads.loads, taken=led)
    others.fill({key: team_size - len(team) for key, team in led.items()})
    teams = {key: (*team, *others.teams[key]) for key, team in led.items()}
    fixed = {group.key: group.month for group in covered if group.month}
    return Plan(teams, spread_over(teams, months, fixed, settled), lacking)


def _kept(group: Group) -> tuple[int, ...]:
    """Who stays in the team of a group, the head first."""
    return group.others if group.head is None else (group.head, *group.others)


def _lacks(groups: list[Group], seats: list[Seat], team_size: int) -> Iterable[Lack]:
    for group in groups:
        free = [seat for seat in seats if group.unit not in seat.own]
        has_head = group.head is not None or any(
            seat.may_lead for seat in free if seat.key not in group.others
        )
        if len(free) < team_size or not has_head:
            yield Lack(group, len(free), has_head)


@dataclass
class Roster:
    """Places that are given out to seats; `taken` are those in a team already."""

    groups: Sequence[Group]
    seats: Sequence[Seat]
    loads: dict[int, int]
    taken: Mapping[int, Sequence[int]] = field(default_factory=dict)
    teams: dict[int, list[int]] = field(init=False)

    def __post_init__(self) -> None:
        self.loads = dict(self.loads)
        self.teams = {group.key: [] for group in self.groups}
        self._free = {
            group.key: [
                seat.key
                for seat in self.seats
                if group.unit not in seat.own and seat.key not in self.taken.get(group.key, ())
            ]
            for group in self.groups
        }

    def fill(self, places: Mapping[int, int]) -> None:
        """Give each group its number of places to different seats, then level the load.

        Groups with little choice come first.
        """
        for group in sorted(self.groups, key=lambda g: (len(self._free[g.key]), g.key)):
            for _ in range(places[group.key]):
                self._give(group.key, min(self._open(group.key), key=lambda s: (self.loads[s], s)))
        self.level()

    def level(self) -> None:
        """Each exchange makes the sum of the squares of the loads smaller, so this ends."""
        while chain := self._chain():
            for group, giver, taker in chain:
                self.teams[group].remove(giver)
                self.loads[giver] -= 1
                self._give(group, taker)

    def _give(self, group: int, seat: int) -> None:
        self.teams[group].append(seat)
        self.loads[seat] += 1

    def _open(self, group: int) -> list[int]:
        """Who may still join the team of a group."""
        return [seat for seat in self._free[group] if seat not in self.teams[group]]

    def _chain(self) -> list[tuple[int, int, int]]:
        """Exchanges (group, giver, taker) from a heavy seat to a light one, or none."""
        lowest = min((self.loads[seat.key] for seat in self.seats), default=0)
        heavy = [s.key for s in self.seats if self.loads[s.key] >= lowest + WORTH_AN_EXCHANGE]
        for start in sorted(heavy, key=lambda seat: (-self.loads[seat], seat)):
            if chain := self._chain_from(start):
                return chain
        return []

    def _chain_from(self, start: int) -> list[tuple[int, int, int]]:
        """The shortest one, found breadth first."""
        came: dict[int, tuple[int, int]] = {}
        waiting, limit = deque([start]), self.loads[start] - WORTH_AN_EXCHANGE
        while waiting:
            giver = waiting.popleft()
            for group, taker in self._offers(giver):
                if taker == start or taker in came:
                    continue
                came[taker] = (group, giver)
                if self.loads[taker] <= limit:
                    return _way(came, start, taker)
                waiting.append(taker)
        return []

    def _offers(self, giver: int) -> Iterable[tuple[int, int]]:
        for group, team in self.teams.items():
            if giver in team:
                for taker in self._open(group):
                    yield group, taker


def _way(came: Mapping[int, tuple[int, int]], start: int, end: int) -> list[tuple[int, int, int]]:
    way, taker = [], end
    while taker != start:
        group, giver = came[taker]
        way.append((group, giver, taker))
        taker = giver
    return way


def spread_over(
    teams: Mapping[int, Sequence[int]],
    months: Sequence[date],
    fixed: Mapping[int, date],
    settled: Iterable[Settled] = (),
) -> dict[int, date]:
    """As many groups in each month as in the others, give or take one; among the months with room
    the one in which the team has the least to do. Months that are `fixed` stay."""
    placed = dict(fixed)
    stand = [*settled, *(Settled(month, tuple(teams[group])) for group, month in fixed.items())]
    filled = Counter(month for month, _ in stand)
    busy = Counter((seat, month) for month, team in stand for seat in team)
    for group, team in teams.items():
        if group in fixed:
            continue
        fewest = min(filled[month] for month in months)
        room = [month for month in months if filled[month] == fewest]
        month = min(room, key=lambda m: (sum(busy[seat, m] for seat in team), m))
        placed[group] = month
        filled[month] += 1
        busy.update((seat, month) for seat in team)
    return placed


def months_between(first: date, last: date) -> list[date]:
    """The first days of the months from that of `first` to that of `last`."""
    months = [first.replace(day=1)]
    while (month := add_months(months[-1], 1)) <= last:
        months.append(month)
    return months


def balance(seats: Iterable[Seat], teams: Mapping[int, Sequence[int]]) -> list[Share]:
    """What each seat carries, with what it carried before, the heaviest first."""
    heads = Counter(team[0] for team in teams.values())
    members = Counter(seat for team in teams.values() for seat in team)
    shares = [Share(s, s.load + members[s.key], s.led + heads[s.key]) for s in seats]
    return sorted(shares, key=lambda share: (-share.total, share.seat.key))


def spread(shares: Sequence[Share]) -> int:
    """How many observations the busiest seat has more than the least busy one."""
    totals = [share.total for share in shares]
    return max(totals) - min(totals) if totals else 0
