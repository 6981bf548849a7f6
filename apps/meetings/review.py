"""Verbs of the review desk: each record is passed as it was read, or not at all."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.core.exceptions import PermissionDenied
from django.db import transaction

from apps.core.lifecycle import StepRefused, advance
from apps.meetings.models import Meeting


class ReadOtherwise(StepRefused):
    """The record is not any more what the reviewer has read."""


@dataclass
class Verdict:
    """What became of many: those passed, and the others each with a sentence that says why."""

    passed: list[Meeting] = field(default_factory=list)
    left: list[str] = field(default_factory=list)


@transaction.atomic
def take_as_read(meeting: Meeting, step: str, *, version: int, by, note: str = "") -> Meeting:
    """`advance`, unless the record was changed after the reviewer opened its `version`."""
    stored = Meeting.objects.select_for_update(of=("self",)).get(pk=meeting.pk)
    if stored.version != version:
        raise ReadOtherwise(
            f"“{stored}”在您打开之后有变动，现在是“{stored.get_status_display()}”，请重新查看"
        )
    return advance(stored, step, by=by, note=note)


def pass_as_read(records: Iterable[tuple[Meeting, int]], *, by) -> Verdict:
    """Pass records one by one: what cannot be passed is told and does not stop the others."""
    verdict = Verdict()
    for meeting, version in records:
        try:
            verdict.passed.append(take_as_read(meeting, "review", version=version, by=by))
        except StepRefused as refused:
            verdict.left.append(" ".join(refused.messages))
        except PermissionDenied as denied:
            verdict.left.append(f"“{meeting}”：{denied}")
    return verdict
