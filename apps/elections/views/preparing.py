"""What the body that elects does: asks, enters its papers, asks for more time."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from apps.core import access
from apps.elections import services
from apps.elections.checking import advice_on_body
from apps.elections.choices import OF_BY_ELECTION, ElectionBody, PaperKind
from apps.elections.drafts import form_of_step
from apps.elections.forms import ExtensionForm, PaperForm, RequestForm
from apps.elections.models import RenewalPaper
from apps.elections.views.seen import (
    PREPARE,
    expected,
    form_page,
    kinds_for,
    saved,
    seen,
    seen_election,
    seen_term,
)

FORM = "elections/step_form.html"


@access.permission(PREPARE)
def renewal_ask(request, uuid: UUID):
    renewal = seen(request, uuid, PREPARE)
    form = RequestForm(request.POST or None, request.FILES or None, subject=renewal)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        if saved(
            request,
            form,
            lambda: services.ask_renewal(
                renewal=renewal,
                planned_on=given["planned_on"],
                body=ElectionBody(given["body"]),
                seats=given["seats"],
                paper=form.paper(),
                by=request.user,
                expected_version=expected(form),
            ),
        ):
            messages.success(request, "请示已报送")
            return redirect(renewal)
    return form_page(
        request,
        FORM,
        form,
        draft=form_of_step(renewal, "ask"),
        record=renewal,
        renewal=renewal,
        advice=advice_on_body(renewal.organisation),
        title="报送换届请示",
        verb="报送",
    )


@access.permission("elections.add_renewalpaper")
def paper_create(request, uuid: UUID):
    renewal = seen(request, uuid, "elections.add_renewalpaper")
    kinds = kinds_for(request.user, renewal)
    asked = request.GET.get("kind", "")
    form = PaperForm(
        request.POST or None,
        request.FILES or None,
        subject=renewal,
        kinds=kinds,
        initial={"kind": asked},
    )
    if request.method == "POST" and form.is_valid():
        kind = PaperKind(form.cleaned_data["kind"])
        if saved(
            request,
            form,
            lambda: services.add_paper(
                renewal=renewal, kind=kind, entry=form.paper(), by=request.user
            ),
        ):
            messages.success(request, f"{kind.label}已登记")
            return redirect(renewal)
    return form_page(
        request,
        FORM,
        form,
        draft=form_of_step(renewal, "paper"),
        renewal=renewal,
        title="登记换届材料",
        verb="保存",
    )


@access.permission("elections.add_renewalpaper")
def by_election_paper(request, uuid: UUID):
    """The papers of a by-election, while it waits for its approval."""
    election = seen_election(request, uuid, "elections.add_election")
    kinds = [kind for kind in PaperKind if kind in OF_BY_ELECTION]
    form = PaperForm(
        request.POST or None,
        request.FILES or None,
        subject=election,
        kinds=kinds,
        initial={"kind": PaperKind.REPORT},
    )
    if request.method == "POST" and form.is_valid():
        kind = PaperKind(form.cleaned_data["kind"])
        if saved(
            request,
            form,
            lambda: services.add_by_election_paper(
                election=election, kind=kind, entry=form.paper(), by=request.user
            ),
        ):
            messages.success(request, f"{kind.told(is_within_term=True)}已登记")
            return redirect(election)
    return form_page(
        request,
        FORM,
        form,
        draft=form_of_step(election, "paper"),
        term=election.term,
        title="登记补选材料",
        verb="保存",
    )


@require_POST
@access.permission("elections.change_renewalpaper")
def paper_remove(request, uuid: UUID):
    rows = RenewalPaper.objects.visible_to(request.user).select_related(
        "renewal__term__organisation", "election__term__organisation"
    )
    paper = get_object_or_404(rows, uuid=uuid)
    try:
        services.remove_paper(paper=paper, by=request.user)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, f"已删去“{paper}”，历史里还在")
    return redirect(paper)


@access.permission("elections.add_termextension")
def extension_create(request, uuid: UUID):
    term = seen_term(request, uuid, "elections.add_termextension")
    form = ExtensionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        extension = saved(
            request,
            form,
            lambda: services.ask_extension(
                term=term,
                asked_until=form.cleaned_data["asked_until"],
                reason=form.cleaned_data["reason"],
                by=request.user,
            ),
        )
        if extension:
            messages.success(request, "延期申请已提交；批准以前届满日期不变")
            return redirect(extension)
    return form_page(
        request,
        FORM,
        form,
        draft=form_of_step(term, "extension"),
        term=term,
        title="申请延期换届",
        verb="提交申请",
    )
