"""Logging an activity, by itself or from the record of a meeting, and changing it."""

from collections.abc import Iterable
from typing import cast
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from apps.branches.choices import OrganisationKind
from apps.branches.models import Organisation, Person
from apps.branches.scope import scope
from apps.core import access, drafts
from apps.core.idempotency import changed, once, sent_before
from apps.core.versions import StaleVersion
from apps.meetings.models import Meeting
from apps.sixlights import advice
from apps.sixlights.choices import ActivityStatus
from apps.sixlights.drafts import form_of, form_of_meeting, form_of_new
from apps.sixlights.forms.activities import ActivityForm, initial_of
from apps.sixlights.models import Activity, CampaignItem, Lecturer
from apps.sixlights.services import (
    count_meeting,
    lecturers_of,
    log_activity,
    minutes_of,
    stated_in,
    update_activity,
)
from apps.sixlights.views.activities import seen

ADD, CHANGE = "sixlights.add_activity", "sixlights.change_activity"


@access.permission(ADD)
def activity_create(request):
    """Which body, under which items, then one short form."""
    given = request.POST or request.GET
    place = _asked_place(request, given.get("organisation", ""))
    items = _chosen(given.getlist("items"))
    if place is None:
        carried = "".join(f"&items={item.uuid}" for item in items)
        context = {"places": _places(request), "carried": carried}
        return render(request, "sixlights/activity_choose.html", context)
    if not items:
        return _ask_for_items(request, place)
    form = _form(request, place, items)
    if request.method == "POST" and form.is_valid():
        activity = _once(
            request,
            form,
            lambda: log_activity(organisation=place, entry=form.entry, by=request.user),
        )
        if activity:
            return redirect(activity)
    return _page(request, form, place, form_of_new(place))


@access.permission(ADD)
def meeting_count(request, uuid: UUID):
    """计入主题行动: asks only what the record does not know."""
    meeting = get_object_or_404(
        Meeting.objects.visible_to(request.user).select_related("organisation"), uuid=uuid
    )
    if not request.user.has_perm(ADD, meeting):
        raise PermissionDenied("您没有为这个党组织登记活动的权限")
    earlier = meeting.activities.exclude(status=ActivityStatus.VOID).first()
    if earlier:
        if request.method != "POST":
            messages.info(request, "这次会议已经计入主题行动")
        return redirect(earlier)
    items = _chosen((request.POST or request.GET).getlist("items"))
    if not items:
        return _ask_for_items(request, meeting.organisation, meeting=meeting)
    form = _form(request, meeting.organisation, items, meeting=meeting)
    if request.method == "POST" and form.is_valid():
        activity = _once(
            request,
            form,
            lambda: count_meeting(meeting=meeting, entry=form.entry, by=request.user),
        )
        if activity:
            return redirect(activity)
    return _page(request, form, meeting.organisation, form_of_meeting(meeting), meeting=meeting)


@access.permission(CHANGE)
def activity_update(request, uuid: UUID):
    activity = seen(request, uuid)
    if not request.user.has_perm(CHANGE, activity):
        raise PermissionDenied("您没有修改这项活动的权限")
    if activity.is_void and request.method != "POST":
        messages.warning(request, "这项活动已经作废，请先恢复再修改")
        return redirect(activity)
    stored = stated_in(activity)
    items = _chosen((request.POST or request.GET).getlist("items")) or list(stored.items)
    if "choose" in request.GET or _is_without_items(request):
        return _ask_for_items(request, activity.organisation, activity=activity, chosen=items)
    form = _form(
        request,
        activity.organisation,
        items,
        meeting=activity.meeting,
        stored=stored,
        version=activity.version,
    )
    if request.method == "POST" and form.is_valid() and _save_changes(request, activity, form):
        return redirect(activity)
    return _page(
        request,
        form,
        activity.organisation,
        form_of(activity),
        meeting=activity.meeting,
        activity=activity,
    )


def _once(request, form: ActivityForm, create) -> Activity | None:
    """Save it once; what the service refuses stands at its field."""
    try:
        activity, is_new = once(user=request.user, key=form.cleaned_data["form_key"], create=create)
    except ValidationError as refusal:
        _tell(form, refusal)
        return None
    if is_new:
        messages.success(request, "已登记")
    else:
        at = drafts.clock(activity.created_at)
        messages.info(request, f"这项活动已在 {at} 保存过，没有重复保存")
    return activity


def _save_changes(request, activity: Activity, form: ActivityForm) -> bool:
    key = form.cleaned_data["form_key"]
    try:
        changed(
            user=request.user,
            key=key,
            change=lambda: update_activity(
                activity=activity,
                entry=form.entry,
                expected_version=form.cleaned_data["version"] or 0,
                by=request.user,
            ),
        )
    except StaleVersion as stale:
        if sent_before(user=request.user, key=key) is None:
            form.accept_version(cast(Activity, stale.current).version)
            form.add_error(None, str(stale))
            return False
    except ValidationError as refusal:
        _tell(form, refusal)
        return False
    messages.success(request, "已保存")
    return True


def _tell(form: ActivityForm, refusal: ValidationError) -> None:
    by_field = refusal.message_dict if hasattr(refusal, "error_dict") else {None: refusal.messages}
    for name, sentences in by_field.items():
        form.add_error(name if name in form.fields else None, sentences)


def _places(request):
    """Where the user may log, existing today, from the top down."""
    return (
        Organisation.objects.in_scope(scope(request.user, ADD))
        .existing_on(timezone.localdate())
        .exclude(kind__in=(OrganisationKind.SUBGROUP, OrganisationKind.WORK_COMMITTEE))
        .order_by("path")
    )


def _asked_place(request, key: str) -> Organisation | None:
    """The asked body, or the only one; None when there is a choice to make."""
    places = _places(request)
    if not key:
        few = list(places[:2])
        return few[0] if len(few) == 1 else None
    try:
        return get_object_or_404(places, uuid=UUID(key))
    except ValueError:
        raise Http404 from None


def _chosen(keys: Iterable[str]) -> list[CampaignItem]:
    """The items that the address or the form names; what is no key names none."""
    wanted = []
    for key in keys:
        try:
            wanted.append(UUID(key))
        except ValueError:
            continue
    if not wanted:
        return []
    return list(CampaignItem.objects.filter(uuid__in=wanted).select_related("campaign"))


def _ask_for_items(request, place: Organisation, *, meeting=None, activity=None, chosen=()):
    on = meeting.held_on if meeting else timezone.localdate()
    offered = CampaignItem.objects.in_force(on).select_related("campaign")
    context = {
        "items": offered.order_by("campaign__starts_on", "campaign", "order"),
        "organisation": place,
        "meeting": meeting,
        "activity": activity,
        "chosen": {item.pk for item in chosen},
        "is_refused": _is_without_items(request),
    }
    status = 422 if context["is_refused"] else 200
    return render(request, "sixlights/activity_items.html", context, status=status)


def _is_without_items(request) -> bool:
    """The choice of items was sent with none ticked."""
    return "asked" in request.GET and not _chosen(request.GET.getlist("items"))


def _form(
    request, place: Organisation, items, *, meeting=None, stored=None, version=None
) -> ActivityForm:
    day = meeting.held_on if meeting else timezone.localdate()
    initial = {**(initial_of(stored) if stored else _first(meeting, day)), "version": version}
    has_lecturers = any(item.has_lecturers for item in items)
    return ActivityForm(
        request.POST if request.method == "POST" else None,
        items=items,
        people=_people(place, day, stored) if has_lecturers else (),
        corps=_corps(request, day) if has_lecturers else (),
        meeting=meeting,
        stored=stored,
        initial=initial,
    )


def _first(meeting: Meeting | None, day) -> dict:
    """Of a meeting the lecturers that its record names are ticked, and how long it took."""
    if meeting is None:
        return {"starts_on": day}
    people = [one.person for one in lecturers_of(meeting)]
    return {
        "members": [str(person.uuid) for person in people if person],
        "minutes": minutes_of(meeting),
    }


def _people(place: Organisation, day, stored) -> list[Person]:
    """The members of the day; of a stored activity its lecturers, too, wherever they are now."""
    on_roll = place.memberships.valid_on(day).values("person")
    found = list(Person.objects.filter(pk__in=on_roll))
    lecturers = [one.person for one in stored.lecturers] if stored else []
    return list(dict.fromkeys([*found, *filter(None, lecturers)]))


def _corps(request, day):
    return Lecturer.objects.visible_to(request.user).valid_on(day).select_related("unit", "person")


def _page(request, form: ActivityForm, place, draft: str, *, meeting=None, activity=None):
    context = {
        "form": form,
        "organisation": place,
        "meeting": meeting,
        "activity": activity,
        "items": form.items,
        "spans": [advice.span_of(item) for item in form.items if item.asks_minutes],
        **drafts.page_of(request.user, draft, record=activity),
    }
    status = 422 if form.errors else 200
    return render(request, "sixlights/activity_form.html", context, status=status)
