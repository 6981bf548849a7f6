"""What juries found of a project."""

from collections.abc import Iterable

from apps.juries import services as juries
from apps.juries.choices import JuryStatus, Subject
from apps.juries.models import ResultLine
from apps.juries.results import lines_of
from apps.projects.models import ProjectCandidacy, SecretaryProject


def candidacies_of(projects: Iterable[int], subject: Subject) -> dict[int, ProjectCandidacy]:
    """The latest candidacy of each project (by key) for the purpose; one query. What was taken
    out again, or stood before a jury that was cancelled, is none."""
    found = (
        ProjectCandidacy.objects.filter(project__in=list(projects), candidate__left_on=None)
        .filter(candidate__jury__scheme__subject=subject)
        .exclude(candidate__jury__status=JuryStatus.CANCELLED)
        .select_related("candidate__jury__scheme", "project__organisation")
        .order_by("pk")
    )
    return {candidacy.project_id: candidacy for candidacy in found}


def results_of(projects: Iterable[int], subject: Subject) -> dict[int, ResultLine]:
    """The line in force of each project that has one: of its latest candidacy, in two queries."""
    candidacies = candidacies_of(projects, subject)
    lines = lines_of([c.candidate_id for c in candidacies.values()]) if candidacies else {}
    return {
        project: lines[candidacy.candidate_id]
        for project, candidacy in candidacies.items()
        if candidacy.candidate_id in lines
    }


def result_of(project: SecretaryProject, subject: Subject) -> ResultLine | None:
    return results_of([project.pk], subject).get(project.pk)


def leave_open_juries(project: SecretaryProject, *, because: str, by) -> None:
    """Out of every jury whose result is not frozen: whatever it finds would come too late."""
    for subject in (Subject.PROJECT, Subject.PROJECT_RESULT):
        candidacy = candidacies_of([project.pk], subject).get(project.pk)
        if candidacy and not candidacy.candidate.jury.is_settled:
            juries.leave(candidacy.candidate, because=because, by=by)
