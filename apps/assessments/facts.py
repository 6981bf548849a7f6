"""What a sheet says of an organisation beside its score, as it stood on the last day of the year."""

from collections import defaultdict
from datetime import date

from apps.assessments.classes import Peer
from apps.assessments.subjects import Subject
from apps.branches.choices import OrganisationKind
from apps.branches.models import Appointment, Organisation
from apps.core.periods import Cycle, Period
from apps.core.quantities import Quantity
from apps.indicators import counting, tree
from apps.zones.models import ZoneMembership

MEMBERS = ("full_members", "probationary_members")
MONTHS_LABEL = "组织生活会议次数"
NONE_KNOWN = "—"


def facts_of(subjects: list[Subject], period: Period) -> dict[int, dict]:
    """Plain values for everybody; the same few queries whatever their number."""
    secretaries = _secretaries(period.last_day)
    zones = _zones(period.last_day)
    members = _members(subjects, period)
    months = _months(period)
    issuer = _issuer(period.last_day)
    return {
        s.pk: {
            "organisation": s.name,
            "issuer": issuer,
            "kind": s.kind,
            "unit": s.body.unit.name if s.body.unit else NONE_KNOWN,
            "zone": zones.get(s.body.unit_id or 0, NONE_KNOWN),
            "secretary": secretaries.get(s.pk, NONE_KNOWN),
            "founded_on": s.founded_on.isoformat(),
            **{key: _people(found, s.pk) for key, found in members.items()},
            "months": [sum(month) for month in zip(*(months[pk] for pk in s.members), strict=True)],
        }
        for s in subjects
    }


def peer_of(subject: Subject, facts: dict) -> Peer:
    """What the comparison classes ask, from the facts of the sheet."""
    unit = subject.body.unit
    return Peer(
        own_class=subject.kind,
        kind=subject.body.kind,
        unit_kind=unit.kind if unit else "",
        members=sum(facts[key] for key in MEMBERS),
        zone="" if facts["zone"] == NONE_KNOWN else facts["zone"],
    )


def _members(subjects: list[Subject], period: Period) -> dict[str, dict[int, Quantity]]:
    """At and below an organisation; of a unit in all its bodies."""
    groups = {pk: [s.pk] for s in subjects if s.unit for pk in s.members}
    if not groups:
        return tree.totals(MEMBERS, period)
    found = tree.of_groups(MEMBERS, period, groups)
    return {key: {pk: number for (pk, _), number in of.items()} for key, of in found.items()}


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
