"""A zone as a reader sees it: its units on the day that counts, and what he may see of them."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import NamedTuple

from apps.branches.choices import OrganisationKind
from apps.branches.models import Organisation, Unit
from apps.branches.scope import scope
from apps.core.periods import Period
from apps.core.unchanged import while_nothing_changes
from apps.zones.models import Zone, ZoneMembership

DUTIES = "duties.view_dutyrule"
# What a subgroup owes is its branch's; the work committee owes nothing.
BOUND_ELSEWHERE = (OrganisationKind.SUBGROUP, OrganisationKind.WORK_COMMITTEE)


NO_HEADS = (*BOUND_ELSEWHERE, OrganisationKind.PARTY_GROUP)


class Member(NamedTuple):
    """A unit in the zone, with the page of its uppermost organisation."""

    membership: ZoneMembership
    url: str


@dataclass(frozen=True)
class Place:
    """`organisations` are those of the zone's units; `seen` those whose duties the reader sees."""

    zone: Zone
    today: date
    memberships: list[ZoneMembership]
    organisations: list[Organisation]
    seen: list[Organisation]

    @property
    def year(self) -> Period:
        return Period.year(self.zone.year)

    @property
    def is_whole(self) -> bool:
        """Whether the reader sees all of it, as leaders and the staff do."""
        return len(self.seen) == len(self.organisations) > 0

    @cached_property
    def units(self) -> dict[int, Unit]:
        return {m.unit_id: m.unit for m in self.memberships}

    @cached_property
    def heads(self) -> dict[int, Organisation]:
        """The uppermost organisation of each unit, whose page tells of the unit."""
        from_below = reversed([o for o in self.organisations if o.kind not in NO_HEADS])
        return {o.unit_id: o for o in from_below if o.unit_id and o.dissolved_on is None}

    @property
    def members(self) -> list[Member]:
        return [
            Member(m, head.get_absolute_url() if (head := self.heads.get(m.unit_id)) else "")
            for m in self.memberships
        ]

    @property
    def bound(self) -> list[int]:
        """The organisations that rules can apply to, of those that are seen."""
        return [o.pk for o in self.seen if o.kind not in BOUND_ELSEWHERE]


def place_of(user, zone: Zone, today: date) -> Place:
    """Two queries, and one for the roles of the user."""
    key = ("units", zone.pk, today)
    memberships, organisations = while_nothing_changes(key, lambda: _units_of(zone, today))
    where = scope(user, DUTIES)
    seen = [o for o in organisations if where.covers(o.path)]
    return Place(zone, today, memberships, organisations, seen)


def _units_of(zone: Zone, today: date) -> tuple[list[ZoneMembership], list[Organisation]]:
    members = ZoneMembership.objects.filter(zone=zone).valid_on(zone.counted_on(today))
    memberships = list(members.select_related("unit__sector").order_by("unit__name"))
    inside = Organisation.objects.filter(unit__in=[m.unit_id for m in memberships])
    return memberships, list(inside.order_by("path"))
