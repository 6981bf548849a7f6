"""督查方案: planned with foci, units and a team."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from apps.branches.models import Person, Unit
from apps.core.lifecycle import StepRefused
from apps.inspections.models import (
    Focus,
    InspectedUnit,
    Inspection,
    InspectionFocus,
    Inspector,
)
from apps.inspections.services.rights import require
from apps.zones.models import ZoneMembership


@transaction.atomic
def plan_inspection(
    *,
    title: str,
    year: int,
    starts_on: date,
    ends_on: date,
    by,
    foci: Iterable[Focus] = (),
    units: Iterable[Unit] = (),
    team: Iterable[Person] = (),
    head: Person | None = None,
    **fields: Any,
) -> Inspection:
    """`fields`: purpose, checklist, zone, text. With a zone and without `units`, all of its units
    on the first day are inspected."""
    require(by, "inspections.add_inspection")
    inspection = Inspection(
        title=title, year=year, starts_on=starts_on, ends_on=ends_on, created_by=by, **fields
    )
    inspection.full_clean()
    inspection.save(force_insert=True)
    InspectionFocus.objects.bulk_create(
        InspectionFocus(inspection=inspection, focus=focus) for focus in foci
    )
    chosen = list(units) or _units_of(inspection)
    set_units(inspection=inspection, units=chosen, by=by)
    set_team(inspection=inspection, team=team, head=head, by=by)
    return inspection


def _units_of(inspection: Inspection) -> list[Unit]:
    if inspection.zone is None:
        return []
    rows = ZoneMembership.objects.valid_on(inspection.starts_on).filter(zone=inspection.zone)
    return [row.unit for row in rows.select_related("unit")]


@transaction.atomic
def take_zone(*, inspection: Inspection, by) -> int:
    """All units of its zone, where a zone is named and no unit is chosen yet; how many."""
    if inspection.zone is None or inspection.inspected.exists():
        return 0
    units = _units_of(inspection)
    set_units(inspection=inspection, units=units, by=by)
    return len(units)


@transaction.atomic
def set_units(*, inspection: Inspection, units: Iterable[Unit], by) -> Inspection:
    """The units that are inspected from now on; one that was visited stays."""
    stored = _locked(inspection, by)
    wanted = {unit.pk for unit in units}
    known = set(stored.inspected.values_list("unit", flat=True))
    gone = known - wanted
    visited = stored.visits.filter(unit__in=gone).select_related("unit").first()
    if visited:
        raise ValidationError(f"{visited.unit}已有现场督查记录，不能从督查范围里去掉")
    stored.inspected.filter(unit__in=gone).delete()
    InspectedUnit.objects.bulk_create(
        InspectedUnit(inspection=stored, unit_id=pk) for pk in sorted(wanted - known)
    )
    return stored


@transaction.atomic
def set_team(
    *, inspection: Inspection, team: Iterable[Person], by, head: Person | None = None
) -> Inspection:
    """Who inspects from now on; whoever was at a visit stays in the team."""
    stored = _locked(inspection, by)
    wanted = {person.pk: person for person in [*team, *([head] if head else [])]}
    gone = stored.inspectors.exclude(person__in=wanted)
    seen = gone.filter(attended__isnull=False).select_related("person").first()
    if seen:
        raise ValidationError(f"{seen}已参加过现场督查，不能从督查组里去掉")
    gone.delete()
    stored.inspectors.update(is_head=False)
    known = set(stored.inspectors.values_list("person", flat=True))
    Inspector.objects.bulk_create(
        Inspector(inspection=stored, person=person)
        for pk, person in wanted.items()
        if pk not in known
    )
    if head:
        stored.inspectors.filter(person=head).update(is_head=True)
    return stored


def _locked(inspection: Inspection, by) -> Inspection:
    stored = Inspection._base_manager.select_for_update(of=("self",)).get(pk=inspection.pk)
    require(by, "inspections.change_inspection", stored)
    if not stored.is_being_planned:
        raise StepRefused(f"“{stored}”{stored.get_status_display()}，范围和人员不能再改")
    return stored
