"""Logging, changing and correcting a record."""

from datetime import date
from typing import cast
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import DateField
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from apps.branches.models import Organisation
from apps.branches.scope import scope
from apps.core import access, drafts
from apps.core.files import StorageFull
from apps.core.idempotency import changed, once, sent_before
from apps.core.uploads import KeptFile, keep
from apps.core.versions import StaleVersion
from apps.meetings import prefill
from apps.meetings.choices import KINDS_OF, MeetingKind
from apps.meetings.comparison import compare
from apps.meetings.drafts import form_of, form_of_new
from apps.meetings.forms import MeetingForm
from apps.meetings.forms.rows import SECTIONS
from apps.meetings.models import Meeting
from apps.meetings.roll import Roll, roll_of
from apps.meetings.services import log_meeting, update_meeting
from apps.meetings.views.earlier import answered, copied, to_follow
from apps.meetings.views.seen import CHANGE, changeable

ADD = "meetings.add_meeting"
FEW = 3
MANY = 30


@access.permission(ADD)
def meeting_create(request):
    """One page: prefilled from the to-do, saved once however often it is sent."""
    given = request.POST or request.GET
    organisation = asked_organisation(request, given.get("organisation", ""))
    kind = given.get("kind", "")
    if organisation is None or kind not in MeetingKind:
        return _choose(request, organisation, kind)
    if kind not in KINDS_OF.get(organisation.kind, ()):
        raise Http404
    kind = MeetingKind(kind)
    if request.method == "POST":
        return _save_new(request, organisation, kind)
    now = timezone.now()
    roll = roll_of(organisation=organisation, kind=kind, on=timezone.localdate(now))
    followed = to_follow(roll)
    source = copied(request, roll)
    if source is None:
        form = MeetingForm(roll=roll, followed=followed, initial=prefill.for_new(roll, now=now))
        return _page(request, form)
    initial, rows = prefill.for_copy(source, roll, now=now)
    form = MeetingForm(roll=roll, followed=followed, rows=rows, initial=initial)
    return _page(request, form, source=source)


@access.permission(CHANGE)
def meeting_update(request, uuid: UUID):
    meeting = changeable(request, uuid)
    if request.method == "POST":
        # Even when it may not be changed any more: what was typed comes back with the reason.
        return _save_changes(request, meeting)
    if not meeting.is_editable:
        messages.warning(request, f"这条记录现在是“{meeting.get_status_display()}”，不能直接修改")
        return redirect(meeting)
    roll = _roll_of(meeting, meeting.held_on)
    fields, rows = prefill.rows_of(meeting)
    form = MeetingForm(
        roll=roll,
        others=(meeting.chair, meeting.recorder),
        rows=rows,
        followed=to_follow(roll, meeting),
        initial=prefill.for_stored(meeting) | fields,
    )
    return _page(request, form, meeting=meeting)


def _places(request):
    """Where the user may log, existing today, from the top down."""
    return (
        Organisation.objects.in_scope(scope(request.user, ADD))
        .existing_on(timezone.localdate())
        .filter(kind__in=KINDS_OF)
        .order_by("path")
    )


def asked_organisation(request, key: str) -> Organisation | None:
    if not key:
        return None
    try:
        return get_object_or_404(_places(request), uuid=UUID(key))
    except ValueError:
        raise Http404 from None


def _choose(request, organisation: Organisation | None, kind: str):
    """Without a to-do: which body and which kind of meeting, one tap. A duty that asks every group
    of a branch names the kind and the branch, and which group it was is all that is left."""
    places = [organisation] if organisation else list(_groups_of(request, kind))
    offers = [(place, _kinds(place, kind)) for place in places]
    offers = [(place, kinds) for place, kinds in offers if kinds]
    is_long = len(offers) > FEW and not kind
    context = {"offers": offers, "is_long": is_long, "is_asked": kind in MeetingKind}
    return render(request, "meetings/meeting_choose.html", context)


def _groups_of(request, kind: str):
    """All places; those below one branch where that is asked together with a kind."""
    branch = request.GET.get("branch", "")
    if kind not in MeetingKind or not branch:
        return _places(request)
    try:
        return _places(request).filter(parent__uuid=UUID(branch))
    except ValueError:
        raise Http404 from None


def _kinds(place: Organisation, kind: str) -> list[MeetingKind]:
    offered = [MeetingKind(k) for k in KINDS_OF[place.kind]]
    return [k for k in offered if k == kind] if kind in MeetingKind else offered


def _save_new(request, organisation: Organisation, kind: MeetingKind):
    roll = roll_of(organisation=organisation, kind=kind, on=posted_day(request))
    is_draft = request.POST.get("save") == "draft"
    form = MeetingForm(
        request.POST,
        request.FILES,
        roll=roll,
        followed=answered(request, roll),
        complete=not is_draft,
    )
    if not form.is_valid():
        return _page(request, form, status=422)
    try:
        meeting, is_new = once(
            user=request.user,
            key=form.cleaned_data["form_key"],
            create=lambda: log_meeting(
                organisation=organisation,
                sitting=form.stated,
                by=request.user,
                file=not is_draft,
                roll=roll,
                attachments=_kept(form),
            ),
        )
    except (StorageFull, ValidationError) as error:
        return _refused(request, form, error)
    if not is_new:
        told = f"这条记录已在 {drafts.clock(meeting.created_at)} 保存过，没有重复保存"
        if differences := compare(meeting, form.stated):
            return _saved_otherwise(request, form, meeting, differences, told)
        messages.info(request, told)
    return redirect("meetings:meeting_receipt", uuid=meeting.uuid)


def _save_changes(request, meeting: Meeting):
    roll = _roll_of(meeting, posted_day(request))
    is_draft = request.POST.get("save") == "draft"
    form = MeetingForm(
        request.POST,
        request.FILES,
        roll=roll,
        others=(meeting.chair, meeting.recorder),
        followed=answered(request, roll, meeting),
        complete=not is_draft,
    )
    if not form.is_valid():
        return _page(request, form, meeting=meeting, status=422)
    key = form.cleaned_data["form_key"]
    try:
        changed(
            user=request.user,
            key=key,
            change=lambda: update_meeting(
                meeting=meeting,
                sitting=form.stated,
                expected_version=form.cleaned_data["version"] or 0,
                by=request.user,
                file=not is_draft,
                roll=roll,
                attachments=_kept(form),
                removed=meeting.attachments.filter(uuid__in=_uuids(request.POST.getlist("remove"))),
            ),
        )
    except StaleVersion as stale:
        is_retry = sent_before(user=request.user, key=key) is not None
        if not is_retry or compare(cast(Meeting, stale.current), form.stated):
            return _both_versions(request, form, stale)
    except (StorageFull, ValidationError) as error:
        return _refused(request, form, error, meeting=meeting)
    return redirect("meetings:meeting_receipt", uuid=meeting.uuid)


def _both_versions(request, form: MeetingForm, stale: StaleVersion):
    """Nothing is lost: both versions side by side, the typed one still in the form (M9)."""
    current = cast(Meeting, stale.current)
    form.accept_version(current.version)
    form.add_error(None, str(stale))
    return _page(
        request, form, meeting=current, comparison=compare(current, form.stated), status=409
    )


def _saved_otherwise(request, form: MeetingForm, saved: Meeting, differences, told: str):
    """The same form was saved with other words, perhaps on another device: both are shown."""
    form.take_new_key()
    form.add_error(None, f"{told}。您在这里填写的与它不同，见下表")
    return _page(request, form, comparison=differences, saved=saved, status=409)


def _refused(request, form: MeetingForm, error, meeting: Meeting | None = None):
    if isinstance(error, StorageFull):
        form.add_error("attachments", str(error))
    else:
        form.add_error(None, error.messages)
    return _page(request, form, meeting=meeting, status=422)


def _kept(form: MeetingForm) -> list[KeptFile]:
    return [keep(file) for file in form.cleaned_data["attachments"]]


def posted_day(request) -> date:
    """The posted day decides the roll; a wrong one is told by the form."""
    field = cast(DateField, MeetingForm.base_fields["held_on"])
    try:
        return min(field.clean(request.POST.get("held_on", "")), timezone.localdate())
    except ValidationError:
        return timezone.localdate()


def _roll_of(meeting: Meeting, day: date) -> Roll:
    return roll_of(organisation=meeting.organisation, kind=MeetingKind(meeting.kind), on=day)


def _uuids(keys: list[str]) -> list[UUID]:
    """Those of the posted keys that are keys at all."""
    found = []
    for key in keys:
        try:
            found.append(UUID(key))
        except ValueError:
            continue
    return found


def _page(
    request,
    form: MeetingForm,
    *,
    meeting=None,
    source=None,
    comparison=(),
    saved=None,
    status=200,
):
    place, kind = form.roll.organisation, form.roll.kind
    draft_form = form_of(meeting) if meeting else form_of_new(place, kind)
    if form.is_bound and not form.followed:
        form.ask_about(to_follow(form.roll, meeting))
    titles = {prefix: title for prefix, _, title, _ in SECTIONS}
    context = {
        "form": form,
        "meeting": meeting,
        "copied": source,
        "organisation": place,
        "kind": kind,
        "leader": form.roll.leader,
        "is_long": len(form.roll.entries) > MANY,
        "study_topics": prefill.study_topics(form.roll),
        "chips": prefill.recent_topics(place, now=timezone.now()),
        "comparison": comparison,
        "saved": saved or meeting,
        "titles": titles,
        **drafts.page_of(request.user, draft_form, record=meeting),
    }
    return render(request, "meetings/meeting_form.html", context, status=status)
