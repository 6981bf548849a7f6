"""What jurors read of a project: its application, and of a concluded one what came of it."""

from collections.abc import Iterable

from apps.juries.choices import Subject
from apps.juries.dossiers import Dossier, DossierFile, register
from apps.juries.models import Candidate
from apps.projects.models import Outcome, ProjectCandidacy, SecretaryProject
from apps.projects.printing.sheets import sheet_of, with_parts


def dossiers_of(candidates: Iterable[Candidate]) -> dict[int, Dossier]:
    """By candidate: the headings of the project sheet, with the files of its evidence."""
    known = ProjectCandidacy.objects.filter(candidate__in=[one.pk for one in candidates])
    owners = dict(known.values_list("candidate", "project"))
    rows = with_parts(SecretaryProject.objects.filter(pk__in=owners.values()))
    projects = {project.pk: project for project in rows.prefetch_related("outcomes__evidence")}
    return {pk: _dossier(projects[owner]) for pk, owner in owners.items()}


def _dossier(project: SecretaryProject) -> Dossier:
    sheet = sheet_of(project)
    facts = (
        ("承担党组织", sheet["organisation"]),
        ("领题书记", sheet["secretary"]),
        ("项目类别", sheet["kind"]),
        ("起止时间", sheet["span"]),
    )
    texts = tuple((line["heading"], line["text"]) for line in sheet["texts"])
    told = tuple(fact for fact in facts if fact[1])
    return Dossier(project.title, (*told, *texts), tuple(_files(project.outcomes.all())))


def _files(outcomes: Iterable[Outcome]) -> Iterable[DossierFile]:
    for outcome in outcomes:
        for evidence in outcome.evidence.all():
            if evidence.path:
                yield DossierFile(evidence.file_name, evidence.path, evidence.content_type)


for _subject in (Subject.PROJECT, Subject.PROJECT_RESULT):
    register(_subject, dossiers_of)
