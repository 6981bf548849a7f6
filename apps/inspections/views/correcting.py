"""What the body that corrects writes: measures, evidence, the later meetings, a request for time."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from apps.core import access, drafts
from apps.core.idempotency import changed, once, sent_before
from apps.core.lifecycle import StepRefused
from apps.inspections import services
from apps.inspections.drafts import form_about
from apps.inspections.forms import (
    AnswerForm,
    DoneForm,
    EvidenceForm,
    ExtensionForm,
    MeasureForm,
)
from apps.inspections.lifecycle import CORRECT
from apps.inspections.models import Evidence, Issue, Measure
from apps.inspections.views.seen import OFFERED, attempt, corrected_issue, page, people_of
from apps.meetings.models import Meeting
from apps.sixlights.models import Activity


def _refused_early(request, issue: Issue):
    """Nobody fills in a form that would be refused."""
    if request.method == "POST" or issue.is_in_hand:
        return None
    messages.warning(request, f"问题现在是“{issue.get_status_display()}”，整改内容不能再改")
    return redirect(issue)


@access.permission(CORRECT)
def measure_create(request, uuid: UUID):
    issue = corrected_issue(request, uuid)
    if early := _refused_early(request, issue):
        return early
    form = MeasureForm(request.POST or None, people=people_of(issue.organisation), issue=issue)
    if (
        request.method == "POST"
        and form.is_valid()
        and _made(
            request,
            form,
            lambda: services.plan_measure(issue=issue, by=request.user, **form.stated),
        )
    ):
        messages.success(request, "整改措施已登记")
        return redirect(issue)
    return _page(request, "measure", form, issue)


@access.permission(CORRECT)
def measure_update(request, uuid: UUID):
    """A measure is done, or written anew; each has its own small form on the page."""
    measure = _measure(request, uuid)
    issue, is_done = measure.issue, request.POST.get("what") == "done"
    if early := _refused_early(request, issue):
        return early
    given = request.POST if request.method == "POST" else None
    people = people_of(issue.organisation)
    plan = MeasureForm(None if is_done else given, people=people, issue=issue, measure=measure)
    done = DoneForm(given if is_done else None, measure=measure)
    sent: Any = done if is_done else plan
    verb = services.finish_measure if is_done else services.update_measure
    if (
        request.method == "POST"
        and sent.is_valid()
        and _changed(
            request,
            sent,
            measure,
            lambda: verb(
                measure=measure,
                expected_version=sent.cleaned_data["version"] or 0,
                by=request.user,
                **sent.stated,
            ),
        )
    ):
        messages.success(request, f"“{measure}”已保存")
        return redirect(issue)
    context = {
        "issue": issue,
        "measure": measure,
        "plan": plan,
        "done": done,
        "is_done": is_done,
        **drafts.page_of(request.user, form_about("done", measure), record=measure),
    }
    return page(request, "inspections/measure_detail.html", sent, context)


def _measure(request, uuid: UUID) -> Measure:
    rows = Measure.objects.visible_to(request.user).select_related("issue__organisation", "owner")
    measure = get_object_or_404(rows, uuid=uuid)
    if not request.user.has_perm(CORRECT, measure.issue):
        raise PermissionDenied("这个问题由整改单位办理，您可以查看")
    return measure


@access.permission(CORRECT)
def evidence_create(request, uuid: UUID):
    issue = corrected_issue(request, uuid)
    if early := _refused_early(request, issue):
        return early
    meetings, activities = _records(request, issue)
    form = EvidenceForm(
        request.POST or None, request.FILES or None, meetings=meetings, activities=activities
    )
    if (
        request.method == "POST"
        and form.is_valid()
        and _made(
            request,
            form,
            lambda: services.add_evidence(issue=issue, by=request.user, **form.stated),
        )
    ):
        messages.success(request, "佐证材料已登记")
        return redirect(issue)
    return _page(request, "evidence", form, issue)


def _records(request, issue: Issue):
    """The latest records of the body and of its unit that the reader sees."""
    own: dict[str, Any] = {"organisation": issue.organisation}
    if issue.unit_id:
        own = {"organisation__unit": issue.unit_id}
    meetings = Meeting.objects.visible_to(request.user).effective().filter(**own)
    activities = Activity.objects.visible_to(request.user).filter(**own)
    return (
        meetings.select_related("organisation").order_by("-held_on", "-pk")[:OFFERED],
        activities.select_related("organisation").order_by("-starts_on", "-pk")[:OFFERED],
    )


@require_POST
@access.permission(CORRECT)
def evidence_remove(request, uuid: UUID):
    rows = Evidence.objects.visible_to(request.user).select_related("issue__organisation")
    evidence = get_object_or_404(rows, uuid=uuid)
    issue = evidence.issue
    try:
        services.remove_evidence(evidence=evidence, by=request.user)
    except StepRefused as refused:
        messages.error(request, " ".join(refused.messages))
    else:
        messages.success(request, "已去掉这项佐证材料")
    return redirect(issue)


@access.permission(CORRECT)
def issue_answer(request, uuid: UUID):
    """An issue about missing meetings: the later ones are chosen, nothing is written again."""
    issue = corrected_issue(request, uuid)
    if early := _refused_early(request, issue):
        return early
    if _was_sent(request):
        return redirect(issue)  # what was chosen then is no longer offered
    form = AnswerForm(request.POST or None, offered=services.later_records(issue))
    if (
        request.method == "POST"
        and form.is_valid()
        and _changed(
            request,
            form,
            issue,
            lambda: services.answer_with_meetings(
                issue=issue, meetings=form.cleaned_data["meetings"], by=request.user
            ),
        )
    ):
        messages.success(request, "已提交，等复核")
        return redirect(issue)
    return page(request, "inspections/answer_form.html", form, {"issue": issue})


@access.permission(CORRECT)
def extension_create(request, uuid: UUID):
    issue = corrected_issue(request, uuid)
    if early := _refused_early(request, issue):
        return early
    form = ExtensionForm(request.POST or None)
    if (
        request.method == "POST"
        and form.is_valid()
        and _made(
            request,
            form,
            lambda: services.ask_extension(issue=issue, by=request.user, **form.stated),
        )
    ):
        messages.success(request, "延期申请已提交。批准以前，整改时限不变")
        return redirect(issue)
    return _page(request, "extension", form, issue)


def _page(request, what: str, form, issue: Issue):
    """The form with what was typed into it before."""
    draft = drafts.page_of(request.user, form_about(what, issue))
    return page(request, f"inspections/{what}_form.html", form, {"issue": issue, **draft})


def _was_sent(request) -> bool:
    try:
        key = UUID(request.POST.get("form_key", ""))
    except ValueError:
        return False
    return sent_before(user=request.user, key=key) is not None


def _made(request, form, create) -> bool:
    key = form.cleaned_data["form_key"]
    made = attempt(form, lambda: once(user=request.user, key=key, create=create))
    return made is not None


def _changed(request, form, row, change) -> bool:
    """A retry of what has been saved is no conflict."""
    key = form.cleaned_data["form_key"]
    if sent_before(user=request.user, key=key):
        return True
    done = attempt(form, lambda: changed(user=request.user, key=key, change=change))
    return done is not None
