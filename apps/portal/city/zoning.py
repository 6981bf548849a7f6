"""The five zones of each year with leader, convening unit and members (R-ZONE-01 to 06)."""

from datetime import date

from apps.core.numerals import ordinal
from apps.portal.city import gatherings
from apps.portal.city.accounts import Office
from apps.portal.city.bodies import CityUnit, Tree
from apps.portal.city.plan import Plan
from apps.portal.city.tables import Tables
from apps.portal.city.units import CONVENING_UNITS
from apps.zones.models import Zone, ZoneMembership, ZoneOfficer


def write(plan: Plan, tree: Tree, office: Office, tables: Tables) -> None:
    known = {(z.year, z.number): z.pk for z in Zone.objects.all()}
    convening = [_unit_named(tree, name) for name in CONVENING_UNITS]
    for year in plan.calendar_years:
        zones = [
            known.get((year, number)) or _zone(tables, tree, office, year, number, unit)
            for number, unit in enumerate(convening, start=1)
        ]
        # The demonstration account of the desk looks after the first one.
        tables[ZoneOfficer].add(zone_id=zones[0], user_id=office.staff)
        members: dict[int, list[int]] = {zone: [] for zone in zones}
        for position, unit in enumerate(tree.units):
            zone = convening.index(unit) if unit in convening else (position + unit.pk) % len(zones)
            _membership(tables, zones[zone], unit, year)
            members[zones[zone]].append(unit.pk)
        gathered = [
            (zone, unit.pk, members[zone]) for zone, unit in zip(zones, convening, strict=True)
        ]
        gatherings.write(plan, tables, year, gathered, office.staff)


def _unit_named(tree: Tree, name: str) -> CityUnit:
    return next(unit for unit in tree.units if unit.name == name)


def _zone(
    tables: Tables, tree: Tree, office: Office, year: int, number: int, unit: CityUnit
) -> int:
    return tables[Zone].add(
        year=year,
        number=number,
        name=f"{ordinal(number)}联系片",
        leader_id=tree.root.posts.all[number - 1].person,
        convening_unit_id=unit.pk,
        convenor_id=office.convenors[unit.pk],
    )


def _membership(tables: Tables, zone: int, unit: CityUnit, year: int) -> None:
    tables[ZoneMembership].add(
        zone_id=zone,
        unit_id=unit.pk,
        valid_from=date(year, 1, 1),
        valid_to=date(year + 1, 1, 1),
    )
