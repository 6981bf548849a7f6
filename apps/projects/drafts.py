"""The names under which drafts of applications and reports are kept."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.urls import reverse

from apps.branches.models import Organisation
from apps.core import drafts
from apps.projects.models import SecretaryProject

APPLICATION, REPORT = "projects.application", "projects.report"
NEW = "new"


class Unfinished(NamedTuple):
    """One form that somebody has left; `url` opens it with what was typed."""

    title: str
    place: str
    url: str
    saved_at: datetime


def form_of_new(organisation: Organisation) -> str:
    return f"{APPLICATION}:{organisation.uuid}:{NEW}"


def form_of(project: SecretaryProject) -> str:
    return f"{APPLICATION}:{project.organisation.uuid}:{project.uuid}"


def form_of_report(project: SecretaryProject, step: str) -> str:
    return f"{REPORT}:{step}:{project.uuid}"


def _standing(user, rest: str) -> drafts.Standing | None:
    """How the project named by a draft stands; None for a new one and for one not seen."""
    key = rest.rpartition(":")[2]
    project = _projects(user, [key]).get(key)
    return drafts.Standing(project.version, project.updated_at) if project else None


drafts.register_standing(APPLICATION, _standing)
drafts.register_standing(REPORT, _standing)


def unfinished(user) -> list[Unfinished]:
    """What the user has left about projects, the latest first: one query, two where there is any."""
    kept = drafts.unfinished_of(user).filter(form__startswith="projects.")
    left = [(at, form.split(":")) for form, at in kept.values_list("form", "saved_at")]
    projects = _projects(user, [parts[-1] for _, parts in left]) if left else {}
    found = (_offer(at, parts, projects.get(parts[-1])) for at, parts in left)
    return [offer for offer in found if offer]


def _offer(at: datetime, parts: list[str], project: SecretaryProject | None) -> Unfinished | None:
    model, first, last = parts
    if last == NEW:
        url = f"{reverse('projects:project_create')}?organisation={first}"
        return Unfinished("申报", "书记项目", url, at)
    if project is None:
        return None
    if model == REPORT:
        url = reverse(f"projects:project_{first}", args=[project.uuid])
        return Unfinished("报告", str(project), url, at)
    return Unfinished("申报", str(project), reverse("projects:project_update", args=[last]), at)


def _projects(user, keys: list[str]) -> dict[str, SecretaryProject]:
    rows = SecretaryProject.objects.visible_to(user).filter(uuid__in=filter(_is_key, keys))
    return {str(project.uuid): project for project in rows}


def _is_key(text: str) -> bool:
    try:
        return bool(UUID(text))
    except ValueError:
        return False
