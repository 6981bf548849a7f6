"""The convening unit plans an activity and writes down how it was."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.shortcuts import redirect, render
from django.utils import timezone

from apps.core import access, drafts
from apps.core.idempotency import changed, once, sent_before
from apps.core.versions import StaleVersion
from apps.sixlights.models import Lecturer, ThemeDayBase
from apps.zones.choices import AHEAD, ActivityStatus
from apps.zones.drafts import form_of_plan, form_of_record
from apps.zones.forms import PlanForm, RecordForm
from apps.zones.forms import plan as plans
from apps.zones.forms import record as records
from apps.zones.models import Zone, ZoneActivity
from apps.zones.services import change_plan, plan_activity, record_activity
from apps.zones.services.activities import RECORDABLE
from apps.zones.views.seen import (
    ADD,
    CHANGE,
    asked_zone,
    changeable_activity,
    convened_zones,
    units_of,
    zone_of,
)


@access.permission(ADD)
def activity_create(request):
    given = request.POST or request.GET
    zone = asked_zone(request, given.get("zone", ""))
    if zone is None:
        context = {"zones": convened_zones(request.user)}
        return render(request, "zones/activity_choose.html", context)
    if request.method != "POST":
        return _plan_page(request, zone, PlanForm(**_offers(request, zone)))
    form = PlanForm(request.POST, **_offers(request, zone))
    if not form.is_valid():
        return _plan_page(request, zone, form, status=422)
    try:
        activity, is_new = once(
            user=request.user,
            key=form.cleaned_data["form_key"],
            create=lambda: plan_activity(zone=zone, plan=form.stated, by=request.user),
        )
    except ValidationError as refusal:
        form.add_refusal(refusal)
        return _plan_page(request, zone, form, status=422)
    if is_new:
        messages.success(request, "已保存活动安排。核对后点“发出通知”，各单位就能看到")
    else:
        messages.info(request, f"这次活动已在 {drafts.clock(activity.created_at)} 保存，没有重复")
    return redirect(activity)


@access.permission(CHANGE)
def activity_update(request, uuid: UUID):
    activity = changeable_activity(request, uuid)
    zone = zone_of(activity)
    if request.method != "POST":
        if not activity.is_ahead:
            messages.warning(request, f"活动现在是“{activity.get_status_display()}”，安排不能再改")
            return redirect(activity)
        fields, rows = plans.initial_of(activity)
        form = PlanForm(initial=fields, rows=rows, **_offers(request, zone, activity))
        return _plan_page(request, zone, form, activity)
    form = PlanForm(request.POST, **_offers(request, zone, activity))
    if not form.is_valid():
        return _plan_page(request, zone, form, activity, status=422)
    try:
        _once_changed(
            request,
            form,
            lambda: change_plan(
                activity=activity,
                plan=form.stated,
                expected_version=form.cleaned_data["version"] or 0,
            ),
        )
    except StaleVersion as stale:
        return _plan_page(request, zone, _told(form, stale), activity, status=409)
    except ValidationError as refusal:
        form.add_refusal(refusal)
        return _plan_page(request, zone, form, activity, status=422)
    messages.success(request, "已保存活动安排")
    return redirect(activity)


@access.permission(CHANGE)
def activity_record(request, uuid: UUID):
    """Everything about an activity that took place, on one page with one save."""
    activity = changeable_activity(request, uuid)
    stored = records.stored_attendance(activity)
    offered: dict[str, Any] = {"units": _units_to_tick(activity), "lecturers": _lecturers(activity)}
    if request.method != "POST":
        if activity.status not in RECORDABLE:
            messages.warning(request, f"活动现在是“{activity.get_status_display()}”，不能再改记录")
            return redirect(activity)
        fields, rows = records.initial_of(activity)
        form = RecordForm(stored=stored, rows=rows, initial=fields, **offered)
        return _record_page(request, activity, form)
    form = RecordForm(request.POST, stored=stored, **offered)
    if not form.is_valid():
        return _record_page(request, activity, form, status=422)
    is_draft = request.POST.get("save") == "draft"
    try:
        _once_changed(
            request,
            form,
            lambda: record_activity(
                activity=activity,
                account=form.stated,
                expected_version=form.cleaned_data["version"] or 0,
                by=request.user,
                submit=not is_draft,
            ),
        )
    except StaleVersion as stale:
        return _record_page(request, activity, _told(form, stale), status=409)
    except ValidationError as refusal:
        form.add_refusal(refusal)
        return _record_page(request, activity, form, status=422)
    messages.success(
        request, "已存为草稿，可以接着写" if is_draft else "已提交活动记录，由工委发布"
    )
    return redirect(activity)


def _once_changed(request, form, change) -> None:
    """A retry of what has been saved is no conflict: the page of the record answers it."""
    key = form.cleaned_data["form_key"]
    if sent_before(user=request.user, key=key) is None:
        changed(user=request.user, key=key, change=change)


def _told(form, stale: StaleVersion):
    """Nothing is lost: what was typed stays in the form, and may be saved over the other."""
    current: Any = stale.current
    form.accept_version(current.version)
    form.add_error(None, f"{stale}。再按保存，就以您这里填写的为准")
    return form


def _offers(request, zone: Zone, activity: ZoneActivity | None = None) -> dict:
    today = timezone.localdate()
    rounds = ZoneActivity.objects.filter(zone=None, starts_on__year=zone.year)
    taken = ZoneActivity.objects.filter(zone=zone, part_of__isnull=False)
    taken = taken.exclude(status=ActivityStatus.CALLED_OFF)
    if activity:
        taken = taken.exclude(pk=activity.pk)
    rounds = rounds.exclude(status=ActivityStatus.CALLED_OFF).exclude(
        pk__in=taken.order_by().values("part_of")
    )
    return {
        "units": units_of(zone, activity.starts_on if activity else today),
        "rounds": list(rounds),
        # Bases and the corps of lecturers are there to be invited by every zone.
        "bases": list(ThemeDayBase.objects.valid_on(activity.starts_on if activity else today)),
    }


def _lecturers(activity: ZoneActivity) -> list[Lecturer]:
    """The corps on the day, and whoever else is on record."""
    on_record = activity.lectures.order_by().values("lecturer")
    corps = Lecturer.objects.valid_on(activity.starts_on).order_by().values("pk")
    return list(Lecturer.objects.filter(Q(pk__in=corps) | Q(pk__in=on_record)))


def _units_to_tick(activity: ZoneActivity) -> list:
    """The units of the zone on the day, and whoever else is on record."""
    members = units_of(zone_of(activity), activity.starts_on)
    known = {unit.pk for unit in members}
    others = activity.attending.exclude(unit__in=known).select_related("unit")
    return [*members, *(row.unit for row in others)]


def _plan_page(request, zone: Zone, form: PlanForm, activity=None, status: int = 200):
    context = {
        "form": form,
        "zone": zone,
        "activity": activity,
        **drafts.page_of(request.user, form_of_plan(zone, activity), record=activity),
    }
    return render(request, "zones/activity_form.html", context, status=status)


def _record_page(request, activity: ZoneActivity, form: RecordForm, status: int = 200):
    context = {
        "form": form,
        "activity": activity,
        "collected": activity.suggestions.select_related("unit", "person"),
        "is_ahead": activity.status in AHEAD,
        **drafts.page_of(request.user, form_of_record(activity), record=activity),
    }
    return render(request, "zones/activity_record.html", context, status=status)
