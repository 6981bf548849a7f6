"""What one page of the portal saves in one go: all of it or nothing."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction

from apps.branches.models import Organisation
from apps.projects.models import Outcome, OutcomeEvidence, SecretaryProject
from apps.projects.services.applications import (
    apply_for,
    create_project,
    update_project,
    write_measures,
)
from apps.projects.services.milestones import add_milestone
from apps.projects.services.outcomes import (
    add_evidence,
    record_outcome,
    remove_evidence,
    update_outcome,
)

Measures = Iterable[tuple[str, str]]


@transaction.atomic
def save_new_application(
    *,
    organisation: Organisation,
    fields: dict[str, Any],
    measures: Measures,
    by,
    hand_in: bool = False,
) -> SecretaryProject:
    """A draft with its measures; with `hand_in` it is reported at once."""
    project = create_project(organisation=organisation, by=by, **fields)
    write_measures(project=project, measures=measures, by=by)
    return apply_for(project=project, by=by) if hand_in else project


@transaction.atomic
def save_application(
    *,
    project: SecretaryProject,
    fields: dict[str, Any],
    measures: Measures,
    expected_version: int,
    by,
    hand_in: bool = False,
) -> SecretaryProject:
    stored = update_project(project=project, expected_version=expected_version, by=by, **fields)
    write_measures(project=stored, measures=measures, by=by)
    return apply_for(project=stored, by=by) if hand_in else stored


@transaction.atomic
def plan_milestones(
    *, project: SecretaryProject, steps: Iterable[dict[str, Any]], by
) -> SecretaryProject:
    """`steps`: name, owner, due_on of each."""
    for step in steps:
        add_milestone(project=project, by=by, **step)
    return project


@transaction.atomic
def save_outcome(
    *,
    project: SecretaryProject,
    fields: dict[str, Any],
    evidence: dict[str, Any],
    by,
    outcome: Outcome | None = None,
    expected_version: int = 0,
    removed: Iterable[OutcomeEvidence] = (),
) -> Outcome:
    """A new outcome, or a stored one with what it rests on from now on."""
    if outcome is None:
        saved = record_outcome(project=project, by=by, **fields)
    else:
        saved = update_outcome(outcome=outcome, expected_version=expected_version, by=by, **fields)
    for one in removed:
        remove_evidence(evidence=one, by=by)
    if evidence:
        add_evidence(outcome=saved, by=by, **evidence)
    return saved
