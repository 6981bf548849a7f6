"""What the units of a zone owe: open and missed duties, gathered by unit."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from apps.branches.models import Unit
from apps.duties import todo
from apps.duties.circumstances import body_of
from apps.duties.engine import DutyState
from apps.duties.outcomes.asking import GROUP, STILL_OPEN, Asked, Wanted
from apps.duties.outcomes.reading import Tally, listed, outcomes_of
from apps.duties.todo import Entry
from apps.portal.zones.place import Place


@dataclass
class Owed:
    """One unit's duties of the year that have begun."""

    unit: Unit
    tally: Tally = Tally()
    missed: list[Entry] = field(default_factory=list)
    waiting: list[Entry] = field(default_factory=list)

    @property
    def due(self) -> int:
        return self.tally.due

    @property
    def done(self) -> int:
        return self.tally.done

    @property
    def is_settled(self) -> bool:
        return not (self.missed or self.waiting)

    @property
    def most_urgent(self) -> Entry | None:
        """What can still be done in time and ends first; else what was missed last."""
        by_end = sorted(self.waiting, key=_end) or sorted(self.missed, key=_end)[-1:]
        return by_end[0] if by_end else None


@dataclass(frozen=True)
class Balance:
    """All units of which the reader sees any organisation."""

    units: list[Owed]

    @property
    def due(self) -> int:
        return sum(one.due for one in self.units)

    @property
    def done(self) -> int:
        return sum(one.done for one in self.units)

    @property
    def missed(self) -> int:
        return sum(len(one.missed) for one in self.units)

    @property
    def waiting(self) -> int:
        return sum(len(one.waiting) for one in self.units)

    @property
    def open(self) -> list[Owed]:
        return [one for one in self.units if not one.is_settled]

    @property
    def settled(self) -> list[Owed]:
        return [one for one in self.units if one.due and one.is_settled]


def balance_of(place: Place) -> Balance:
    """What became of the duties of all organisations that the reader sees; three queries."""
    unit_of = {o.pk: o.unit_id for o in place.seen if o.unit_id}
    found = {key: Owed(place.units[key]) for key in place.units if key in unit_of.values()}
    asked = Asked(place.year, place.today, unit_of)
    outcomes = outcomes_of(asked, GROUP)
    for unit, tally in outcomes.by(GROUP).items():
        found[unit].tally = tally
    bodies = {o.pk: o for o in place.seen}
    for duty in listed(asked, outcomes, Wanted(STILL_OPEN)):
        entry = Entry(duty, body_of(bodies[duty.organisation_pk]), place.today)
        owed = found[unit_of[duty.organisation_pk]]
        (owed.missed if duty.state == DutyState.MISSING else owed.waiting).append(entry)
    return Balance(list(found.values()))


@dataclass(frozen=True)
class BodyOwed:
    """An organisation with what it has yet to do and what it missed."""

    name: str
    url: str
    entries: list[Entry]


def by_organisation(owed: Iterable[Entry], place: Place) -> list[BodyOwed]:
    """The entries of a unit under its organisations, the earliest end first."""
    grouped: dict[int, list[Entry]] = defaultdict(list)
    for entry in sorted(owed, key=_end):
        grouped[entry.body.pk].append(entry)
    return [
        BodyOwed(o.name, todo.list_url(o.uuid, place.year), grouped[o.pk])
        for o in place.seen
        if o.pk in grouped
    ]


def _end(entry: Entry) -> date:
    return entry.duty.period.last_day
