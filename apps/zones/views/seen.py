"""Which rows a page is about: 404 where they are not seen, 403 where they may only be read."""

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone

from apps.branches.models import Unit
from apps.branches.scope import scope
from apps.zones.models import Suggestion, Zone, ZoneActivity, ZoneMembership

ADD = "zones.add_zoneactivity"
CHANGE = "zones.change_zoneactivity"
SUGGEST = "zones.add_suggestion"


def uuid_of(key: str) -> UUID | None:
    try:
        return UUID(key)
    except ValueError:
        return None


def convened_zones(user) -> list[Zone]:
    """The zones of this year whose activities the user calls."""
    where = scope(user, ADD)
    zones = Zone.objects.of_year(timezone.localdate().year)
    if not where.is_everywhere:
        own = Zone.objects.filter(where.condition("convening_unit__organisations__path"))
        zones = zones.filter(pk__in=own.order_by().values("pk"))
    return list(zones.select_related("leader", "convening_unit").order_by("number"))


def asked_zone(request, key: str) -> Zone | None:
    """The zone that is asked for, or the only one; None when there is a choice to make."""
    zones = convened_zones(request.user)
    if not key:
        return zones[0] if len(zones) == 1 else None
    found = [zone for zone in zones if zone.uuid == uuid_of(key)]
    if not found:
        raise Http404
    return found[0]


def own_units(user, permission: str) -> list[Unit]:
    """The units for which the user may write."""
    where = scope(user, permission)
    units = Unit.objects.in_scope(where).filter(dissolved_on=None) if where else Unit.objects.none()
    return list(units.order_by("name"))


def units_of(zone: Zone, day) -> list[Unit]:
    members = ZoneMembership.objects.filter(zone=zone).valid_on(day).order_by("unit__name")
    return [member.unit for member in members.select_related("unit")]


def seen_activity(request, uuid: UUID) -> ZoneActivity:
    rows = ZoneActivity.objects.visible_to(request.user).select_related(
        *("zone__leader", "zone__convening_unit", "part_of", "base", "organiser", "created_by")
    )
    return get_object_or_404(rows, uuid=uuid)


def changeable_activity(request, uuid: UUID) -> ZoneActivity:
    activity = seen_activity(request, uuid)
    if not request.user.has_perm(CHANGE, activity):
        raise PermissionDenied("这次活动由召集单位填写，您可以查看")
    zone_of(activity)
    return activity


def zone_of(activity: ZoneActivity) -> Zone:
    """What all zones do at once is written at the desk, and has no page to be changed on."""
    if activity.zone is None:
        raise Http404
    return activity.zone


def seen_suggestion(request, uuid: UUID) -> Suggestion:
    rows = Suggestion.objects.visible_to(request.user).select_related(
        *("zone", "activity", "unit", "person", "owner", "owner_unit", "created_by")
    )
    return get_object_or_404(rows, uuid=uuid)
