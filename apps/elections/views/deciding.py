"""What the higher body does: reminds, approves, confirms."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone

from apps.core import access
from apps.core.models.spans import day_in_words
from apps.elections import services
from apps.elections.drafts import form_of_step
from apps.elections.forms import (
    ApproveForm,
    ByElectionForm,
    ConfirmForm,
    ExtensionApprovalForm,
    NotifyForm,
)
from apps.elections.models import Renewal, TermExtension
from apps.elections.views.seen import (
    DECIDE,
    GUIDE,
    expected,
    form_page,
    saved,
    seen,
    seen_election,
)
from apps.zones.forms.sections import SectionedForm

FORM = "elections/step_form.html"


@access.permission(GUIDE)
def renewal_notify(request, uuid: UUID):
    renewal = seen(request, uuid, GUIDE)
    form = NotifyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        doc_no = form.cleaned_data["doc_no"]
        if saved(
            request,
            form,
            lambda: services.notify_body(
                renewal=renewal, doc_no=doc_no, by=request.user, expected_version=expected(form)
            ),
        ):
            messages.success(request, "已提醒，提醒函可以打印")
            return redirect(renewal)
    return _page(request, form, renewal, "notify", title="发提醒函", verb="发提醒函")


@access.permission(DECIDE)
def renewal_approve(request, uuid: UUID):
    renewal = seen(request, uuid, DECIDE)
    form = ApproveForm(request.POST or None, request.FILES or None, subject=renewal)
    if request.method == "POST" and form.is_valid():
        approved = saved(
            request,
            form,
            lambda: services.approve_renewal(
                renewal=renewal,
                paper=form.paper(),
                by=request.user,
                expected_version=expected(form),
            ),
        )
        if approved:
            messages.success(request, "已批复，批复可以打印")
            return redirect(renewal)
    return _page(request, form, renewal, "approve", title="批复换届", verb="批复同意")


@access.permission(DECIDE)
def renewal_confirm(request, uuid: UUID):
    """The old term closes, the new one begins, posts and roles follow on the day."""
    renewal = seen(request, uuid, DECIDE)
    form = ConfirmForm(request.POST or None, request.FILES or None, subject=renewal)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        if saved(
            request,
            form,
            lambda: services.confirm_result(
                renewal=renewal,
                in_office_on=given["in_office_on"],
                term_years=given["term_years"],
                paper=form.paper(),
                by=request.user,
                expected_version=expected(form),
            ),
        ):
            messages.success(request, f"已批复，新一届从{given['in_office_on']}起任职")
            return redirect(renewal)
    return _page(request, form, renewal, "confirm", title="批复选举结果", verb="批复同意")


def _page(request, form: SectionedForm, renewal: Renewal, step: str, **words: str):
    name = form_of_step(renewal, step)
    return form_page(request, FORM, form, draft=name, record=renewal, renewal=renewal, **words)


@access.permission("elections.confirm_election")
def by_election_confirm(request, uuid: UUID):
    election = seen_election(request, uuid)
    if not request.user.has_perm("elections.confirm_election", election):
        raise PermissionDenied("补选结果由上级党组织批复")
    form = ByElectionForm(request.POST or None, initial={"in_office_on": election.held_on})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        if saved(
            request,
            form,
            lambda: services.confirm_by_election(
                election=election,
                in_office_on=given["in_office_on"],
                doc_no=given["doc_no"],
                by=request.user,
            ),
        ):
            messages.success(request, f"已批复，当选的人从{given['in_office_on']}起任职")
            return redirect(election)
    return form_page(
        request,
        FORM,
        form,
        draft=form_of_step(election, "settle"),
        term=election.term,
        title="批复补选结果",
        verb="批复同意",
    )


@access.permission("elections.decide_termextension")
def extension_approve(request, uuid: UUID):
    rows = TermExtension.objects.visible_to(request.user).select_related("term__organisation")
    extension = get_object_or_404(rows, uuid=uuid)
    if not request.user.has_perm("elections.decide_termextension", extension):
        raise PermissionDenied("延期换届由上级党组织批复")
    form = ExtensionApprovalForm(request.POST or None, initial={"decided_on": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        if saved(
            request,
            form,
            lambda: services.approve_extension(
                extension=extension,
                doc_no=given["doc_no"],
                decided_on=given["decided_on"],
                by=request.user,
            ),
        ):
            messages.success(request, f"已批准延期至{day_in_words(extension.asked_until)}")
            return redirect(extension)
    return form_page(
        request,
        FORM,
        form,
        draft=form_of_step(extension, "extend"),
        term=extension.term,
        title=f"批复延期换届（申请延至{day_in_words(extension.asked_until)}）",
        told=extension.reason,
        verb="批准延期",
    )
