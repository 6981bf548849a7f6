"""现场督查: written down in the room, with what was read and what was found."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, cast

from django.core.exceptions import ValidationError
from django.db import transaction

from apps.branches.models import Grade, Organisation, Unit
from apps.branches.services import confirm_grade, lower_grade
from apps.core.lifecycle import StepRefused
from apps.core.models.spans import day_in_words
from apps.core.versions import claim_version
from apps.inspections.choices import IssueSource
from apps.inspections.models import (
    Inspection,
    Inspector,
    Issue,
    RecordSeen,
    Visit,
    VisitInspector,
)
from apps.inspections.rules import refuse_future
from apps.inspections.services.issues import raise_issue
from apps.inspections.services.rights import require_seat
from apps.inspections.telling import tell_unit
from apps.meetings.models import Meeting
from apps.sixlights.models import Activity

ADD = "inspections.add_visit"
CHANGE = "inspections.change_visit"
# As much of the summary as stands beside a confirmed grade.
CONFIRMATION = 200
# A record of the portal, or the name of a paper that stands nowhere in it.
Seen = Meeting | Activity | str


@dataclass(frozen=True)
class Finding:
    """`fields`: item, level, kind, meeting_kind, due_on, relapse_of."""

    organisation: Organisation
    text: str
    fields: dict[str, Any] = field(default_factory=dict)


@transaction.atomic
def record_visit(
    *,
    inspection: Inspection,
    unit: Unit,
    held_on: date,
    inspectors: Iterable[Inspector],
    by,
    seen: Iterable[Seen] = (),
    findings: Iterable[Finding] = (),
    keeps_grade: bool = False,
    lowered_to: tuple[int, str] | None = None,
    lowering_reason: str = "",
    **fields: Any,
) -> Visit:
    """`fields`: organisation, grade, place, talked_with, summary. Each finding begins the loop.

    With `keeps_grade` the grade that was inspected again is confirmed on the day; `lowered_to` is
    the height and the name of the lower level that it is given instead.
    """
    stored = _open(inspection)
    require_seat(by, ADD, stored)
    visit = Visit(inspection=stored, unit=unit, held_on=held_on, created_by=by, **fields)
    present = list(inspectors)
    _check(visit, present)
    visit.full_clean()
    visit.save(force_insert=True)
    _write_present(visit, present)
    _write_seen(visit, seen)
    for finding in findings:
        add_finding(visit=visit, finding=finding, by=by)
    tell_unit(visit, by)
    if visit.grade:
        _settle_grade(visit, keeps_grade, lowered_to, lowering_reason)
    return visit


def _settle_grade(visit: Visit, keeps: bool, lowered_to, reason: str) -> None:
    """The portal's own step: an inspector keeps no grades."""
    grade = cast(Grade, visit.grade)
    if lowered_to:
        order, level = lowered_to
        lower_grade(grade=grade, level=level, order=order, reason=reason, on=visit.held_on)
    elif keeps:
        confirm_grade(grade=grade, on=visit.held_on, findings=visit.summary[:CONFIRMATION])


@transaction.atomic
def update_visit(
    *,
    visit: Visit,
    expected_version: int,
    by,
    inspectors: Iterable[Inspector] | None = None,
    seen: Iterable[Seen] | None = None,
    **fields: Any,
) -> Visit:
    """With `inspectors` or `seen` those are written anew; issues are changed where they stand."""
    stored = _open(visit.inspection)
    require_seat(by, CHANGE, stored)
    claim_version(visit, expected=expected_version)
    for name, value in fields.items():
        setattr(visit, name, value)
    present = list(inspectors) if inspectors is not None else list(visit.inspectors.all())
    _check(visit, present)
    visit.full_clean()
    visit.save()
    if inspectors is not None:
        visit.present.all().delete()
        _write_present(visit, present)
    if seen is not None:
        visit.records_seen.all().delete()
        _write_seen(visit, seen)
    return visit


@transaction.atomic
def add_finding(*, visit: Visit, finding: Finding, by) -> Issue:
    """What the team has found there; also after the visit was written down."""
    require_seat(by, ADD, _open(visit.inspection))
    body = finding.organisation
    if body.unit_id != visit.unit_id:
        raise ValidationError(f"{body}不属于{visit.unit}，请选择这个单位的党组织")
    return raise_issue(
        organisation=body,
        text=finding.text,
        source=IssueSource.INSPECTION,
        found_on=visit.held_on,
        visit=visit,
        by=by,
        **finding.fields,
    )


def _open(inspection: Inspection) -> Inspection:
    stored = Inspection._base_manager.select_for_update(of=("self",)).get(pk=inspection.pk)
    if not stored.is_open:
        raise StepRefused(
            f"“{stored}”现在是“{stored.get_status_display()}”，不能登记现场督查。"
            "督查中的才能登记，请先启动督查"
        )
    return stored


def _check(visit: Visit, inspectors: list[Inspector]) -> None:
    inspection = visit.inspection
    refuse_future(visit.held_on, field="held_on", name="督查日期")
    if visit.held_on < inspection.starts_on:
        raise ValidationError(
            {"held_on": f"这次督查从{day_in_words(inspection.starts_on)}开始，督查日期不能更早"}
        )
    if not inspection.inspected.filter(unit=visit.unit).exists():
        raise ValidationError({"unit": f"{visit.unit}不在这次督查的范围内，请另选单位"})
    if visit.organisation and visit.organisation.unit_id != visit.unit_id:
        raise ValidationError(
            {"organisation": f"{visit.organisation}不属于{visit.unit}，请重新选择"}
        )
    if visit.grade and visit.grade.organisation.unit_id != visit.unit_id:
        raise ValidationError({"grade": f"{visit.grade}不是{visit.unit}的党组织，请重新选择"})
    if not inspectors:
        raise ValidationError({"inspectors": "请选择到场的督查人员"})
    if any(seat.inspection_id != inspection.pk for seat in inspectors):
        raise ValidationError({"inspectors": "到场人员要在这次督查的督查组里，请重新选择"})


def _write_present(visit: Visit, inspectors: list[Inspector]) -> None:
    VisitInspector.objects.bulk_create(
        VisitInspector(visit=visit, inspector=seat) for seat in inspectors
    )


def _write_seen(visit: Visit, seen: Iterable[Seen]) -> None:
    RecordSeen.objects.bulk_create(_record(visit, one) for one in seen)


def _record(visit: Visit, one: Seen) -> RecordSeen:
    if isinstance(one, str):
        return RecordSeen(visit=visit, text=one)
    if one.organisation.unit_id != visit.unit_id:
        raise ValidationError(f"“{one}”不是{visit.unit}的记录，请另选")
    name = "meeting" if isinstance(one, Meeting) else "activity"
    return RecordSeen(visit=visit, **{name: one})
