"""What the parts of the generator tell each other about units, organisations and people."""

from bisect import bisect_right
from dataclasses import dataclass, field
from datetime import date
from typing import cast

from apps.branches.choices import BRANCH_KINDS, MembershipKind, OrganisationKind, Post, UnitKind


@dataclass(slots=True)
class Spell:
    """A person in a place from `start` up to but not including `end`."""

    person: int
    start: date
    end: date | None = None
    kind: MembershipKind = MembershipKind.FULL
    has_vote: bool = True
    subgroup: int | None = None
    post: Post | None = None
    # Ill or abroad for long: on the roll, but not counted (R-VOTE-06).
    is_away: bool = False
    # The attendance row of somebody present, but for its keys; see minutes.Roll.
    line: str = ""

    def holds_on(self, day: date) -> bool:
        return self.start <= day and (self.end is None or day < self.end)

    @property
    def is_full(self) -> bool:
        return self.kind == MembershipKind.FULL


class Spells:
    """Who is in one place on a day; the answer changes on few days, so it is kept."""

    def __init__(self) -> None:
        self.all: list[Spell] = []
        self._days: list[date] | None = None
        self._answers: dict[int, list[Spell]] = {}

    def add(self, spell: Spell) -> Spell:
        self.all.append(spell)
        self._days = None
        return spell

    def on(self, day: date) -> list[Spell]:
        if self._days is None:
            ends = {s.end for s in self.all if s.end}
            self._days = sorted({s.start for s in self.all} | ends)
            self._answers = {}
        index = bisect_right(self._days, day)
        if index not in self._answers:
            self._answers[index] = [s for s in self.all if s.holds_on(day)]
        return self._answers[index]


@dataclass(eq=False, slots=True)
class Body:
    """An organisation of the city."""

    pk: int
    name: str
    kind: OrganisationKind
    unit: "CityUnit | None"
    parent: "Body | None"
    founded_on: date
    size: int = 0
    subgroups: list["Body"] = field(default_factory=list)
    children: list["Body"] = field(default_factory=list)
    members: Spells = field(default_factory=Spells)
    posts: Spells = field(default_factory=Spells)

    @property
    def own_unit(self) -> "CityUnit":
        """Only the work committee stands above all units."""
        return cast(CityUnit, self.unit)

    @property
    def path(self) -> str:
        return f"{self.parent.path if self.parent else ''}{self.pk}/"

    @property
    def is_branch(self) -> bool:
        return self.kind in BRANCH_KINDS

    @property
    def has_members(self) -> bool:
        """In a functional branch people only act; their membership stays elsewhere (2.1)."""
        return self.is_branch and self.kind != OrganisationKind.FUNCTIONAL_BRANCH

    def branches(self) -> list["Body"]:
        """The branches with members at and below this organisation."""
        if self.is_branch:
            return [self] if self.has_members else []
        return [branch for child in self.children for branch in child.branches()]

    def holder(self, post: Post, day: date) -> int | None:
        return next((s.person for s in self.posts.on(day) if s.post == post), None)

    def secretary(self, day: date) -> int | None:
        return self.holder(Post.SECRETARY, day)


@dataclass(eq=False, slots=True)
class CityUnit:
    pk: int
    name: str
    kind: UnitKind
    weight: float
    bodies: list[Body] = field(default_factory=list)
    party_group: Body | None = None

    @property
    def top(self) -> Body:
        return self.bodies[0]

    def branches(self) -> list[Body]:
        return [body for body in self.bodies if body.has_members]


@dataclass(eq=False, slots=True)
class Tree:
    root: Body
    units: list[CityUnit]

    @property
    def grassroots(self) -> list[Body]:
        return [body for unit in self.units for body in unit.bodies]

    @property
    def branches(self) -> list[Body]:
        return [body for body in self.grassroots if body.is_branch]

    @property
    def party_groups(self) -> list[Body]:
        return [unit.party_group for unit in self.units if unit.party_group]
