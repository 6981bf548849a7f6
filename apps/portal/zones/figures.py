"""The numbers of zones, each with the address of the rows behind it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from django.urls import reverse
from django.utils.http import urlencode

from apps.branches.models import Organisation
from apps.core.periods import Cycle, Period
from apps.core.quantities import Quantity
from apps.indicators import catalogue, tree
from apps.zones.models import Zone

CITY = 0
OF_A_ZONE = (
    "zone_units",
    "grassroots",
    "branches",
    "members",
    "sittings",
    "members_meeting",
    "theme_day",
    "party_lecture",
    "zone_activities",
    "zone_attending_units",
    "zone_persons",
    "zone_speeches",
    "suggestions",
    "suggestions_answered",
    "zone_adoptions",
    "projects",
    "milestones_late",
    "projects_with_title",
    "brands_certified",
    "brands_demonstration",
    "campaign_activities",
    "elections_held",
    "terms_overdue",
    "issues_found",
    "issues_found_closed",
    "issues_overdue",
    "units_observed",
)
SIDE_BY_SIDE = (
    "zone_units",
    "grassroots",
    "members",
    "sittings",
    "theme_day",
    "zone_activities",
    "zone_attending_units",
    "zone_persons",
    "suggestions",
    "suggestions_answered",
    "zone_adoptions",
)


@dataclass(frozen=True)
class Number:
    label: str
    quantity: Quantity
    url: str


@dataclass(frozen=True)
class Comparison:
    """A number of the year beside that of the year before, for the units of today."""

    now: Number
    before: Number


Numbers = dict[tuple[int, Period], list[Number]]


@dataclass(frozen=True)
class Asked:
    """`groups` says for which zones, and for the city, each organisation counts; `zones` tells
    the public number of each."""

    groups: Mapping[int, Iterable[int]]
    zones: Mapping[int, UUID]


def numbers(keys: Iterable[str], years: Iterable[Period], asked: Asked) -> Numbers:
    """By group and year, in the order of the keys. The years follow one another."""
    chosen, spans = catalogue.several(keys), sorted(years)
    whole = Period(spans[0].start, spans[-1].end)
    found = tree.of_groups([i.key for i in chosen], whole, asked.groups, Cycle.YEAR)
    return {
        (group, year): [
            Number(
                i.label,
                found[i.key].get((group, year.start), Quantity(Decimal(0), i.unit)),
                _rows_url(i.key, year, asked.zones.get(group)),
            )
            for i in chosen
        ]
        for group in (*asked.zones, CITY)
        for year in spans
    }


def comparisons(zone: Zone, organisations: Iterable[Organisation]) -> list[Comparison]:
    """The year of the zone and the one before it."""
    asked = Asked({o.pk: (zone.pk,) for o in organisations}, {zone.pk: zone.uuid})
    year = Period.year(zone.year)
    found = numbers(OF_A_ZONE, (year, year.previous), asked)
    pairs = zip(found[zone.pk, year], found[zone.pk, year.previous], strict=True)
    return [Comparison(*pair) for pair in pairs]


def _rows_url(key: str, period: Period, zone: UUID | None) -> str:
    asked = {"period": period.key} | ({"zone": str(zone)} if zone else {})
    return f"{reverse('indicators:rows', args=[key])}?{urlencode(asked)}"
