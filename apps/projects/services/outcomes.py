"""What came of a project, and what it rests on."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model

from apps.core.files import register_of_paths
from apps.core.lifecycle import StepRefused
from apps.core.uploads import AcceptedFile, keep
from apps.core.versions import claim_version
from apps.meetings.models import Meeting
from apps.projects.choices import ENDED
from apps.projects.models import Outcome, OutcomeEvidence, OutcomeKind, SecretaryProject
from apps.projects.services.rights import locked
from apps.sixlights.models import Activity


@transaction.atomic
def record_outcome(*, project: SecretaryProject, kind: OutcomeKind, by, **fields: Any) -> Outcome:
    """`fields`: value, value_hedge, is_ordinal, reach, is_target, starts_on, ends_on, text."""
    outcome = Outcome(project=_open(project, by), kind=kind, **fields)
    outcome.full_clean()
    outcome.save(force_insert=True)
    return outcome


@transaction.atomic
def update_outcome(*, outcome: Outcome, expected_version: int, by, **fields: Any) -> Outcome:
    project = _open(outcome.project, by)
    claim_version(outcome, expected=expected_version)
    stored = Outcome.objects.get(pk=outcome.pk)
    stored.project, stored.version = project, outcome.version
    for name, value in fields.items():
        setattr(stored, name, value)
    stored.full_clean()
    stored.save()
    return stored


@transaction.atomic
def add_evidence(
    *,
    outcome: Outcome,
    by,
    text: str = "",
    file: AcceptedFile | None = None,
    meeting: Meeting | None = None,
    activity: Activity | None = None,
) -> OutcomeEvidence:
    """Words, a file, a record of a meeting or an activity; what the portal knows is linked, never
    asked again."""
    project = _open(outcome.project, by)
    for known in (meeting, activity):
        _refuse_foreign(project, known)
    evidence = OutcomeEvidence(outcome=outcome, text=text, meeting=meeting, activity=activity)
    if file:
        evidence.hold(keep(file))
    evidence.full_clean()
    evidence.save(force_insert=True)
    return evidence


@transaction.atomic
def remove_evidence(*, evidence: OutcomeEvidence, by) -> None:
    """Its row stays in the history."""
    _open(evidence.outcome.project, by)
    evidence.delete()


def _open(project: SecretaryProject, by) -> SecretaryProject:
    stored = locked(project, by)
    if stored.status in ENDED:
        raise StepRefused(
            f"“{stored}”现在是“{stored.get_status_display()}”，成果不能再改。"
            "需要更正的，请工委在工作台修改"
        )
    return stored


def _refuse_foreign(project: SecretaryProject, known: Model | None) -> None:
    organisation: Any = getattr(known, "organisation", None)
    if organisation is None:
        return
    own = project.organisation
    is_of_unit = own.unit_id is not None and organisation.unit_id == own.unit_id
    if not is_of_unit and not organisation.path.startswith(own.path):
        raise ValidationError(f"“{known}”不是本单位的，请选择本单位的会议记录或活动")


@register_of_paths
def paths_of_evidence() -> Iterable[str]:
    return OutcomeEvidence.objects.exclude(path="").values_list("path", flat=True)
