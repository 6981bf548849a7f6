"""A division of the units into zones, proposed by business and size (R-ZONE-01, R-ZONE-02).

Pure functions of plain values. The same units give the same division, in whatever order they come.
A unit's load is the mean of its shares in the city's units, organisations and members, told in
parts of an average zone: an even division gives every zone the load 1.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import NamedTuple

# What an uneven load costs beside a sector that is torn apart, whose mates count one each.
WEIGHT_OF_LOAD = 6.0
# More than a sector can ever win by the move of one unit: the former place is left for size alone.
COST_OF_A_MOVE = 3.0
MEASURES = ("units", "organisations", "members")
LEAST_GAIN = 1e-9


class Candidate(NamedTuple):
    """A unit to be placed; `former` is the zone it was in before, if that goes on."""

    key: int
    name: str
    sector: int | None
    organisations: int
    members: int
    former: int | None = None


class Why(Enum):
    """What speaks for the place of a unit, told from the finished division."""

    CONVENES = "召集单位"
    FORMER = "沿用原片"
    WITH_ITS_SECTOR = "与本系统多数单位同片"
    WITH_MATES = "与本系统部分单位同片"
    EVENS_OUT = "平衡各片规模"


class Size(NamedTuple):
    """What a zone holds; `load` is 1 in an average zone."""

    units: int
    organisations: int
    members: int
    load: float


@dataclass(frozen=True)
class Rules:
    """What the staff chose: the convening unit of each zone, and how far sizes may differ.

    `tolerance` is the allowed distance of the largest from the smallest zone, in average zones.
    """

    convening: Sequence[int]
    tolerance: float = 0.1
    keeps_former: bool = True


Placement = dict[int, int]


def loads(candidates: Iterable[Candidate], zones: int) -> dict[int, float]:
    """The load of each unit; a measure that is nowhere counts nothing."""
    found = list(candidates)
    totals = (len(found), sum(c.organisations for c in found), sum(c.members for c in found))
    used = [total for total in totals if total]
    return {
        c.key: sum(
            zones * value / total / len(used)
            for value, total in zip((1, c.organisations, c.members), totals, strict=True)
            if total
        )
        for c in found
    }


def propose(candidates: Iterable[Candidate], rules: Rules) -> Placement:
    """The zone of every unit, by its position in `rules.convening`."""
    draft = Draft.begun(candidates, rules)
    for unit in draft.waiting():
        draft.place(unit, draft.best(unit, draft.with_room(unit)))
    if not rules.keeps_former:
        draft.improve()
    draft.level()
    return dict(sorted(draft.zone_of.items()))


@dataclass
class Draft:
    """A division in the making."""

    rules: Rules
    units: list[Candidate]
    loads: dict[int, float]
    zone_of: Placement = field(default_factory=dict)
    filled: list[float] = field(default_factory=list)
    mates: Counter = field(default_factory=Counter)
    sizes: Counter = field(default_factory=Counter)

    @classmethod
    def begun(cls, candidates: Iterable[Candidate], rules: Rules) -> "Draft":
        """Convening units stand in their zones, and whoever stays from before in his."""
        units = sorted(candidates, key=lambda c: c.key)
        zones = len(rules.convening)
        draft = cls(rules, units, loads(units, zones), filled=[0.0] * zones)
        draft.sizes.update(c.sector for c in units)
        convening = {key: zone for zone, key in enumerate(rules.convening)}
        for unit in units:
            if unit.key in convening:
                draft.place(unit, convening[unit.key])
            elif rules.keeps_former and unit.former is not None:
                draft.place(unit, unit.former)
        return draft

    def waiting(self) -> list[Candidate]:
        """Who has no place yet: the largest sectors first, those without one last."""
        weight: dict[int | None, float] = defaultdict(float)
        for unit in self.units:
            weight[unit.sector] += self.loads[unit.key]
        return sorted(
            (unit for unit in self.units if unit.key not in self.zone_of),
            key=lambda u: (u.sector is None, -weight[u.sector], -self.loads[u.key], u.key),
        )

    def place(self, unit: Candidate, zone: int) -> None:
        self.zone_of[unit.key] = zone
        self.filled[zone] += self.loads[unit.key]
        self.mates[zone, unit.sector] += 1

    def lift(self, unit: Candidate) -> int:
        zone = self.zone_of.pop(unit.key)
        self.filled[zone] -= self.loads[unit.key]
        self.mates[zone, unit.sector] -= 1
        return zone

    def cost(self, unit: Candidate, zone: int) -> float:
        """What the place of a unit that is lifted adds to the whole."""
        load = self.loads[unit.key]
        cost = WEIGHT_OF_LOAD * load * (2 * self.filled[zone] + load)
        if unit.sector is not None:
            cost -= (2 * self.mates[zone, unit.sector] + 1) / self.sizes[unit.sector]
        if self.rules.keeps_former and unit.former not in (None, zone):
            cost += COST_OF_A_MOVE
        return cost

    def best(self, unit: Candidate, zones: Iterable[int]) -> int:
        return min(zones, key=lambda zone: (self.cost(unit, zone), zone))

    def with_room(self, unit: Candidate) -> list[int]:
        """Zones that the unit does not overfill; else the emptiest."""
        limit = 1 + self.rules.tolerance / 2 - self.loads[unit.key]
        zones = range(len(self.filled))
        return [z for z in zones if self.filled[z] <= limit] or [self.emptiest()]

    def emptiest(self) -> int:
        return min(range(len(self.filled)), key=lambda zone: (self.filled[zone], zone))

    def fullest(self) -> int:
        return max(range(len(self.filled)), key=lambda zone: (self.filled[zone], -zone))

    def movable(self) -> list[Candidate]:
        return [unit for unit in self.units if unit.key not in self.rules.convening]

    def improve(self) -> None:
        """Move single units while that brings anything; each move lowers the cost of the whole."""
        movable, has_moved = self.movable(), True
        while has_moved:
            has_moved = False
            for unit in movable:
                here = self.lift(unit)
                zone = self.best(unit, {*self.with_room(unit), here})
                is_better = self.cost(unit, zone) < self.cost(unit, here) - LEAST_GAIN
                self.place(unit, zone if is_better else here)
                has_moved |= is_better

    def level(self) -> None:
        """From the fullest zone to the emptiest, until they are near enough or nothing fits.

        A unit that is smaller than the gap makes the sum of squares smaller, so this ends.
        """
        movable = self.movable()
        while (fitting := self._fitting(movable)) and self._gap() > self.rules.tolerance:
            to = self.emptiest()
            unit = min(fitting, key=lambda u: (self._price(u, to), u.key))
            self.lift(unit)
            self.place(unit, to)

    def _gap(self) -> float:
        return max(self.filled) - min(self.filled)

    def _fitting(self, movable: list[Candidate]) -> list[Candidate]:
        full, gap = self.fullest(), self._gap() - LEAST_GAIN
        return [u for u in movable if self.zone_of[u.key] == full and self.loads[u.key] < gap]

    def _price(self, unit: Candidate, to: int) -> float:
        here = self.lift(unit)
        price = self.cost(unit, to) - self.cost(unit, here)
        self.place(unit, here)
        return price


def sizes(candidates: Iterable[Candidate], placement: Mapping[int, int], zones: int) -> list[Size]:
    """What each zone of a placement holds."""
    units = list(candidates)
    load = loads(units, zones)
    held = [[u for u in units if placement.get(u.key) == zone] for zone in range(zones)]
    return [
        Size(
            len(inside),
            sum(u.organisations for u in inside),
            sum(u.members for u in inside),
            sum(load[u.key] for u in inside),
        )
        for inside in held
    ]


def spread(found: Sequence[Size]) -> float:
    """How far the largest zone is from the smallest, in average zones."""
    return max(s.load for s in found) - min(s.load for s in found)


def reasons(
    candidates: Iterable[Candidate], placement: Mapping[int, int], convening: Sequence[int]
) -> dict[int, Why]:
    """Why each unit is where it is."""
    units = list(candidates)
    mates = Counter((placement[u.key], u.sector) for u in units)
    most: Counter = Counter()
    for (_, sector), count in mates.items():
        most[sector] = max(most[sector], count)
    return {u.key: _why(u, placement[u.key], mates, most, convening) for u in units}


def _why(
    unit: Candidate, zone: int, mates: Counter, most: Counter, convening: Sequence[int]
) -> Why:
    together = mates[zone, unit.sector]
    if unit.key in convening:
        return Why.CONVENES
    if unit.former == zone:
        return Why.FORMER
    if unit.sector is None or together < 2:
        return Why.EVENS_OUT
    return Why.WITH_ITS_SECTOR if together == most[unit.sector] else Why.WITH_MATES


def moved(candidates: Iterable[Candidate], placement: Mapping[int, int]) -> list[Candidate]:
    """Units that were in another zone before."""
    return [u for u in candidates if u.former is not None and placement[u.key] != u.former]
