"""What a sheet says of an organisation beside its score, as it stood on the last day of the year."""

from collections import defaultdict
from datetime import date

from apps.branches.choices import OrganisationKind
from apps.branches.models import Appointment, Organisation
from apps.core.periods import Cycle, Period
from apps.indicators import counting, tree
from apps.zones.models import ZoneMembership

MONTHS_LABEL = "组织生活会议次数"
NONE_KNOWN = "—"


def facts_of(organisations: list[Organisation], period: Period) -> dict[int, dict]:
    """Plain values for every organisation; the same few queries whatever their number."""
    secretaries = _secretaries(period.last_day)
    zones = _zones(period.last_day)
    members = tree.totals(["full_members", "probationary_members"], period)
    months = _months(period)
    issuer = _issuer(period.last_day)
    return {
        o.pk: {
            "organisation": o.name,
            "issuer": issuer,
            "kind": o.get_kind_display(),
            "unit": o.unit.name if o.unit else NONE_KNOWN,
            "zone": zones.get(o.unit_id or 0, NONE_KNOWN),
            "secretary": secretaries.get(o.pk, NONE_KNOWN),
            "founded_on": o.founded_on.isoformat(),
            **{key: _people(found, o.pk) for key, found in members.items()},
            "months": months[o.pk],
        }
        for o in organisations
    }


def _issuer(day: date) -> str:
    """The work committee itself, in whose name sheets are made."""
    committees = Organisation.objects.filter(kind=OrganisationKind.WORK_COMMITTEE)
    root = committees.existing_on(day).order_by("pk").first()
    return root.name if root else NONE_KNOWN


def _people(found, pk: int) -> int:
    return int(found[pk].value) if pk in found else 0


def _secretaries(day: date) -> dict[int, str]:
    in_office = Appointment.objects.valid_on(day).secretaries().order_by()
    return dict(in_office.values_list("organisation", "person__name"))


def _zones(day: date) -> dict[int, str]:
    return dict(ZoneMembership.objects.valid_on(day).order_by().values_list("unit", "zone__name"))


def _months(period: Period) -> dict[int, list[int]]:
    """Sittings by month, January first."""
    months: dict[int, list[int]] = defaultdict(lambda: [0] * 12)
    found = counting.counts(["sittings"], period, cycle=Cycle.MONTH)["sittings"]
    for (pk, start), value in found.items():
        months[pk][start.month - 1] = int(value)
    return months
