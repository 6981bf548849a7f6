"""书记交接 and the help page."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from apps.branches.models import Handover, Organisation
from apps.branches.services import request_handover, secretary_of
from apps.core import access
from apps.core.idempotency import once
from apps.core.lifecycle import lifecycle_of
from apps.portal.office import HandoverForm, candidates, estate_of

ASK = "branches.add_handover"
LATEST = 5


@access.permission("branches.view_handover")
@require_safe
def handover(request, uuid: UUID):
    """What goes over, the request that waits, or the form to make one."""
    organisation = _seen(request, uuid)
    may_ask = request.user.has_perm(ASK, organisation)
    return _page(request, organisation, _form(organisation) if may_ask else None)


@require_POST
@access.permission(ASK)
def handover_ask(request, uuid: UUID):
    """Ask for it; a higher body confirms."""
    organisation = _seen(request, uuid)
    if not request.user.has_perm(ASK, organisation):
        raise PermissionDenied("您没有提出这个党组织书记交接的权限")
    form = _form(organisation, request.POST)
    if form.is_valid() and _ask(request, organisation, form):
        messages.success(request, "已提出书记交接，等上级党组织确认")
        return redirect("portal:handover", uuid=organisation.uuid)
    return _page(request, organisation, form)


def _seen(request, uuid: UUID) -> Organisation:
    visible = Organisation.objects.visible_to(request.user).select_related("unit")
    return get_object_or_404(visible, uuid=uuid)


def _form(organisation: Organisation, data=None) -> HandoverForm:
    today = timezone.localdate()
    people = candidates(organisation, today)
    return HandoverForm(data, people=people, initial={"takes_over_on": today})


def _ask(request, organisation: Organisation, form: HandoverForm) -> bool:
    given = {k: v for k, v in form.cleaned_data.items() if k != "form_key"}
    try:
        once(
            user=request.user,
            key=form.cleaned_data["form_key"],
            create=lambda: request_handover(organisation=organisation, by=request.user, **given),
        )
    except ValidationError as refusal:
        form.add_error(None, refusal)
        return False
    return True


def _page(request, organisation: Organisation, form: HandoverForm | None):
    today = timezone.localdate()
    rows = Handover.objects.filter(organisation=organisation).select_related(
        "organisation", "outgoing__person", "outgoing__organisation", "successor", "requested_by"
    )
    handovers = list(rows[:LATEST])
    waiting = next((one for one in handovers if one.status == "requested"), None)
    steps = lifecycle_of(Handover).open_steps(waiting, request.user) if waiting else []
    context = {
        "organisation": organisation,
        "estate": estate_of(organisation, today),
        "secretary": secretary_of(organisation),
        "waiting": waiting,
        "steps": steps,
        "earlier": [one for one in handovers if one is not waiting],
        "form": form,
        "today": today,
    }
    status = 422 if form and form.errors else 200
    return render(request, "portal/handover.html", context, status=status)


@access.signed_in
@require_safe
def help_page(request):
    """How to log, what is asked and what is never asked."""
    return render(request, "portal/help.html")
