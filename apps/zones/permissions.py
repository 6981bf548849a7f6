"""Who sees and keeps the zones; the convening unit's contact sees the units of his zone."""

from django.db.models import Value

from apps.branches.choices import Role
from apps.branches.scope import allow, source
from apps.zones.models import ZoneMembership

VIEW = ("zones.view_zone", "zones.view_zonemembership")

for role in (Role.BRANCH_SECRETARY, Role.SUBTREE_SECRETARY, Role.LEADER, Role.CONVENOR):
    allow(role, *VIEW)
allow(
    Role.COMMITTEE_STAFF,
    *VIEW,
    "zones.view_zoneofficer",
    *(
        f"zones.{action}_{model}"
        for action in ("add", "change")
        for model in ("zone", "zonemembership", "zoneofficer")
    ),
)


@source
def convened_zones(user, today):
    return (
        ZoneMembership.objects.valid_on(today)
        .filter(zone__convenor__user=user, zone__year=today.year)
        .exclude(unit__organisations=None)
        .values_list(Value(Role.CONVENOR.value), "unit__organisations__path")
    )
