"""An inspection for its team: the units, the visits, and what was found in the room."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from apps.branches.choices import GradeKind
from apps.branches.models import Grade, Organisation, Unit
from apps.core import access, drafts
from apps.core.idempotency import changed, once, sent_before
from apps.inspections import services
from apps.inspections.choices import Purpose
from apps.inspections.drafts import form_about, form_of, form_of_new
from apps.inspections.forms import FindingForm, VisitForm
from apps.inspections.forms.visits import Offered
from apps.inspections.models import Inspection, Issue, Visit
from apps.inspections.rules import has_seat
from apps.inspections.views.seen import (
    OFFERED,
    attempt,
    page,
    seen_inspection,
    seen_visit,
)
from apps.meetings.models import Meeting
from apps.sixlights.models import Activity

ADD = "inspections.add_visit"


@access.signed_in
@require_safe
def inspection_detail(request, uuid: UUID):
    inspection = seen_inspection(request, uuid)
    visits = inspection.visits.select_related("unit").order_by("held_on", "pk")
    by_unit: dict[int, list[Visit]] = {}
    for visit in visits:
        by_unit.setdefault(visit.unit_id, []).append(visit)
    units = [(row.unit, by_unit.get(row.unit_id, [])) for row in _inspected(inspection)]
    context = {
        "inspection": inspection,
        "foci": inspection.foci.all(),
        "team": inspection.inspectors.select_related("person"),
        "units": units,
        "visited": sum(bool(held) for _, held in units),
        "issues": Issue.objects.found_by(inspection).select_related("organisation"),
        "may_record": inspection.is_open and _may_write(request, inspection),
        "today": timezone.localdate(),
    }
    return render(request, "inspections/inspection_detail.html", context)


def _inspected(inspection: Inspection):
    return inspection.inspected.select_related("unit").order_by("unit__name", "pk")


@access.signed_in
def visit_create(request, uuid: UUID, unit: UUID):
    """For one unit, so that its bodies and records can be offered; kept as a draft on the way."""
    inspection = _written(request, uuid)
    inspected = get_object_or_404(_inspected(inspection), unit__uuid=unit).unit
    offered = _offered(inspection, inspected)
    form = VisitForm(request.POST or None, offered=offered, initial=_present(request, offered))
    if request.method == "POST" and form.is_valid():
        made = attempt(form, lambda: _recorded(request, inspection, inspected, form))
        if made:
            visit, is_new = made
            said = "现场督查已登记" if is_new else "这次督查已保存过，没有重复保存"
            messages.success(request, said)
            return redirect(visit)
    context = {
        "inspection": inspection,
        "unit": inspected,
        **drafts.page_of(request.user, form_of_new(inspection, inspected)),
    }
    return page(request, "inspections/visit_form.html", form, context)


def _recorded(request, inspection: Inspection, unit: Unit, form: VisitForm):
    given = form.cleaned_data
    return once(
        user=request.user,
        key=given["form_key"],
        create=lambda: services.record_visit(
            inspection=inspection,
            unit=unit,
            inspectors=given["inspectors"],
            seen=form.seen,
            findings=form.findings,
            keeps_grade=form.keeps_grade,
            lowered_to=form.lowered_to,
            lowering_reason=given["lowering_reason"],
            by=request.user,
            **form.stated,
        ),
    )


@access.signed_in
def visit_update(request, uuid: UUID):
    visit = seen_visit(request, uuid)
    inspection = visit.inspection
    _require_write(request, inspection)
    offered = _offered(inspection, visit.unit)
    _keep_offered(offered, visit)
    form = VisitForm(request.POST or None, offered=offered, visit=visit)
    if request.method == "POST" and form.is_valid() and _rewritten(request, visit, form):
        messages.success(request, "现场督查已修改")
        return redirect(visit)
    context = {
        "inspection": inspection,
        "unit": visit.unit,
        "visit": visit,
        **drafts.page_of(request.user, form_of(visit), record=visit),
    }
    return page(request, "inspections/visit_form.html", form, context)


def _rewritten(request, visit: Visit, form: VisitForm) -> bool:
    given = form.cleaned_data
    if sent_before(user=request.user, key=given["form_key"]):
        return True
    done = attempt(
        form,
        lambda: changed(
            user=request.user,
            key=given["form_key"],
            change=lambda: services.update_visit(
                visit=visit,
                expected_version=given["version"] or 0,
                inspectors=given["inspectors"],
                seen=form.seen,
                by=request.user,
                **form.stated,
            ),
        ),
    )
    return done is not None


@access.signed_in
@require_safe
def visit_detail(request, uuid: UUID):
    visit = seen_visit(request, uuid)
    context = {
        "visit": visit,
        "inspection": visit.inspection,
        "present": visit.present.select_related("inspector__person"),
        "seen": visit.records_seen.select_related("meeting", "activity"),
        "issues": visit.issues.standing().select_related("organisation"),
        "may_write": visit.inspection.is_open and _may_write(request, visit.inspection),
        "sees_records": request.user.has_perm("meetings.view_meeting"),
    }
    return render(request, "inspections/visit_detail.html", context)


@access.signed_in
def finding_create(request, uuid: UUID):
    """One more issue of a visit that was written down before."""
    visit = seen_visit(request, uuid)
    _require_write(request, visit.inspection)
    form = FindingForm(request.POST or None, offered=_offered(visit.inspection, visit.unit))
    if request.method == "POST" and form.is_valid():
        made = attempt(
            form,
            lambda: once(
                user=request.user,
                key=form.cleaned_data["form_key"],
                create=lambda: services.add_finding(
                    visit=visit, finding=form.entry(), by=request.user
                ),
            ),
        )
        if made:
            messages.success(request, "问题已下发，整改单位会收到消息")
            return redirect(visit)
    context = {
        "visit": visit,
        "inspection": visit.inspection,
        **drafts.page_of(request.user, form_about("finding", visit)),
    }
    return page(request, "inspections/finding_form.html", form, context)


def _offered(inspection: Inspection, unit: Unit) -> Offered:
    bodies = Organisation.objects.existing_on(timezone.localdate()).filter(unit=unit)
    own = {"organisation__unit": unit}
    meetings = Meeting.objects.effective().filter(**own).select_related("organisation")
    activities = Activity.objects.filter(**own).select_related("organisation")
    is_review = inspection.purpose == Purpose.REVIEW
    grades = Grade.objects.standing_on(timezone.localdate()).of(GradeKind.STARS).filter(**own)
    return Offered(
        inspectors=list(inspection.inspectors.select_related("person")),
        bodies=list(bodies.order_by("path")),
        items=list(inspection.checklist.items.all()) if inspection.checklist else [],
        meetings=list(meetings.order_by("-held_on", "-pk")[:OFFERED]),
        activities=list(activities.order_by("-starts_on", "-pk")[:OFFERED]),
        grades=list(grades.select_related("organisation")) if is_review else [],
        levels=list(Grade.objects.of(GradeKind.STARS).levels()) if is_review else [],
    )


def _keep_offered(offered: Offered, visit: Visit) -> None:
    """What was read then stays among the records, however many have come since."""
    for seen in visit.records_seen.select_related(
        "meeting__organisation", "activity__organisation"
    ):
        if seen.meeting and seen.meeting not in offered.meetings:
            offered.meetings.append(seen.meeting)
        if seen.activity and seen.activity not in offered.activities:
            offered.activities.append(seen.activity)


def _present(request, offered: Offered) -> dict:
    """Whoever writes was there."""
    own = [s for s in offered.inspectors if s.person.user_id == request.user.pk]
    return {"inspectors": [str(seat.uuid) for seat in own]}


def _written(request, uuid: UUID) -> Inspection:
    inspection = seen_inspection(request, uuid)
    _require_write(request, inspection)
    return inspection


def _require_write(request, inspection: Inspection) -> None:
    if not _may_write(request, inspection):
        raise PermissionDenied("现场督查由督查组登记，您可以查看")


def _may_write(request, inspection: Inspection) -> bool:
    return request.user.has_perm(ADD) or has_seat(inspection, request.user)
