"""What an observer is sent to, and what a unit is told; whoever sees the city sees all."""

from uuid import UUID

from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from apps.core import access
from apps.core.lifecycle import history_of
from apps.inspections.models import Issue
from apps.observations.choices import WRITING, ObservationStatus
from apps.observations.models import Observation, ObservedProblem, Observer
from apps.observations.serving import reads_sessions

PAGE_SIZE = 30


@access.signed_in
@require_safe
def observation_list(request):
    own = Observation.objects.sat_in_on_by(request.user)
    others = Observation.objects.read_by(request.user).exclude(pk__in=own.values("pk"))
    page = Paginator(_told(others), PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "own": _told(own.next_first()),
        "page": page,
        "others": page.object_list,
        "today": timezone.localdate(),
        "reads_sessions": reads_sessions(request.user),
    }
    return render(request, "observations/observation_list.html", context)


@access.signed_in
@require_safe
def observation_detail(request, uuid: UUID):
    """The unit reads what was found once it has been given its feedback, not before."""
    user = request.user
    observation = get_object_or_404(_told(Observation.objects.read_by(user)), uuid=uuid)
    is_sent = any(row.person.user_id == user.pk for row in observation.team)
    shows_form = observation.is_fed_back or (
        observation.is_written and (is_sent or _may(user, observation))
    )
    problems = ObservedProblem.objects.filter(observation=observation).select_related("issue")
    may_write = observation.status in WRITING and (is_sent or _may(user, observation))
    context = {
        "observation": observation,
        "is_sent": is_sent,
        "today": timezone.localdate(),
        "shows_form": shows_form,
        "may_write": may_write,
        "findings": observation.findings.select_related("item") if shows_form else [],
        "problems": problems if shows_form else [],
        "readable": _readable(user, problems) if shows_form else set(),
        "reason": _reason(observation) if may_write else "",
    }
    return render(request, "observations/observation_detail.html", context)


def _may(user, observation: Observation) -> bool:
    return user.has_perm("observations.conduct_observation", observation)


def _readable(user, problems) -> set[int]:
    """The issues that the user may open; a study secretary reads of them only here."""
    issues = [problem.issue_id for problem in problems if problem.issue_id]
    if not issues or not user.has_perm("inspections.view_issue"):
        return set()
    return set(Issue.objects.seen_by(user).filter(pk__in=issues).values_list("pk", flat=True))


def _reason(observation: Observation) -> str:
    """Why the form came back; nothing for one that was not handed in yet."""
    if observation.status != ObservationStatus.HELD:
        return ""
    last = history_of(observation).first()
    return last.note if last and last.step == "send_back" else ""


def _told(rows):
    """With what the pages name: the unit, the session and the team, in the order of the head."""
    team = Observer.objects.select_related("person")
    related = rows.select_related("group__unit", "group__organisation", "session", "cycle")
    return related.prefetch_related(Prefetch("observers", team, to_attr="team"))
