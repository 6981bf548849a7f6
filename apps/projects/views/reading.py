"""The projects of the year as a board and as a list, one project, and one event."""

from uuid import UUID

from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from apps.branches.models import Unit
from apps.core import access, audit, chronicle
from apps.core.lifecycle import history_of, lifecycle_of
from apps.core.models import AuditEvent
from apps.core.sending import send_stored
from apps.projects import listing
from apps.projects.advice import advice_on
from apps.projects.board import board_of, count_late
from apps.projects.choices import PLANNING, ProjectStatus
from apps.projects.drafts import unfinished
from apps.projects.models import (
    EventProject,
    Milestone,
    Outcome,
    OutcomeEvidence,
    ProjectEvent,
    ProjectKind,
    SecretaryProject,
    Title,
)
from apps.projects.next_steps import next_step
from apps.projects.services import may_apply
from apps.projects.stages import ALL, places_of
from apps.projects.views.seen import LEAD, VIEW, seen

PAGE_SIZE = 30
# Steps that come with words have a page of their own.
WITH_WORDS = ("hold_midterm", "conclude")
# The committee writes its evaluation on the desk.
ON_DESK = ("evaluate",)


@access.permission(VIEW)
@require_safe
def board(request):
    today, user = timezone.localdate(), request.user
    projects = SecretaryProject.objects.visible_to(user).of_living_bodies(today)
    years = listing.years_of(projects)
    year = listing.year_asked(request.GET.get("year", ""), years, today)
    context = {
        "year": year,
        "years": years,
        "board": board_of(projects.of_year(year), today),
        "may_apply": may_apply(user),
        "unfinished": unfinished(user),
    }
    return render(request, "projects/board.html", context)


@access.permission(VIEW)
@require_safe
def project_list(request):
    today, user = timezone.localdate(), request.user
    visible = SecretaryProject.objects.visible_to(user).of_living_bodies(today)
    asked = listing.asked_of(request.GET)
    rows = asked.rows(visible, today).for_lines().with_titles()
    ordered = rows.order_by("-year", "title", "pk")
    page = Paginator(ordered, PAGE_SIZE).get_page(request.GET.get("page"))
    count_late(list(page.object_list), today)
    context = {
        "page": page,
        "asked": asked,
        "years": [(str(year), f"{year}年") for year in listing.years_of(visible)],
        "stages": [(stage.key, stage.label) for stage in ALL],
        "statuses": ProjectStatus.choices,
        "kinds": _choices(ProjectKind.objects.all()),
        "units": _units(visible),
        "address": urlencode(asked.address()),
    }
    return render(request, "projects/project_list.html", context)


def _units(visible) -> list[tuple[str, str]]:
    """Those that have projects; whoever sees one unit has nothing to choose."""
    held = visible.order_by().values("organisation__unit")
    found = _choices(Unit.objects.filter(pk__in=held).order_by("name"))
    return found if len(found) > 1 else []


def _choices(rows) -> list[tuple[str, str]]:
    return [(str(key), name) for key, name in rows.values_list("uuid", "name")]


@access.permission(VIEW)
@require_safe
def project_detail(request, uuid: UUID):
    project, user, today = seen(request, uuid), request.user, timezone.localdate()
    milestones = _milestones(project)
    late = [one for one in milestones if one.is_late(today)]
    lifecycle = lifecycle_of(project)
    steps = lifecycle.open_steps(project, user)
    leads = user.has_perm(LEAD, project)
    context = {
        "project": project,
        "places": places_of(project.status),
        "leads": leads,
        "next_step": next_step(project, milestones, len(late), leads=leads),
        "steps": [step for step in steps if step.step not in (*WITH_WORDS, *ON_DESK)],
        "reports": [step for step in steps if step.step in WITH_WORDS],
        "first": _first(project, milestones),
        "measures": project.named_measures.all(),
        "milestones": milestones,
        "late": late,
        "shown_at": _shown_at(project, user),
        "outcomes": _outcomes(project),
        "titles": Title.objects.filter(project=project).select_related("kind"),
        "advice": advice_on(project),
        "history": [
            (change, lifecycle.by_step[change.step].label)
            for change in history_of(project).reverse()
        ],
        "can_edit": leads and project.is_application_open,
        "can_plan": leads and project.status in PLANNING,
        "can_count": leads and project.is_under_way,
        "desk_url": _desk_url(project, user),
    }
    return render(request, "projects/project_detail.html", context)


def _first(project: SecretaryProject, milestones: list[Milestone]) -> str:
    """The one step that is mostly wanted; "" where something has to be written first."""
    if project.status == ProjectStatus.DRAFT:
        return "submit"
    return "start" if milestones else ""


def _milestones(project: SecretaryProject) -> list[Milestone]:
    rows = list(project.milestones.select_related("owner"))
    for one in rows:
        one.project = project
    return rows


def _shown_at(project: SecretaryProject, user) -> list[EventProject]:
    """Events that the reader may open."""
    seen_events = ProjectEvent.objects.visible_to(user).order_by()
    rows = EventProject.objects.filter(project=project, event__in=seen_events.values("pk"))
    return list(rows.select_related("event").order_by("event__starts_on", "pk"))


def _outcomes(project: SecretaryProject):
    rows = Outcome.objects.filter(project=project).select_related("kind")
    evidence = OutcomeEvidence.objects.select_related("meeting", "activity")
    return rows.prefetch_related(Prefetch("evidence", evidence))


def _desk_url(project: SecretaryProject, user) -> str:
    """For whoever reviews it: where the verbs of the desk are."""
    if not user.is_staff or not user.has_perm("projects.review_secretaryproject", project):
        return ""
    return reverse("admin:projects_secretaryproject_change", args=[project.pk])


@access.permission(VIEW)
@require_safe
def project_history(request, uuid: UUID):
    project = seen(request, uuid)
    context = {"project": project, "entries": chronicle.of(project)}
    return render(request, "projects/project_history.html", context)


@access.permission(VIEW)
@require_safe
def event_detail(request, uuid: UUID):
    rows = ProjectEvent.objects.visible_to(request.user).select_related("organisation")
    event = get_object_or_404(rows, uuid=uuid)
    projects = SecretaryProject.objects.visible_to(request.user).order_by()
    shown = event.shown.filter(project__in=projects.values("pk"))
    context = {
        "event": event,
        "shown": shown.select_related("project__organisation__unit").order_by("pk"),
    }
    return render(request, "projects/event_detail.html", context)


@access.permission(VIEW)
@require_safe
def evidence_file(request, uuid: UUID):
    rows = OutcomeEvidence.objects.visible_to(request.user).exclude(path="")
    evidence = get_object_or_404(rows, uuid=uuid)
    audit.record(AuditEvent.Kind.DOWNLOADED, request=request, subject=evidence.file_name)
    name, content_type = evidence.file_name, evidence.content_type
    return send_stored(evidence.path, name=name, content_type=content_type)
