"""登记选举结果: of a renewal, of a by-election, and what is put right before it is approved."""

from typing import TypeVar
from uuid import UUID

from django.contrib import messages
from django.shortcuts import redirect
from django.utils import timezone

from apps.branches.choices import Post
from apps.branches.models import Term
from apps.core import access
from apps.core.idempotency import sent_before
from apps.elections import services
from apps.elections.checking import entitled_on, vacancies_of
from apps.elections.drafts import form_of_correction, form_of_result
from apps.elections.entries import entry_of
from apps.elections.forms import ByElectionResultForm, ResultForm
from apps.elections.views.seen import (
    PREPARE,
    expected,
    form_page,
    people_of,
    saved,
    seen,
    seen_election,
    seen_term,
)
from apps.meetings.models import Meeting

# So many of the body's latest records are offered.
OFFERED = 20
ADD = "elections.add_election"
FORM = "elections/result_form.html"
F = TypeVar("F", bound=ResultForm)


@access.permission(ADD)
def election_create(request, uuid: UUID):
    """登记选举结果 of a renewal."""
    renewal = seen(request, uuid, PREPARE)
    initial = _known(renewal.term) | {"body": renewal.body}
    seats = [{"post": Post.COMMITTEE_MEMBER, "seats": renewal.seats}]
    form = _form(request, ResultForm, renewal.term, initial, {"seats": seats}, renewal.seats or 0)
    if request.method == "POST" and form.is_valid():
        election = saved(
            request,
            form,
            lambda: services.record_election(renewal=renewal, entry=form.entry(), by=request.user),
        )
        if election:
            messages.success(request, "选举结果已登记，请接着登记选举结果报告")
            return redirect(renewal)
    return _page(
        request,
        form,
        renewal.term,
        form_of_result(renewal),
        title="登记选举结果",
        renewal=renewal,
    )


@access.permission(ADD)
def by_election_create(request, uuid: UUID):
    """补选 within a term."""
    term = seen_term(request, uuid, ADD)
    form = _form(request, ByElectionResultForm, term, _known(term), {})
    if request.method == "POST" and form.is_valid():
        election = saved(
            request,
            form,
            lambda: services.record_by_election(
                term=term,
                entry=form.entry(),
                request=form.request_paper(term.organisation),
                approval=form.approval_paper(term.organisation),
                by=request.user,
            ),
        )
        if election:
            messages.success(request, "补选结果已登记，请接着登记选举结果报告")
            return redirect(election)
    found = vacancies_of(term.organisation)
    return _page(request, form, term, form_of_result(term), title="登记补选结果", vacancies=found)


@access.permission(ADD)
def election_update(request, uuid: UUID):
    """Numbers and names that were typed wrong, until the higher body has decided."""
    election = seen_election(request, uuid, ADD)
    stored = entry_of(election)
    form = _form(request, ResultForm, election.term, stored.stated(), stored.rows())
    if request.method == "POST" and form.is_valid():
        key = form.cleaned_data["form_key"]
        if sent_before(user=request.user, key=key) or saved(
            request,
            form,
            lambda: services.change_result(
                election=election,
                entry=form.entry(),
                expected_version=expected(form) or 1,
                by=request.user,
            ),
        ):
            messages.success(request, "选举结果已更正")
            return redirect(election)
    return _page(
        request,
        form,
        election.term,
        form_of_correction(election),
        title="更正选举结果",
        record=election,
        renewal=election.renewal,
        election=election,
    )


def _page(request, form: ResultForm, term: Term, draft: str, **context):
    return form_page(request, FORM, form, draft=draft, term=term, **context)


def _known(term: Term) -> dict:
    """What the portal knows stands there already."""
    today = timezone.localdate()
    return {"entitled": entitled_on(term.organisation, today), "held_on": today}


def _form(
    request, form_class: type[F], term: Term, initial: dict, rows: dict, planned: int = 0
) -> F:
    meetings = (
        Meeting.objects.visible_to(request.user)
        .effective()
        .filter(organisation=term.organisation, held_on__gte=term.starts_on)
    )
    return form_class(
        request.POST or None,
        people=people_of(term),
        meetings=meetings.order_by("-held_on", "-pk")[:OFFERED],
        initial=initial,
        rows={} if request.method == "POST" else rows,
        planned=planned,
    )
