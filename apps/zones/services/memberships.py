"""A unit moves to another zone; the earlier membership stays in the history (R-ZONE-06)."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from apps.zones.models import Zone, ZoneMembership


@transaction.atomic
def move_unit(*, membership: ZoneMembership, zone: Zone, on: date) -> ZoneMembership:
    """End the membership on the day and begin one in `zone` for the rest of the time."""
    if zone.pk == membership.zone_id:
        raise ValidationError({"zone": f"“{membership.unit}”已在“{zone}”，请选另一个片"})
    if zone.year != membership.zone.year:
        raise ValidationError(
            {"zone": f"请选{membership.zone.year}年的联系片；新一年的划分请在新一年登记"}
        )
    if not (membership.valid_from < on and (membership.valid_to or date.max) > on):
        raise ValidationError(
            {"on": f"日期应在{membership.valid_from}之后、这一条结束之前；整条登错的，请直接修改"}
        )
    until, membership.valid_to = membership.valid_to, on
    membership.version += 1
    membership.save(update_fields=["valid_to", "version", "updated_at"])
    moved = ZoneMembership(zone=zone, unit=membership.unit, valid_from=on, valid_to=until)
    moved.full_clean()
    moved.save()
    return moved
