"""The steps that come with words: midterm, conclusion, evaluation."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from apps.core.lifecycle import advance
from apps.core.versions import claim_version
from apps.projects.models import SecretaryProject
from apps.projects.services.rights import LEAD, REVIEW, require


@transaction.atomic
def hold_midterm(
    *, project: SecretaryProject, held_on: date, findings: str, expected_version: int, by
) -> SecretaryProject:
    if held_on and held_on > timezone.localdate():
        raise ValidationError({"midterm_on": "中期检查日期不能晚于今天"})
    words = {"midterm_on": held_on, "midterm_findings": findings}
    return _with_words(project, "hold_midterm", words, expected_version, by, LEAD)


@transaction.atomic
def conclude_project(
    *, project: SecretaryProject, conclusion: str, expected_version: int, by
) -> SecretaryProject:
    words = {"conclusion": conclusion}
    return _with_words(project, "conclude", words, expected_version, by, LEAD)


@transaction.atomic
def evaluate_project(
    *, project: SecretaryProject, evaluation: str, expected_version: int, by
) -> SecretaryProject:
    """In the committee's words; where a jury evaluates, see `settle_evaluation`."""
    words = {"evaluation": evaluation}
    return _with_words(project, "evaluate", words, expected_version, by, REVIEW)


def _with_words(
    project: SecretaryProject,
    step: str,
    words: dict[str, Any],
    expected_version: int,
    by,
    permission: str,
) -> SecretaryProject:
    """Written only with the step that follows in the same transaction; refused, nothing stays."""
    claim_version(project, expected=expected_version)
    stored = SecretaryProject._base_manager.get(pk=project.pk)
    require(by, permission, stored)
    for name, value in words.items():
        setattr(stored, name, value)
    stored.clean_fields(exclude=[f.name for f in stored._meta.fields if f.name not in words])
    stored.save(update_fields=[*words, "updated_at"])
    return advance(stored, step, by=by)
