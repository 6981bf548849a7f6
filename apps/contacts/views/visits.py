"""A visit: recorded by the leader, read by the branch, followed until its promises are kept."""

from typing import cast
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import OuterRef, Subquery
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from apps.contacts.models import ContactPoint, ContactVisit, Promise
from apps.contacts.page_forms import FollowForm, VisitPageForm
from apps.contacts.services import FollowEntry, change_visit, follow_promise, record_visit
from apps.contacts.services.visits import HELPS
from apps.contacts.sittings import sittings_joined
from apps.core import access, drafts, policy
from apps.core.idempotency import changed, once
from apps.core.lifecycle import lifecycle_of
from apps.core.models import StatusChange
from apps.core.versions import StaleVersion

ADD, CHANGE = "contacts.add_contactvisit", "contacts.change_contactvisit"
DRAFT = "contacts.contactvisit"


@access.permission(ADD)
def visit_create(request, uuid: UUID):
    """Only the leader himself records his visit here; the desk has a page of its own."""
    points = ContactPoint.objects.of(request.user).select_related("person", "organisation")
    point = get_object_or_404(points, uuid=uuid)
    today = timezone.localdate()
    followed = Promise.objects.pending().filter(visit__contact_point=point)
    form = VisitPageForm(
        request.POST or None,
        helps=policy.names(HELPS, today),
        meetings=sittings_joined(point, today),
        followed=followed.select_related("visit"),
        initial={"starts_on": today},
    )
    if request.method == "POST" and form.is_valid():
        visit = _recorded(request, point, form)
        if visit:
            messages.success(request, f"已记录到{point.organisation}的调研")
            return redirect(visit)
    context = {"form": form, "point": point, **drafts.page_of(request.user, f"{DRAFT}:{uuid}")}
    return _form_page(request, form, context)


def _recorded(request, point: ContactPoint, form: VisitPageForm) -> ContactVisit | None:
    try:
        visit, _ = once(
            user=request.user,
            key=form.cleaned_data["form_key"],
            create=lambda: record_visit(
                point=point,
                entry=form.entry(),
                by=request.user,
                promises=form.new_promises(),
                followed=form.followed(),
            ),
        )
    except ValidationError as refusal:
        form.add_refusal(refusal)
        return None
    return visit


@access.permission(CHANGE)
def visit_update(request, uuid: UUID):
    visit = get_object_or_404(_visits(ContactVisit.objects.of(request.user)), uuid=uuid)
    point, today = visit.contact_point, timezone.localdate()
    offered = sittings_joined(point, today)
    if visit.meeting and visit.meeting not in offered:
        offered.append(visit.meeting)
    form = VisitPageForm(
        request.POST or None,
        helps=policy.names(HELPS, visit.starts_on),
        meetings=offered,
        visit=visit,
    )
    if request.method == "POST" and form.is_valid() and _changed(request, visit, form):
        messages.success(request, "调研记录已修改")
        return redirect(visit)
    name = f"{DRAFT}:{point.uuid}:{uuid}"
    context = {
        "form": form,
        "point": point,
        "visit": visit,
        **drafts.page_of(request.user, name, record=visit),
    }
    return _form_page(request, form, context)


def _changed(request, visit: ContactVisit, form: VisitPageForm) -> bool:
    try:
        changed(
            user=request.user,
            key=form.cleaned_data["form_key"],
            change=lambda: change_visit(
                visit=visit,
                entry=form.entry(),
                expected_version=form.cleaned_data["version"] or 1,
                promises=form.new_promises(),
            ),
        )
    except StaleVersion as stale:
        form.accept_version(cast(ContactVisit, stale.current).version)
        form.add_error(None, str(stale))
    except ValidationError as refusal:
        form.add_refusal(refusal)
    return not form.errors


def _form_page(request, form: VisitPageForm, context: dict):
    if form.is_bound:
        for text in form.row_problems():
            form.add_error(None, text)
    status = 422 if form.is_bound and form.errors else 200
    context["ticks"] = [form["helps"], form["ways"]]
    return render(request, "contacts/visit_form.html", context, status=status)


@access.permission("contacts.view_contactvisit")
@require_safe
def visit_detail(request, uuid: UUID):
    visit = get_object_or_404(_visits(ContactVisit.objects.visible_to(request.user)), uuid=uuid)
    last = StatusChange.objects.filter(model_label="contacts.Promise", object_pk=OuterRef("pk"))
    noted = Subquery(last.order_by("-pk").values("note")[:1])
    promises = visit.promises.annotate(last_note=noted)
    is_own = visit.contact_point.person.user_id == request.user.pk
    steps = lifecycle_of(Promise).open_steps
    context = {
        "visit": visit,
        "is_own": is_own,
        "promises": [
            {"promise": p, "steps": [] if is_own else steps(_placed(p, visit), request.user)}
            for p in promises
        ],
        "follow": FollowForm() if is_own else None,
        "followed": visit.followed_promises.all(),
        "today": timezone.localdate(),
    }
    return render(request, "contacts/visit_detail.html", context)


def _placed(promise: Promise, visit: ContactVisit) -> Promise:
    """Whether somebody may take a step is asked of the path, which the visit has in memory."""
    promise.visit = visit
    return promise


def _visits(rows):
    return rows.select_related(
        "contact_point__person__user", "contact_point__organisation", "meeting__organisation"
    )


@require_POST
@access.permission("contacts.follow_promise")
def promise_follow(request, uuid: UUID):
    """The leader says of his own promise how it stands."""
    promise = get_object_or_404(Promise.objects.of(request.user).select_related("visit"), uuid=uuid)
    form = FollowForm(request.POST)
    if not form.is_valid():
        messages.error(request, "没有保存：请选择“已兑现”“还在办”或“不再办”")
        return redirect(promise)
    entry = FollowEntry(promise, form.cleaned_data["step"], form.cleaned_data["words"])
    try:
        moved = follow_promise(entry=entry, by=request.user)
    except ValidationError as refusal:
        messages.error(request, "".join(refusal.messages))
    else:
        messages.success(request, f"“{moved}”：{moved.get_status_display()}")
    return redirect(promise)
