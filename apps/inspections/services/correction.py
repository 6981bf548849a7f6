"""整改: measures, evidence, and the later records by which a missing meeting is put right."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model, Q

from apps.branches.models import Person
from apps.core.files import register_of_paths
from apps.core.lifecycle import advance
from apps.core.models.spans import day_in_words
from apps.core.uploads import AcceptedFile, keep
from apps.core.versions import claim_version
from apps.inspections.models import Evidence, Issue, Measure
from apps.inspections.rules import has_later_record, refuse_future
from apps.inspections.services.rights import locked_in_hand
from apps.inspections.telling import tell_of_measure
from apps.meetings.models import Meeting
from apps.sixlights.models import Activity


@transaction.atomic
def plan_measure(*, issue: Issue, text: str, owner: Person, due_on: date, by) -> Measure:
    stored = locked_in_hand(issue, by)
    measure = Measure(issue=stored, text=text, owner=owner, due_on=due_on)
    _write(measure)
    tell_of_measure(measure, by)
    return measure


@transaction.atomic
def update_measure(
    *, measure: Measure, text: str, owner: Person, due_on: date, expected_version: int, by
) -> Measure:
    stored = _claimed(measure, expected_version, by)
    is_new_owner = owner != stored.owner
    stored.text, stored.owner, stored.due_on = text, owner, due_on
    _write(stored)
    if is_new_owner:
        tell_of_measure(stored, by)
    return stored


@transaction.atomic
def finish_measure(
    *, measure: Measure, done_on: date, expected_version: int, by, result: str = ""
) -> Measure:
    stored = _claimed(measure, expected_version, by)
    refuse_future(done_on, field="done_on", name="完成日期")
    stored.done_on, stored.result = done_on, result
    _write(stored)
    return stored


def _claimed(measure: Measure, expected_version: int, by) -> Measure:
    issue = locked_in_hand(measure.issue, by)
    claim_version(measure, expected=expected_version)
    stored = Measure.objects.select_related("owner__user").get(pk=measure.pk)
    stored.issue, stored.version = issue, measure.version
    return stored


def _write(measure: Measure) -> None:
    issue = measure.issue
    if measure.due_on > issue.due_on:
        raise ValidationError(
            {
                "due_on": f"措施的完成期限不能晚于问题的整改时限{day_in_words(issue.due_on)}。"
                "时间不够的，请先申请延期"
            }
        )
    measure.full_clean()
    measure.save()


@transaction.atomic
def add_evidence(
    *,
    issue: Issue,
    by,
    text: str = "",
    file: AcceptedFile | None = None,
    meeting: Meeting | None = None,
    activity: Activity | None = None,
) -> Evidence:
    """A record of the portal first; words or a file only where there is none."""
    stored = locked_in_hand(issue, by)
    for known in (meeting, activity):
        _refuse_foreign(stored, known)
    evidence = Evidence(issue=stored, text=text, meeting=meeting, activity=activity)
    if file:
        evidence.hold(keep(file))
    evidence.full_clean()
    evidence.save(force_insert=True)
    return evidence


@transaction.atomic
def remove_evidence(*, evidence: Evidence, by) -> None:
    """Its row stays in the history."""
    locked_in_hand(evidence.issue, by)
    evidence.delete()


def _refuse_foreign(issue: Issue, known: Model | None) -> None:
    """Of the body itself, of one below it or of its unit."""
    body: Any = getattr(known, "organisation", None)
    if body is None:
        return
    is_below = body.path.startswith(issue.organisation.path)
    if not is_below and (issue.unit_id is None or body.unit_id != issue.unit_id):
        raise ValidationError(f"“{known}”不是{issue.organisation}或本单位的记录，请另选")


def later_records(issue: Issue):
    """The meetings of the missing kind that the body has held since the finding, the first of them
    first; what is evidence already is left out."""
    if not issue.meeting_kind:
        return Meeting.objects.none()
    is_kind = Q(kind=issue.meeting_kind) | Q(agenda_items__kind=issue.meeting_kind)
    held = Meeting.objects.effective().filter(
        is_kind, organisation=issue.organisation, held_on__gte=issue.found_on
    )
    shown = issue.evidence.filter(meeting__isnull=False).values("meeting")
    return held.exclude(pk__in=shown).distinct().order_by("held_on", "pk")


@transaction.atomic
def answer_with_meetings(*, issue: Issue, meetings: Iterable[Meeting], by) -> Issue:
    """Point at the later records and hand the issue in: no measure is asked for (3.5)."""
    stored = locked_in_hand(issue, by)
    chosen = {meeting.pk for meeting in meetings}
    fitting = list(later_records(stored).filter(pk__in=chosen))
    if len(fitting) != len(chosen):
        name = stored.get_meeting_kind_display()
        raise ValidationError(
            f"请选择{stored.organisation}在{day_in_words(stored.found_on)}以后召开、已提交的{name}记录"
        )
    for meeting in fitting:
        add_evidence(issue=stored, meeting=meeting, by=by)
    has_later_record(stored)
    return advance(stored, "answer", by=by)


@register_of_paths
def paths_of_evidence() -> Iterable[str]:
    return Evidence.objects.exclude(path="").values_list("path", flat=True)
