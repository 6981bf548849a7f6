"""How a candidate ended, for those who see its organisation, and what they say against it."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from apps.core import access
from apps.core.idempotency import once
from apps.core.lifecycle import lifecycle_of
from apps.juries.forms import ObjectionForm
from apps.juries.models import Objection, ResultLine
from apps.juries.services import raise_objection


@access.permission("juries.view_resultline")
@require_safe
def line_detail(request, uuid: UUID):
    return _page(request, _line(request, uuid), ObjectionForm())


@require_POST
@access.permission("juries.add_objection")
def objection_create(request, uuid: UUID):
    line = _line(request, uuid)
    form = ObjectionForm(request.POST)
    if not form.is_valid():
        return _page(request, line, form)
    try:
        once(
            user=request.user,
            key=form.cleaned_data["form_key"],
            create=lambda: raise_objection(
                line=line, text=form.cleaned_data["text"], by=request.user
            ),
        )
    except ValidationError as refusal:
        form.add_error(None, refusal)
        return _page(request, line, form)
    messages.success(request, "异议已提交，工委答复后会通知您")
    return redirect(line)


def _line(request, uuid: UUID) -> ResultLine:
    rows = ResultLine.objects.visible_to(request.user)
    return get_object_or_404(
        rows.select_related("candidate__organisation", "result_list__jury__scheme"), uuid=uuid
    )


def _page(request, line: ResultLine, form: ObjectionForm):
    latest = ResultLine.objects.in_force().filter(candidate=line.candidate_id).first()
    objections = list(line.objections.select_related("raised_by"))
    steps = lifecycle_of(Objection).open_steps
    context = {
        "line": line,
        "latest": latest,
        "objections": [(o, steps(_placed(o, line), request.user)) for o in objections],
        "form": form,
        "may_object": latest == line and request.user.has_perm("juries.add_objection", line),
    }
    status = 422 if form.is_bound else 200
    return render(request, "juries/line_detail.html", context, status=status)


def _placed(objection: Objection, line: ResultLine) -> Objection:
    """Whether somebody may take a step is asked of the path, which the line has in memory."""
    objection.line = line
    return objection
