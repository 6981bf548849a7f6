"""Sessions of centre groups, as the unit plans and holds them."""

from typing import cast
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from apps.core import access, drafts
from apps.core.idempotency import changed, once
from apps.core.versions import StaleVersion
from apps.meetings.choices import MeetingKind
from apps.meetings.models import Meeting
from apps.observations.models import GroupSession, StudyGroup
from apps.observations.services import change_session, plan_session
from apps.observations.serving import serves_a_group
from apps.observations.session_forms import SessionForm

VIEW, ADD = "observations.view_groupsession", "observations.add_groupsession"
CHANGE = "observations.change_groupsession"
DRAFT = "observations.groupsession"
PAGE_SIZE, MEETINGS_OFFERED = 30, 12


@access.signed_in
@require_safe
def session_list(request):
    refuse_strangers(request.user, VIEW)
    rows = GroupSession.objects.read_by(request.user).select_related("group__unit")
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    shown = [session.pk for session in page]
    changeable = GroupSession.objects.changed_by(request.user).filter(pk__in=shown)
    context = {
        "page": page,
        "may_add": _groups(request.user).exists(),
        "changeable": set(changeable.values_list("pk", flat=True)),
        "today": timezone.localdate(),
    }
    return render(request, "observations/session_list.html", context)


@access.signed_in
def session_create(request):
    refuse_strangers(request.user, ADD)
    groups = list(_groups(request.user))
    form = SessionForm(request.POST or None, groups=groups, meetings=_meetings(groups))
    if request.method == "POST" and form.is_valid():
        session = _kept(
            form,
            lambda: once(
                user=request.user,
                key=form.cleaned_data["form_key"],
                create=lambda: plan_session(group=form.chosen, entry=form.entry()),
            )[0],
        )
        if session:
            messages.success(request, f"已登记：{session}")
            return redirect("observations:session_list")
    return _form_page(request, form, drafts.page_of(request.user, DRAFT))


@access.signed_in
def session_update(request, uuid: UUID):
    refuse_strangers(request.user, CHANGE)
    rows = GroupSession.objects.changed_by(request.user)
    session = get_object_or_404(rows.select_related("group__unit", "meeting"), uuid=uuid)
    offered = [*_meetings([session.group]), *([session.meeting] if session.meeting else [])]
    form = SessionForm(
        request.POST or None, groups=[session.group], meetings=offered, session=session
    )
    if request.method == "POST" and form.is_valid():
        kept = _kept(
            form,
            lambda: changed(
                user=request.user,
                key=form.cleaned_data["form_key"],
                change=lambda: change_session(
                    session=session,
                    entry=form.entry(),
                    expected_version=form.cleaned_data["version"] or 1,
                ),
            ),
        )
        if kept:
            messages.success(request, f"已修改：{kept}")
            return redirect("observations:session_list")
    draft = drafts.page_of(request.user, f"{DRAFT}:{uuid}", record=session)
    return _form_page(request, form, {"session": session, **draft})


def refuse_strangers(user, permission: str) -> None:
    if not user.has_perm(permission) and not serves_a_group(user):
        raise PermissionDenied


def _kept(form: SessionForm, keep) -> GroupSession | None:
    try:
        return keep()
    except StaleVersion as stale:
        form.accept_version(cast(GroupSession, stale.current).version)
        form.add_error(None, str(stale))
    except ValidationError as refusal:
        form.add_refusal(refusal)
    return None


def _form_page(request, form: SessionForm, context: dict):
    status = 422 if form.is_bound and form.errors else 200
    return render(
        request, "observations/session_form.html", {"form": form, **context}, status=status
    )


def _groups(user):
    """Those of today whose sessions the user may enter."""
    groups = StudyGroup.objects.valid_on(timezone.localdate()).planned_by(user)
    return groups.select_related("unit").order_by("unit__name", "pk")


def _meetings(groups: list[StudyGroup]) -> list[Meeting]:
    """The latest records of centre-group study that no session points to."""
    led = [group.organisation_id for group in groups]
    rows = Meeting.objects.effective().filter(
        organisation__in=led, kind=MeetingKind.CENTRE_GROUP_STUDY, group_sessions=None
    )
    return list(rows.select_related("organisation").order_by("-held_on", "-pk")[:MEETINGS_OFFERED])
