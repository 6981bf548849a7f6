"""The zone's page, what one of its units owes, and the zones of a year beside each other."""

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from apps.branches.models import Organisation
from apps.branches.scope import scope
from apps.core import access
from apps.core.periods import Period
from apps.core.unchanged import while_nothing_changes
from apps.indicators import catalogue
from apps.portal.zones import figures
from apps.portal.zones.drawing import drawn, drawn_happened
from apps.portal.zones.owed import balance_of, by_organisation
from apps.portal.zones.place import DUTIES, Place, place_of
from apps.zones.models import Zone, ZoneMembership
from apps.zones.views.seen import ADD, SUGGEST

VIEW = "zones.view_zone"
YEARS_SHOWN = 5


@access.permission(VIEW)
@require_safe
def zone(request, uuid: UUID):
    """What its units owe and suggested, who copied what, what it did, and its numbers."""
    place = _seen_place(request, uuid)
    found = drawn(place)
    context = {
        "zone": place.zone,
        "place": place,
        "drawn": found,
        "balance": found.balance,
        "years": _siblings(request.user, place.zone),
        "happened": drawn_happened(request.user, place),
        **_may_begin(request.user, place),
        "today": place.today,
    }
    return render(request, "portal/zone.html", context)


@access.permission(DUTIES)
@require_safe
def zone_unit(request, uuid: UUID, unit: UUID):
    """The open and missed duties of one unit, under its organisations."""
    place = _seen_place(request, uuid)
    owed = next((o for o in balance_of(place).units if o.unit.uuid == unit), None)
    if owed is None:
        raise Http404
    context = {
        "zone": place.zone,
        "owed": owed,
        "missed": by_organisation(owed.missed, place),
        "waiting": by_organisation(owed.waiting, place),
    }
    return render(request, "portal/zone_unit.html", context)


def _seen_place(request, uuid: UUID) -> Place:
    zones = Zone.objects.visible_to(request.user)
    seen = zones.select_related("leader", "convening_unit", "convenor")
    return place_of(request.user, get_object_or_404(seen, uuid=uuid), timezone.localdate())


def _may_begin(user, place: Place) -> dict[str, bool]:
    """What the reader may begin in a zone of this year: a suggestion of a unit, an activity."""
    if place.zone.year != place.today.year:
        return {}
    suggests, convenes = scope(user, SUGGEST), scope(user, ADD)
    convening = [o for o in place.organisations if o.unit_id == place.zone.convening_unit_id]
    return {
        "may_suggest": any(suggests.covers(o.path) for o in place.organisations),
        "may_plan": any(convenes.covers(o.path) for o in convening),
    }


def _siblings(user, zone: Zone) -> list[Zone]:
    """The zone of the same number in the other years, the latest first."""
    return list(Zone.objects.visible_to(user).filter(number=zone.number)[:YEARS_SHOWN])


@access.permission(VIEW)
@require_safe
def zone_overview(request):
    """The zones of a year beside each other and the city as a whole, in which a unit counts once."""
    if not scope(request.user, DUTIES).is_everywhere:
        raise PermissionDenied("各片对照由工委领导和工委干部查看")
    today = timezone.localdate()
    year = _asked_year(request, today.year)
    zones = list(
        Zone.objects.of_year(year).select_related("leader", "convening_unit").order_by("number")
    )
    span = Period.year(year)
    found = while_nothing_changes(("zones", year, today), lambda: _numbers(zones, span, today))
    context = {
        "year": year,
        "years": range(today.year, today.year - YEARS_SHOWN, -1),
        "labels": [catalogue.get(key).label for key in figures.SIDE_BY_SIDE],
        "rows": [(one, found[one.pk, span]) for one in zones],
        "city": found[figures.CITY, span],
    }
    return render(request, "portal/zone_overview.html", context)


def _numbers(zones: list[Zone], span: Period, today) -> figures.Numbers:
    asked = figures.Asked(_groups(zones, today), {z.pk: z.uuid for z in zones})
    return figures.numbers(figures.SIDE_BY_SIDE, [span], asked)


def _groups(zones: list[Zone], today) -> dict[int, tuple[int, ...]]:
    """Every organisation counts for the city, and for the zone of its unit where it has one."""
    day = zones[0].counted_on(today) if zones else today
    members = ZoneMembership.objects.valid_on(day).filter(zone__in=zones)
    zone_of = dict(members.order_by().values_list("unit", "zone"))
    organisations = Organisation.objects.order_by().values_list("pk", "unit")
    return {
        pk: (zone_of[unit], figures.CITY) if unit in zone_of else (figures.CITY,)
        for pk, unit in organisations
    }


def _asked_year(request, this_year: int) -> int:
    asked = request.GET.get("year", "")
    is_known = asked.isascii() and asked.isdigit() and len(asked) == 4
    return min(int(asked), this_year + 1) if is_known and int(asked) > 2000 else this_year
