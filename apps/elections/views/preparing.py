"""What the body that elects does: asks, enters its papers, reports the result."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from apps.branches.choices import Post
from apps.branches.models import Term
from apps.core import access
from apps.elections import services
from apps.elections.checking import entitled_on, vacancies_of
from apps.elections.choices import ElectionBody, PaperKind
from apps.elections.forms import ExtensionForm, PaperForm, RequestForm, ResultForm
from apps.elections.models import Renewal, RenewalPaper
from apps.elections.views.seen import (
    PREPARE,
    form_page,
    kinds_for,
    people_of,
    saved,
    seen,
    seen_term,
)
from apps.meetings.models import Meeting

# So many of the body's latest records are offered.
OFFERED = 20
FORM = "elections/step_form.html"


@access.permission(PREPARE)
def renewal_ask(request, uuid: UUID):
    renewal = seen(request, uuid, PREPARE)
    form = RequestForm(request.POST or None, request.FILES or None, renewal=renewal)
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
            ),
        ):
            messages.success(request, "请示已报送")
            return redirect(renewal)
    return form_page(request, FORM, form, renewal=renewal, title="报送换届请示", verb="报送")


@access.permission("elections.add_renewalpaper")
def paper_create(request, uuid: UUID):
    renewal = seen(request, uuid, "elections.add_renewalpaper")
    kinds = kinds_for(request.user, renewal)
    asked = request.GET.get("kind", "")
    form = PaperForm(
        request.POST or None,
        request.FILES or None,
        renewal=renewal,
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
    return form_page(request, FORM, form, renewal=renewal, title="登记换届材料", verb="保存")


@require_POST
@access.permission("elections.change_renewalpaper")
def paper_remove(request, uuid: UUID):
    rows = RenewalPaper.objects.visible_to(request.user).select_related(
        "renewal__term__organisation"
    )
    paper = get_object_or_404(rows, uuid=uuid)
    try:
        services.remove_paper(paper=paper, by=request.user)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, f"已删去“{paper}”，历史里还在")
    return redirect(paper.renewal)


@access.permission("elections.add_election")
def election_create(request, uuid: UUID):
    """登记选举结果 of a renewal."""
    renewal = seen(request, uuid, PREPARE)
    form = _result_form(request, renewal.term, renewal)
    if request.method == "POST" and form.is_valid():
        election = saved(
            request,
            form,
            lambda: services.record_election(renewal=renewal, entry=form.entry(), by=request.user),
        )
        if election:
            messages.success(request, "选举结果已登记，请接着登记选举结果报告")
            return redirect(renewal)
    return form_page(
        request, "elections/result_form.html", form, renewal=renewal, term=renewal.term
    )


@access.permission("elections.add_election")
def by_election_create(request, uuid: UUID):
    """补选 within a term."""
    term = seen_term(request, uuid, "elections.add_election")
    form = _result_form(request, term)
    if request.method == "POST" and form.is_valid():
        election = saved(
            request,
            form,
            lambda: services.record_by_election(term=term, entry=form.entry(), by=request.user),
        )
        if election:
            messages.success(request, "补选结果已登记，等上级党组织批复")
            return redirect(election)
    return form_page(
        request,
        "elections/result_form.html",
        form,
        term=term,
        vacancies=vacancies_of(term.organisation),
    )


def _result_form(request, term: Term, renewal: Renewal | None = None) -> ResultForm:
    """What the portal knows stands there already: the electors, the seats that were approved."""
    today = timezone.localdate()
    meetings = (
        Meeting.objects.visible_to(request.user)
        .effective()
        .filter(organisation=term.organisation, held_on__gte=term.starts_on)
    )
    initial = {"entitled": entitled_on(term.organisation, today), "held_on": today}
    rows: dict[str, list[dict]] = {}
    if renewal:
        initial["body"] = renewal.body
    if renewal and request.method != "POST":
        rows["seats"] = [{"post": Post.COMMITTEE_MEMBER, "seats": renewal.seats}]
    return ResultForm(
        request.POST or None,
        people=people_of(term),
        meetings=meetings.order_by("-held_on", "-pk")[:OFFERED],
        initial=initial,
        rows=rows,
    )


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
    return form_page(request, FORM, form, term=term, title="申请延期换届", verb="提交申请")
