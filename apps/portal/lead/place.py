"""What a leader's page is about, and of which parts it is made."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.http import urlencode

from apps.branches.choices import OrganisationKind
from apps.branches.models import Organisation, Unit
from apps.branches.scope import held_roles, scope
from apps.core.periods import Period
from apps.core.unchanged import while_nothing_changes
from apps.portal.zones.place import DUTIES
from apps.zones.models import Zone, ZoneMembership

CITY, OUTSIDE = "全市", "未划入联系片"


@dataclass(frozen=True)
class Part:
    """`asked` is how an address names it; without one the part has no page of its own."""

    label: str
    asked: dict[str, str]
    organisations: frozenset[int]


@dataclass(frozen=True)
class Place:
    """`organisations` are all of it (None: the whole city). `parts` divide them in the order of their
    names, so that the numbers of the parts add up to that of the whole."""

    label: str
    kind: str
    asked: dict[str, str] = field(default_factory=dict)
    organisations: tuple[int, ...] | None = None
    parts: tuple[Part, ...] = ()
    part_word: str = ""
    zone: Zone | None = None

    @property
    def is_city(self) -> bool:
        return self.organisations is None

    @property
    def groups(self) -> dict[int, int] | None:
        """The place of its part for each organisation; without parts all are of one."""
        if self.parts:
            return {pk: n for n, part in enumerate(self.parts) for pk in part.organisations}
        return None if self.organisations is None else dict.fromkeys(self.organisations, 0)

    def heading(self, period: Period) -> str:
        """第一联系片2026年三季度总览: a zone is named with its year only beside another year."""
        return f"{self.label.removeprefix(f'{period.start.year}年')}{period.label}总览"

    def url(self, period: Period) -> str:
        return f"{reverse('portal:lead')}?{urlencode(self.asked | {'period': period.key})}"

    @property
    def problems_url(self) -> str:
        return f"{reverse('portal:lead_problems')}?{urlencode(self.asked)}".rstrip("?")

    def part_url(self, part: Part, period: Period) -> str:
        """The page of the part, if it has one."""
        query = urlencode(part.asked | {"period": period.key})
        return f"{reverse('portal:lead')}?{query}" if part.asked else ""

    def duties_url(self, period: Period, part: Part | None = None, **wanted: str) -> str:
        asked = self.asked if part is None else part.asked or {"outside": "1"}
        query = asked | {"period": period.key} | wanted
        return f"{reverse('portal:lead_duties')}?{urlencode(query)}"

    def rows_url(self, key: str, period: Period) -> str:
        query = self.asked | {"period": period.key}
        return f"{reverse('indicators:rows', args=[key])}?{urlencode(query)}"


def asked_place(request, today: date, year: int) -> Place:
    """The place that the address names, or the largest one that the reader looks after."""
    user, asked = request.user, request.GET
    if key := asked.get("zone"):
        return _of_zone(
            user, get_object_or_404(Zone.objects.visible_to(user), uuid=_uuid(key)), today
        )
    if key := asked.get("unit"):
        return _of_unit(user, get_object_or_404(Unit, uuid=_uuid(key)))
    organisations = Organisation.objects.visible_to(user)
    if key := asked.get("organisation"):
        organisation = get_object_or_404(organisations, uuid=_uuid(key))
        return of_organisation(organisation, alone=bool(asked.get("own")))
    if scope(user, DUTIES).is_everywhere:
        whole = while_nothing_changes(("city", today, year), lambda: city(today, year))
        return _outside_of(whole) if asked.get("outside") else whole
    guided = Zone.objects.of_year(today.year).filter(leader__user=user).order_by("number").first()
    if guided:
        return _of_zone(user, guided, today)
    return of_organisation(_own(user, organisations))


def _own(user, organisations) -> Organisation:
    """The topmost organisation of whoever looks after a part of the tree."""
    paths = sorted(path for _, path in held_roles(user) if path)
    own = organisations.filter(path__in=paths).order_by("path").first()
    if own is None:
        raise PermissionDenied("您没有可以查看的党组织")
    return own


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Http404("地址中的编号写法不对") from None


def city(today: date, year: int) -> Place:
    """The zones of the year, and beside them whoever is in none of them."""
    zones = list(Zone.objects.of_year(year).order_by("number"))
    day = zones[0].counted_on(today) if zones else today
    members = ZoneMembership.objects.valid_on(day).filter(zone__in=zones).order_by()
    zone_of = dict(members.values_list("unit", "zone"))
    inside: dict[int | None, set[int]] = defaultdict(set)
    for pk, unit in Organisation.objects.order_by().values_list("pk", "unit"):
        inside[zone_of.get(unit)].add(pk)
    parts = [Part(str(z), {"zone": str(z.uuid)}, frozenset(inside[z.pk])) for z in zones]
    outside = [Part(OUTSIDE, {}, frozenset(inside[None]))] if zones else []
    return Place(CITY, "city", parts=(*parts, *outside), part_word="联系片")


def _outside_of(whole: Place) -> Place:
    """Whoever is in no zone: only its duties are listed."""
    outside = next((part for part in whole.parts if not part.asked), None)
    if outside is None:
        raise Http404
    return Place(OUTSIDE, "outside", {"outside": "1"}, tuple(sorted(outside.organisations)))


def _of_zone(user, zone: Zone, today: date) -> Place:
    day = zone.counted_on(today)
    units = Unit.objects.filter(
        pk__in=ZoneMembership.objects.valid_on(day).filter(zone=zone).values("unit")
    ).order_by("name")
    of_units: dict[int, set[int]] = defaultdict(set)
    for o in _seen(user, Organisation.objects.filter(unit__in=units)):
        of_units[o.unit_id or 0].add(o.pk)
    parts = [
        Part(unit.name, {"unit": str(unit.uuid)}, frozenset(of_units[unit.pk])) for unit in units
    ]
    return Place(
        f"{zone.year}年{zone}",
        "zone",
        {"zone": str(zone.uuid)},
        _together(parts),
        tuple(parts),
        "单位",
        zone,
    )


def _of_unit(user, unit: Unit) -> Place:
    seen = _seen(user, Organisation.objects.filter(unit=unit))
    # Each begins with the name of the unit, which leaves a chart no room for what differs.
    parts = [
        replace(part, label=part.label.removeprefix(unit.name) or part.label)
        for part in _bodies(seen)
    ]
    asked = {"unit": str(unit.uuid)}
    return Place(unit.name, "unit", asked, _together(parts), tuple(parts), "党组织")


def of_organisation(organisation: Organisation, *, alone: bool = False) -> Place:
    """Itself and all below, or it `alone`; the reader has been found to see it."""
    asked = {"organisation": str(organisation.uuid)} | ({"own": "1"} if alone else {})
    below = list(Organisation.objects.at_and_below(organisation).order_by("path"))
    parts = _bodies(below)
    if alone or len(parts) < 2:
        keys = _together(part for part in parts[:1]) or (organisation.pk,)
        return Place(str(organisation), "organisation", asked, keys)
    return Place(str(organisation), "organisation", asked, _together(parts), tuple(parts), "党组织")


def _bodies(organisations: Iterable[Organisation]) -> list[Part]:
    """A part for each body by itself; what its subgroups do counts for a branch."""
    held: dict[int, set[int]] = defaultdict(set)
    named: dict[int, Organisation] = {}
    for o in organisations:
        if o.kind == OrganisationKind.SUBGROUP and o.parent_id is not None:
            held[o.parent_id].add(o.pk)
        else:
            named[o.pk] = o
    return [
        Part(o.name, {"organisation": str(o.uuid), "own": "1"}, frozenset(held[o.pk] | {o.pk}))
        for o in named.values()
    ]


def _seen(user, organisations) -> list[Organisation]:
    """All of them; a page about a whole is for whoever sees the whole."""
    where = scope(user, DUTIES)
    found = list(organisations.order_by("path"))
    if not any(where.covers(o.path) for o in found):
        raise Http404
    if not all(where.covers(o.path) for o in found):
        raise PermissionDenied("这里的数字属于整个单位或联系片，您只能查看其中一部分")
    return found


def _together(parts: Iterable[Part]) -> tuple[int, ...]:
    return tuple(sorted(pk for part in parts for pk in part.organisations))
