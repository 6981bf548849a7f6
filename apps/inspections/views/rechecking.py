"""复核: for whoever holds the right, and for the team that found the issue."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from apps.core import access, drafts
from apps.core.idempotency import changed, sent_before
from apps.core.lifecycle import StepRefused, advance
from apps.inspections import services
from apps.inspections.choices import IssueStatus
from apps.inspections.drafts import form_about
from apps.inspections.forms import RecheckForm
from apps.inspections.lifecycle import RECHECK
from apps.inspections.models import Issue
from apps.inspections.rules import is_seated
from apps.inspections.views.seen import attempt, page, seen_issue


@access.signed_in
def issue_recheck(request, uuid: UUID):
    issue = _rechecked(request, uuid)
    if request.method != "POST" and issue.status != IssueStatus.SUBMITTED:
        messages.warning(request, f"问题现在是“{issue.get_status_display()}”，不用复核")
        return redirect(issue)
    form = RecheckForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _done(request, issue, form):
        messages.success(request, "复核已登记，整改单位会收到消息")
        return redirect(issue)
    context = {
        "issue": issue,
        "measures": issue.measures.select_related("owner"),
        "evidence": issue.evidence.select_related("meeting", "activity"),
        **drafts.page_of(request.user, form_about("recheck", issue)),
    }
    return page(request, "inspections/recheck_form.html", form, context)


def _done(request, issue: Issue, form: RecheckForm) -> bool:
    key = form.cleaned_data["form_key"]
    if sent_before(user=request.user, key=key):
        return True
    done = attempt(
        form,
        lambda: changed(
            user=request.user,
            key=key,
            change=lambda: services.recheck(issue=issue, by=request.user, **form.stated),
        ),
    )
    return done is not None


@require_POST
@access.signed_in
def issue_close(request, uuid: UUID):
    """销号 of what passed before; an inspector has no right by which the common view would find it."""
    issue = _rechecked(request, uuid)
    try:
        advance(issue, "close", by=request.user)
    except StepRefused as refused:
        messages.error(request, " ".join(refused.messages))
    else:
        messages.success(request, f"“{issue}”已销号")
    return redirect(issue)


def _rechecked(request, uuid: UUID) -> Issue:
    issue = seen_issue(request, uuid)
    if not (request.user.has_perm(RECHECK, issue) or is_seated(issue, request.user)):
        raise PermissionDenied("这个问题由督查组或工委复核，您可以查看")
    return issue
