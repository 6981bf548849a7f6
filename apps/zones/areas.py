"""The zones of the year as parts of the city, for the filters and queues of the desk."""

from django.db.models import Exists, OuterRef, Q

from apps.branches.areas import Area, finder, source
from apps.zones.models import Zone, ZoneMembership, ZoneOfficer


@source
def zones_of_the_year(user, today):
    """One query; a zone is one's own as its leader or as an officer of the desk for it."""
    own = Q(leader__user=user) | Exists(ZoneOfficer.objects.filter(zone=OuterRef("pk"), user=user))
    zones = Zone.objects.filter(year=today.year).order_by("number")
    return [
        Area(
            str(zone.pk),
            zone.name,
            ZoneMembership.objects.valid_on(today).filter(zone=zone.pk).order_by().values("unit"),
            zone.is_own,
        )
        for zone in zones.annotate(is_own=Exists(Zone.objects.filter(own, pk=OuterRef("pk"))))
    ]


@finder
def zone_of(user, uuid, today):
    zone = Zone.objects.visible_to(user).filter(uuid=uuid).first()
    if zone is None:
        return None
    members = zone.memberships.valid_on(zone.counted_on(today))
    return Area(str(zone.pk), f"{zone.year}年{zone}", members.order_by().values("unit"))
