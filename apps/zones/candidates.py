"""What the division of a year is made of, read for the day from which it holds."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta

from django.db.models import Count

from apps.branches.models import Membership, Organisation, Unit
from apps.zones.division import Candidate
from apps.zones.models import Zone, ZoneMembership


def candidates(units: Iterable[Unit], day: date, convening: Sequence[Unit]) -> list[Candidate]:
    """The units with their sizes and the zones that they come from; three queries."""
    organisations = _counted(Organisation.objects.existing_on(day).grassroots(), "unit")
    members = _counted(Membership.objects.valid_on(day), "organisation__unit")
    former = _former(day, convening)
    return [
        Candidate(
            unit.pk,
            str(unit),
            unit.sector_id,
            organisations.get(unit.pk, 0),
            members.get(unit.pk, 0),
            former.get(unit.pk),
        )
        for unit in units
    ]


def _counted(rows, unit: str) -> dict[int, int]:
    """The rows that the indicators `grassroots` and `members` count, by unit."""
    return dict(rows.order_by().values_list(unit).annotate(Count("pk")))


def _former(day: date, convening: Sequence[Unit]) -> dict[int, int]:
    """Where each unit is by then or was on the day before, as far as that zone goes on."""
    memberships, eve = ZoneMembership.objects.order_by("valid_from"), day - timedelta(days=1)
    known = memberships.valid_on(eve) | memberships.valid_on(day)
    before = list(known.select_related("zone"))
    goes_on = successors({m.zone_id: m.zone for m in before}, convening)
    return {m.unit_id: goes_on[m.zone_id] for m in before if m.zone_id in goes_on}


def successors(zones: Mapping[int, Zone], convening: Sequence[Unit]) -> dict[int, int]:
    """The position that continues each zone: its convening unit goes on, or else its number."""
    position = {unit.pk: n for n, unit in enumerate(convening)}
    found = {
        key: position[zone.convening_unit_id]
        for key, zone in zones.items()
        if zone.convening_unit_id in position
    }
    for key, zone in zones.items():
        place = zone.number - 1
        if key not in found and place < len(convening) and place not in found.values():
            found[key] = place
    return found


def latest_zones(year: int) -> list[Zone]:
    """The zones of the year, or else of the latest one before it."""
    zones = Zone.objects.filter(year__lte=year).select_related("convening_unit")
    found = list(zones.order_by("-year", "number"))
    return [zone for zone in found if zone.year == found[0].year]


def numbered(chosen: Iterable[Unit], year: int) -> list[Unit]:
    """The chosen units in the order of their zones: whoever convened one keeps its number."""
    units = sorted(chosen, key=lambda unit: unit.name)
    kept = {
        zone.number - 1: zone.convening_unit
        for zone in latest_zones(year)
        if zone.convening_unit in units and zone.number <= len(units)
    }
    others = iter([unit for unit in units if unit not in kept.values()])
    return [kept[n] if n in kept else next(others) for n in range(len(units))]
