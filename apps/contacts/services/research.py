"""Research contact points: chosen in the zone that their unit belongs to."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from apps.branches.models import Organisation, Unit
from apps.contacts.models import ResearchPoint
from apps.core import policy
from apps.zones.models import Zone

FEWEST, MOST = "research_points_per_zone_min", "research_points_per_zone_max"


@transaction.atomic
def choose_research_point(
    *,
    zone: Zone,
    unit: Unit,
    since: date,
    until: date | None = None,
    organisation: Organisation | None = None,
) -> ResearchPoint:
    """Choose a unit of the zone; how many a zone has is advised, not enforced."""
    if not zone.memberships.valid_on(since).filter(unit=unit).exists():
        raise ValidationError(
            {"unit": f"{since} 这一天“{unit}”不在{zone}，调研联系点在本片单位中选"}
        )
    if organisation and organisation.unit_id != unit.pk:
        raise ValidationError({"organisation": f"“{organisation}”不属于{unit}，请重新选择"})
    point = ResearchPoint(
        zone=zone, unit=unit, organisation=organisation, valid_from=since, valid_to=until
    )
    point.full_clean()
    point.save()
    return point


def advice_on_number(zone: Zone, day: date) -> str:
    """A sentence where the zone has fewer or more research points than the rule says, or ""."""
    held = ResearchPoint.objects.valid_on(day).filter(zone=zone).count()
    rules = policy.rules([FEWEST, MOST], day)
    fewest, most = int(rules[FEWEST].value), int(rules[MOST].value)
    if fewest <= held <= most:
        return ""
    wanted = f"{fewest} 至 {most} 个" if fewest != most else f"{fewest} 个"
    return f"{zone}现有 {held} 个调研联系点，规定每片 {wanted}，请核对"
