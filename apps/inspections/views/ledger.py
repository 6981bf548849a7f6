"""整改台账 on screen, one issue, one common issue."""

from uuid import UUID

from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from apps.core import access, audit, saved_views
from apps.core.chronicle import Entry
from apps.core.lifecycle import history_of
from apps.core.models import AuditEvent
from apps.core.sending import send_stored
from apps.inspections.choices import (
    AWAITING_RECHECK,
    ExtensionStatus,
    IssueLevel,
    IssueSource,
    IssueStatus,
)
from apps.inspections.ledger import LEDGER
from apps.inspections.lifecycle import CORRECT, ISSUE
from apps.inspections.listing import STATES, asked_of
from apps.inspections.models import CommonIssue, Evidence, Inspection, Issue, Visit
from apps.inspections.next_steps import next_step
from apps.inspections.rules import is_seated
from apps.inspections.services import later_records
from apps.inspections.views.seen import seen_issue

PAGE_SIZE = 30
NOTICES = 5
SEES_VISITS = "inspections.view_visit"
RECHECK = "inspections.recheck_issue"
# The recheck has a page of its own, where what passed is closed, too; voiding is the desk's.
ELSEWHERE = ("close", "void")


@access.signed_in
@require_safe
def issue_list(request):
    """What one sees by right, and what the inspections found in whose team one is."""
    today, user = timezone.localdate(), request.user
    views = saved_views.views_of(LEDGER, user)
    default = saved_views.default_of(views, user)
    if default and not request.GET:
        return redirect(saved_views.address(default, LEDGER))
    asked = asked_of(request.GET)
    rows = asked.rows(Issue.objects.seen_by(user), today)
    page = Paginator(rows.select_related("organisation__unit"), PAGE_SIZE).get_page(
        request.GET.get("page")
    )
    context = {
        "page": page,
        "asked": asked,
        "states": STATES.items(),
        "levels": IssueLevel.choices,
        "sources": IssueSource.choices,
        "inspections": Inspection.objects.assigned_to(user).with_counts(),
        "notices": _notices(user),
        "late": {issue.pk for issue in page.object_list if issue.is_overdue(today)},
        "unacknowledged": {i.pk for i in page.object_list if i.is_unacknowledged(today)},
        "address": urlencode(asked.address()),
        "view_bar": saved_views.bar(LEDGER, user, views, request.GET),
    }
    return render(request, "inspections/issue_list.html", context)


def _notices(user) -> list[Visit]:
    """What was sent of late to the unit for which the reader answers; the committee reads visits."""
    if not user.has_perm(CORRECT) or user.has_perm(SEES_VISITS):
        return []
    return list(Visit.objects.addressed_to(user).select_related("inspection")[:NOTICES])


@access.signed_in
@require_safe
def issue_detail(request, uuid: UUID):
    issue, user, today = seen_issue(request, uuid), request.user, timezone.localdate()
    corrects = user.has_perm(CORRECT, issue)
    may_recheck = user.has_perm(RECHECK, issue) or is_seated(issue, user)
    measures = list(issue.measures.select_related("owner"))
    evidence = list(issue.evidence.select_related("meeting", "activity"))
    extensions = list(issue.extensions.all())
    asked = next((e for e in extensions if e.status == ExtensionStatus.ASKED), None)
    is_done = all(measure.done_on for measure in measures)
    sees_visit = is_seated(issue, user) or user.has_perm(SEES_VISITS)
    context = {
        "issue": issue,
        "is_late": issue.is_overdue(today),
        "is_unacknowledged": issue.is_unacknowledged(today),
        "corrects": corrects and issue.is_in_hand,
        "next_step": next_step(issue, measures, corrects=corrects, rechecks=may_recheck),
        "steps": _steps(issue, user, measures, may_submit=is_done and evidence and not asked),
        "lacks_evidence": measures and is_done and not evidence,
        "may_recheck": may_recheck and issue.status in AWAITING_RECHECK,
        "may_answer": corrects and issue.is_in_hand and later_records(issue).exists(),
        "measures": measures,
        "evidence": evidence,
        "rechecks": issue.rechecks.select_related("by"),
        "extensions": extensions,
        "asked": asked,
        "relapses": issue.relapses.exclude(status=IssueStatus.VOID),
        "sees_visit": sees_visit,
        "reads_notice": issue.visit_id and (sees_visit or _is_told(issue, user)),
        "sees_meeting": issue.meeting and user.has_perm("meetings.view_meeting", issue.meeting),
        "entries": _story(issue),
        "desk_url": _desk_url(issue, user),
    }
    return render(request, "inspections/issue_detail.html", context)


def _is_told(issue: Issue, user) -> bool:
    return Visit.objects.addressed_to(user).filter(pk=issue.visit_id).exists()


def _story(issue: Issue) -> list[Entry]:
    """Its steps; what was written about it stands on the page."""
    raised = Entry(issue.created_at, str(issue.created_by or "工委"), "下发", ())
    steps = (
        Entry(one.at, str(one.by or "系统"), ISSUE.by_step[one.step].label, (), one.note)
        for one in history_of(issue).reverse()
    )
    return [raised, *steps]


def _steps(issue: Issue, user, measures: list, *, may_submit) -> list:
    """Without those that would only be refused: nothing begins without a measure, and nothing is
    handed in before all are done and shown."""
    hidden = (*ELSEWHERE, *(() if measures else ("begin",)), *(() if may_submit else ("submit",)))
    return [step for step in ISSUE.open_steps(issue, user) if step.step not in hidden]


def _desk_url(issue: Issue, user) -> str:
    if not user.is_staff or not user.has_perm("inspections.change_issue", issue):
        return ""
    return reverse("admin:inspections_issue_change", args=[issue.pk])


@access.permission("inspections.view_commonissue")
@require_safe
def common_detail(request, uuid: UUID):
    rows = CommonIssue.objects.visible_to(request.user).with_counts()
    common = get_object_or_404(rows.select_related("item"), uuid=uuid)
    children = common.children.standing().select_related("organisation__unit")
    context = {"common": common, "children": children}
    return render(request, "inspections/common_detail.html", context)


@access.signed_in
@require_safe
def evidence_file(request, uuid: UUID):
    issues = Issue.objects.seen_by(request.user).order_by()
    rows = Evidence.objects.filter(issue__in=issues.values("pk")).exclude(path="")
    evidence = get_object_or_404(rows, uuid=uuid)
    audit.record(AuditEvent.Kind.DOWNLOADED, request=request, subject=evidence.file_name)
    name, content_type = evidence.file_name, evidence.content_type
    return send_stored(evidence.path, name=name, content_type=content_type)
