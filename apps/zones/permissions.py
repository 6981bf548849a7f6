"""Who sees and keeps the zones and what they do (handbook 2.3).

The convening unit's contact plans and records the activities of his zone and collects its
suggestions; the units of the zone read, suggest and say whether they accept an answer.
"""

from django.db.models import Value
from django.db.models.functions import ExtractYear

from apps.branches.choices import Role
from apps.branches.scope import allow, source
from apps.zones.models import ZoneMembership

PARTS = (
    *("hostunit", "attendingunit", "lecture", "speech", "demand"),
    *("practice", "shownvenue", "publication"),
)
READ = (
    *("division", "zone", "zonemembership", "zoneactivity", "practiceadoption", "suggestion"),
    *PARTS,
)
VIEW = tuple(f"zones.view_{name}" for name in READ)
SECRETARIES = (Role.BRANCH_SECRETARY, Role.SUBTREE_SECRETARY)
CONVENE = (
    *(f"zones.{action}_zoneactivity" for action in ("add", "change", "convene")),
    "zones.add_suggestion",
)

for role in (*SECRETARIES, Role.LEADER, Role.CONVENOR):
    allow(role, *VIEW)
for role in SECRETARIES:
    allow(
        role,
        *(f"zones.{action}_suggestion" for action in ("add", "answer", "accept")),
        *(f"zones.{action}_practiceadoption" for action in ("add", "change")),
    )
allow(Role.CONVENOR, *CONVENE)
allow(
    Role.COMMITTEE_STAFF,
    *VIEW,
    *CONVENE,
    "zones.view_zoneofficer",
    "zones.publish_zoneactivity",
    *(f"zones.{action}_suggestion" for action in ("change", "assign", "answer")),
    *(
        f"zones.{action}_{model}"
        for action in ("add", "change")
        for model in (
            *("division", "zone", "zonemembership", "zoneofficer", "practiceadoption"),
            *PARTS,
        )
    ),
)


@source
def convened_zones(user, today):
    return (
        ZoneMembership.objects.valid_on(today)
        .filter(zone__convenor__user=user, zone__year=ExtractYear(today))
        .exclude(unit__organisations=None)
        .values_list(Value(Role.CONVENOR.value), "unit__organisations__path")
    )


@source
def led_zones(user, today):
    """Whoever guides a zone reads what its units do (R-ZONE-03)."""
    return (
        ZoneMembership.objects.valid_on(today)
        .filter(zone__leader__user=user, zone__year=ExtractYear(today))
        .exclude(unit__organisations=None)
        .values_list(Value(Role.LEADER.value), "unit__organisations__path")
    )
