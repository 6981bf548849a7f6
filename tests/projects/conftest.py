"""A unit with a Party group, its project and the people around it."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from apps.accounts.models import User
from apps.branches.choices import OrganisationKind as Kind
from apps.branches.models import Organisation, Person
from apps.juries.choices import JuryStatus, Light, Subject, TieRule
from apps.juries.models import Jury, JuryScheme, ResultLine, ResultList
from apps.juries.services import enter
from apps.projects.choices import ProjectStatus
from apps.projects.models import (
    Milestone,
    Outcome,
    OutcomeKind,
    ProjectCandidacy,
    ProjectKind,
    SecretaryProject,
)
from tests import cast
from tests.conftest import City, secretary_of

TODAY = timezone.localdate()
YEAR = TODAY.year


@dataclass
class Works:
    """The Party group of the unit, who leads it, and what it set out to do."""

    group: Organisation
    secretary: Person
    user: User
    project: SecretaryProject


def make_project(organisation: Organisation, **fields) -> SecretaryProject:
    """A complete application in the state that is asked for."""
    kind, _ = ProjectKind.objects.get_or_create(name="党建引领发展")
    given = {
        "year": YEAR,
        "title": "把支部建在项目上",
        "kind": kind,
        "background": "项目多、战线长",
        "problem": "党员分散",
        "measures": "建立临时党支部",
        "schedule": "三季度完成",
        "expected_effect": "建成十个支部",
        "starts_on": date(YEAR, 1, 1),
        "ends_on": date(YEAR, 12, 31),
        "status": ProjectStatus.DRAFT,
    }
    return SecretaryProject.objects.create(organisation=organisation, **(given | fields))


def make_milestone(project: SecretaryProject, name: str = "完成调研", **fields) -> Milestone:
    given = {"due_on": TODAY + timedelta(days=30), "owner": project.secretary}
    return Milestone.objects.create(project=project, name=name, **(given | fields))


def make_outcome(project: SecretaryProject, **fields) -> Outcome:
    kind, _ = OutcomeKind.objects.get_or_create(name="建成支部", unit="个")
    given = {"kind": kind, "value": Decimal(10), "ends_on": TODAY}
    return Outcome.objects.create(project=project, **(given | fields))


def make_jury(subject: Subject = Subject.PROJECT, **fields) -> Jury:
    scheme, _ = JuryScheme.objects.get_or_create(
        name=f"{subject.label}办法",
        subject=subject,
        defaults={
            "valid_from": date(2020, 1, 1),
            "trimmed": 1,
            "passes_from": 80,
            "amend_from": 60,
            "ties": TieRule.ALL_IN,
        },
    )
    given = {"title": f"{YEAR}年{subject.label}", "year": YEAR, "opens_on": TODAY}
    return Jury.objects.create(scheme=scheme, closes_on=TODAY, **(given | fields))


def freeze(
    jury: Jury, lights: dict[SecretaryProject, Light], *, without: tuple[SecretaryProject, ...] = ()
) -> None:
    """A frozen list with so many lines, green ones in but those `without` a place; a project that
    is not in the jury yet is entered."""
    stated = ResultList.objects.create(jury=jury, number=jury.lists.count() + 1, jury_line="评委")
    for order, (project, light) in enumerate(lights.items(), start=1):
        candidacy = project.candidacies.filter(candidate__jury=jury).first()
        if candidacy is None:
            candidate = enter(jury, organisation=project.organisation, label=project.title, by=None)
            candidacy = ProjectCandidacy.objects.create(project=project, candidate=candidate)
        ResultLine.objects.create(
            result_list=stated,
            candidate=candidacy.candidate,
            order=order,
            sheets=3,
            mean=Decimal("81.50"),
            light=light,
            is_in=light == Light.GREEN and project not in without,
            explanation="说明",
        )
    Jury.objects.filter(pk=jury.pk).update(status=JuryStatus.FROZEN)


@pytest.fixture
def works(city: City) -> Works:
    group = cast.make_organisation(
        "市财政局党组", Kind.PARTY_GROUP, parent=city.root, unit=city.unit
    )
    user, person = secretary_of(group, "group_secretary")
    return Works(group, person, user, make_project(group, secretary=person))
