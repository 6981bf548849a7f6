"""Each 联系片 is a group of units that one may write to."""

from collections.abc import Iterator
from datetime import date
from itertools import groupby

from apps.branches import audiences
from apps.branches.audiences import Audience
from apps.zones.models import ZoneMembership


@audiences.source
def zones(day: date) -> Iterator[Audience]:
    rows = (
        ZoneMembership.objects.valid_on(day)
        .filter(zone__year=day.year)
        .order_by("zone__number", "zone_id")
        .values_list("zone__uuid", "zone__name", "unit")
    )
    for (key, name), members in groupby(rows, key=lambda row: row[:2]):
        yield Audience(f"zone-{key}", name, frozenset(row[2] for row in members))
