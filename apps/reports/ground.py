"""Whom a report is about: its organisations, and the places for which its numbers are told."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from apps.branches.choices import OrganisationKind
from apps.branches.models import Organisation, Unit
from apps.core.periods import Period
from apps.indicators.models import Level
from apps.reports.figures import WHOLE, Place
from apps.zones.models import Zone, ZoneMembership

# What these hold counts for the organisations above or beside them.
NO_PLACE = (OrganisationKind.SUBGROUP, OrganisationKind.WORK_COMMITTEE)


@dataclass(frozen=True)
class Ground:
    """`places` by their number, the whole being 0; `groups` says for which of them each
    organisation counts; `rows` are the zones, units and organisations behind the places."""

    places: tuple[Place, ...]
    groups: dict[int, tuple[int, ...]]
    rows: dict[Place, int]

    @property
    def whole(self) -> dict[int, tuple[int, ...]]:
        return dict.fromkeys(self.groups, (0,))

    def at(self, place: Place) -> list[int]:
        """The organisations of a place."""
        number = self.places.index(place)
        return [pk for pk, groups in self.groups.items() if number in groups]


def ground_of(*, zone: Zone | None, unit: Unit | None, period: Period) -> Ground:
    """The units are in the zones of the last day; four queries, however many there are. What had
    ended before the period counts for the whole, and has no place of its own."""
    zone_of = dict(_memberships(zone, period.last_day).values_list("unit", "zone"))
    rows = list(_organisations(zone, unit, zone_of))
    there = [row for row in rows if period.overlap(row.founded_on, row.dissolved_on)]
    keyed = _places(there, zone_of, zone=zone, unit=unit)
    number = {pair: n for n, pair in enumerate(keyed, start=1)}
    return Ground(
        places=(WHOLE, *keyed.values()),
        groups={
            row.pk: (0, *(number[p] for p in _pairs(row, zone_of) if p in number)) for row in rows
        },
        rows={place: pk for (_, pk), place in keyed.items() if isinstance(pk, int)},
    )


# A level, and the key of the row or the kind at it.
Pair = tuple[Level, int | str]


def _pairs(row: Organisation, zone_of: dict[int, int]) -> list[Pair]:
    pairs: list[Pair] = [(Level.KIND, row.kind), (Level.ORGANISATION, row.pk)]
    if row.unit_id:
        pairs.append((Level.UNIT, row.unit_id))
        if row.unit_id in zone_of:
            pairs.append((Level.ZONE, zone_of[row.unit_id]))
    return pairs


def _memberships(zone: Zone | None, day: date):
    found = ZoneMembership.objects.valid_on(day).filter(zone__year=day.year).order_by()
    return found.filter(zone=zone) if zone else found


def _organisations(zone: Zone | None, unit: Unit | None, units: Iterable[int]):
    rows = Organisation.objects.select_related("unit").order_by("path")
    if unit:
        return rows.filter(unit=unit)
    return rows.filter(unit__in=list(units)) if zone else rows


def _places(
    rows: list[Organisation], zone_of: dict[int, int], *, zone: Zone | None, unit: Unit | None
) -> dict[Pair, Place]:
    """Zones and units of the city, units of a zone, organisations of a unit; kinds of each."""
    found: dict[Pair, Place] = {}
    if zone is None and unit is None:
        for one in Zone.objects.filter(pk__in=set(zone_of.values())).order_by("number"):
            found[Level.ZONE, one.pk] = Place(Level.ZONE, str(one.uuid), one.name)
    kinds = {row.kind for row in rows}
    for kind in OrganisationKind:
        if kind in kinds and kind not in NO_PLACE:
            found[Level.KIND, kind.value] = Place(Level.KIND, kind.value, str(kind.label))
    parts = _organisation_places(rows) if unit else _unit_places(rows)
    return found | parts


def _unit_places(rows: list[Organisation]) -> dict[Pair, Place]:
    units = {row.unit for row in rows if row.unit}
    by_name = Unit.objects.filter(pk__in=[unit.pk for unit in units]).order_by("name")
    return {(Level.UNIT, u.pk): Place(Level.UNIT, str(u.uuid), str(u)) for u in by_name}


def _organisation_places(rows: list[Organisation]) -> dict[Pair, Place]:
    return {
        (Level.ORGANISATION, row.pk): Place(Level.ORGANISATION, str(row.uuid), row.name)
        for row in rows
        if row.kind not in NO_PLACE
    }
