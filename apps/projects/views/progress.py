"""Milestones, outcomes and reports, written by the unit while the project is carried forward."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from apps.core import access, drafts
from apps.core.idempotency import changed, once, sent_before
from apps.core.versions import StaleVersion
from apps.meetings.models import Meeting
from apps.projects.drafts import form_of_report
from apps.projects.forms import (
    ConclusionForm,
    DoneForm,
    DropForm,
    MidtermForm,
    MoveForm,
    OutcomeForm,
    PlanForm,
)
from apps.projects.forms.outcomes import initial_of
from apps.projects.models import Milestone, Outcome, OutcomeKind, SecretaryProject
from apps.projects.services import (
    conclude_project,
    drop_milestone,
    finish_milestone,
    hold_midterm,
    reopen_milestone,
    update_milestone,
)
from apps.projects.services.saving import plan_milestones, save_outcome
from apps.projects.views.seen import LEAD, led, people_of, require_lead, told
from apps.sixlights.models import Activity

# So many of the unit's latest records are offered as evidence.
OFFERED = 30


@access.permission(LEAD)
def milestone_create(request, uuid: UUID):
    project = led(request, uuid)
    if request.method != "POST" and not project.is_plan_open:
        messages.warning(request, f"项目现在是“{project.get_status_display()}”，不能再加节点")
        return redirect(project)
    form = PlanForm(request.POST or None, people=people_of(project.organisation))
    if request.method == "POST" and form.is_valid():
        planned = _attempt(
            form,
            lambda: once(
                user=request.user,
                key=form.cleaned_data["form_key"],
                create=lambda: plan_milestones(project=project, steps=form.stated, by=request.user),
            ),
        )
        if planned:
            messages.success(request, "节点已登记")
            return redirect(project)
    context = {"form": form, "project": project}
    return _page(request, "projects/milestone_plan.html", form, context)


@access.permission(LEAD)
def milestone_update(request, uuid: UUID):
    """Three things may become of a milestone; each has its own small form on the page."""
    milestone = _milestone(request, uuid)
    if request.method == "POST" and request.POST.get("what") == "reopen":
        return _reopened(request, milestone)
    forms = _milestone_forms(request, milestone)
    sent = forms.get(request.POST.get("what", ""))
    if sent and sent.is_valid() and _attempt(sent, _change(request, milestone, sent)):
        messages.success(request, f"“{milestone}”已保存")
        return redirect(milestone.project)
    context = {
        "milestone": milestone,
        "project": milestone.project,
        "forms": forms,
        "sent": sent,
        "form": sent,
        "is_late": milestone.is_late(timezone.localdate()),
    }
    return _page(request, "projects/milestone_form.html", sent, context)


def _milestone(request, uuid: UUID) -> Milestone:
    rows = Milestone.objects.visible_to(request.user).select_related(
        "project__organisation", "owner"
    )
    milestone = get_object_or_404(rows, uuid=uuid)
    require_lead(request, milestone.project)
    return milestone


def _milestone_forms(request, milestone: Milestone) -> dict[str, Any]:
    people = people_of(milestone.project.organisation)
    if milestone.owner and milestone.owner not in people:
        people.append(milestone.owner)
    posted = {request.POST.get("what", ""): request.POST} if request.method == "POST" else {}
    return {
        "done": DoneForm(posted.get("done"), milestone=milestone),
        "move": MoveForm(posted.get("move"), milestone=milestone, people=people),
        "drop": DropForm(posted.get("drop"), milestone=milestone),
    }


def _change(request, milestone: Milestone, form) -> Callable:
    verbs = {"done": finish_milestone, "move": update_milestone, "drop": drop_milestone}
    given = dict(form.cleaned_data)
    key, version = given.pop("form_key"), given.pop("version") or 0

    def change():
        if sent_before(user=request.user, key=key):
            return milestone
        return changed(
            user=request.user,
            key=key,
            change=lambda: verbs[form.key](
                milestone=milestone, expected_version=version, by=request.user, **given
            ),
        )

    return change


def _reopened(request, milestone: Milestone):
    version = request.POST.get("version", "")
    try:
        reopen_milestone(
            milestone=milestone,
            expected_version=int(version) if version.isdecimal() else 0,
            by=request.user,
        )
    except (ValidationError, StaleVersion) as refused:
        messages.error(request, " ".join(getattr(refused, "messages", [str(refused)])))
    else:
        messages.success(request, f"“{milestone}”已恢复为没有完成")
    return redirect(milestone.project)


@access.permission(LEAD)
def outcome_create(request, uuid: UUID):
    project = led(request, uuid)
    form = _outcome_form(request, project)
    if request.method == "POST" and form.is_valid():
        saved = _attempt(
            form,
            lambda: once(
                user=request.user,
                key=form.cleaned_data["form_key"],
                create=lambda: save_outcome(
                    project=project, fields=form.stated, evidence=form.evidence, by=request.user
                ),
            ),
        )
        if saved:
            messages.success(request, "成果已登记")
            return redirect(project)
    context = {"form": form, "project": project}
    return _page(request, "projects/outcome_form.html", form, context)


@access.permission(LEAD)
def outcome_update(request, uuid: UUID):
    rows = Outcome.objects.visible_to(request.user).select_related("project__organisation", "kind")
    outcome = get_object_or_404(rows, uuid=uuid)
    project = outcome.project
    require_lead(request, project)
    form = _outcome_form(request, project, outcome)
    if request.method == "POST" and form.is_valid():
        key = form.cleaned_data["form_key"]
        saved = sent_before(user=request.user, key=key) or _attempt(
            form,
            lambda: changed(
                user=request.user,
                key=key,
                change=lambda: save_outcome(
                    project=project,
                    outcome=outcome,
                    fields=form.stated,
                    evidence=form.evidence,
                    removed=form.removed,
                    expected_version=form.cleaned_data["version"] or 0,
                    by=request.user,
                ),
            ),
        )
        if saved:
            messages.success(request, "成果已修改")
            return redirect(project)
    context = {"form": form, "project": project, "outcome": outcome}
    return _page(request, "projects/outcome_form.html", form, context)


def _outcome_form(request, project: SecretaryProject, outcome: Outcome | None = None):
    today = timezone.localdate()
    own = {"organisation__unit": project.organisation.unit_id}
    meetings = Meeting.objects.visible_to(request.user).effective().filter(**own)
    activities = Activity.objects.visible_to(request.user).filter(**own)
    initial = (
        initial_of(outcome) if outcome else {"ends_on": today, "starts_on": project.started_on}
    )
    return OutcomeForm(
        request.POST or None,
        request.FILES or None,
        kinds=list(OutcomeKind.objects.all()),
        meetings=meetings.order_by("-held_on", "-pk")[:OFFERED],
        activities=activities.order_by("-starts_on", "-pk")[:OFFERED],
        evidence=outcome.evidence.select_related("meeting", "activity") if outcome else (),
        initial=initial,
    )


REPORTS: dict[str, dict[str, Any]] = {
    "hold_midterm": {"form": MidtermForm, "title": "中期检查", "verb": "完成中期检查"},
    "conclude": {"form": ConclusionForm, "title": "结项", "verb": "提交结项"},
}


@access.permission(LEAD)
def project_report(request, uuid: UUID, step: str):
    """The steps that come with words: what is written is saved together with the step."""
    project, report = led(request, uuid), REPORTS[step]
    form = report["form"](request.POST or None, project=project)
    if request.method == "POST" and form.is_valid():
        key = form.cleaned_data["form_key"]
        taken = sent_before(user=request.user, key=key) or _attempt(
            form, lambda: changed(user=request.user, key=key, change=_step(request, project, form))
        )
        if taken:
            messages.success(request, f"已{report['verb']}")
            return redirect(project)
    context = {
        "form": form,
        "project": project,
        "report": report,
        "fields": [form[name] for name in form.names],
        "waiting": project.milestones.open(),
        **drafts.page_of(request.user, form_of_report(project, step), record=project),
    }
    return _page(request, "projects/report_form.html", form, context)


def _step(request, project: SecretaryProject, form) -> Callable:
    given = form.cleaned_data
    common = {"project": project, "by": request.user, "expected_version": given["version"] or 0}
    if isinstance(form, MidtermForm):
        held_on, findings = given["midterm_on"], given["midterm_findings"]
        return lambda: hold_midterm(held_on=held_on, findings=findings, **common)
    return lambda: conclude_project(conclusion=given["conclusion"], **common)


def _attempt(form, change: Callable) -> bool:
    """Whether it was saved; what a service refused stands in the form."""
    try:
        change()
    except (ValidationError, StaleVersion) as refused:
        told(form, refused)
        return False
    return True


def _page(request, template: str, form, context: dict):
    return render(request, template, context, status=422 if form and form.is_bound else 200)
