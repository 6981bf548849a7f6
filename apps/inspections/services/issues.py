"""Issues: raised by whoever found one, known again when they come back, gone through by quarter."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from apps.branches.models import Organisation
from apps.core.lifecycle import StepRefused, begin
from apps.core.models.spans import day_in_words
from apps.core.versions import claim_version
from apps.inspections.choices import UNSETTLED, IssueKind, IssueLevel, IssueSource, IssueStatus
from apps.inspections.models import Issue, Visit
from apps.inspections.rules import acknowledge_by, default_due_on, refuse_future
from apps.inspections.services.rights import require
from apps.inspections.telling import tell_of_issue
from apps.meetings.models import Meeting


@transaction.atomic
def raise_issue(
    *,
    organisation: Organisation,
    text: str,
    source: IssueSource,
    found_on: date,
    by,
    due_on: date | None = None,
    visit: Visit | None = None,
    meeting: Meeting | None = None,
    observation_uuid: UUID | None = None,
    relapse_of: Issue | None = None,
    **fields: Any,
) -> Issue:
    """Begin the loop; whoever calls has asked whether `by` may.

    `fields`: source_text, item, meeting_kind, level, kind. What an item of the checklist knows is
    taken from there. Without `due_on` the committee's number of days for the level holds. An
    issue that had been closed and comes back is named by the new one, also from an earlier year.
    """
    item = fields.get("item")
    if item is not None:
        fields.setdefault("level", item.level)
        if item.is_common_hint:
            fields.setdefault("kind", IssueKind.COMMON)
        fields["meeting_kind"] = fields.get("meeting_kind") or item.meeting_kind
    refuse_future(found_on, field="found_on", name="发现日期")
    issue = Issue(
        organisation=organisation,
        unit=organisation.unit,
        text=text,
        source=source,
        found_on=found_on,
        due_on=due_on or default_due_on(fields.get("level", IssueLevel.ORDINARY), found_on),
        acknowledge_due_on=acknowledge_by(timezone.localdate()),
        visit=visit,
        meeting=meeting,
        observation_uuid=observation_uuid,
        created_by=by,
        **fields,
    )
    issue.relapse_of = _earlier(issue, relapse_of)
    issue.full_clean()
    _store(issue)
    tell_of_issue(issue, by)
    return issue


def _store(issue: Issue) -> None:
    if issue.relapse_of is None:
        issue.save(force_insert=True)
    else:
        # Who wrote it stands in `created_by`; an inspector has no right that could be asked.
        begin(
            [issue],
            "reopen",
            by=None,
            note=f"原问题{day_in_words(issue.relapse_of.closed_on)}销号后又出现",
        )


def _earlier(issue: Issue, named: Issue | None) -> Issue | None:
    if named is None:
        return earlier_like(issue).first()
    if named.organisation_id != issue.organisation_id:
        raise ValidationError({"relapse_of": "原问题不是这个党组织的，请重新选择"})
    if named.status != IssueStatus.CLOSED:
        raise ValidationError(
            {"relapse_of": f"“{named}”还没有销号，不算反弹。请在原问题里继续整改"}
        )
    return named


def earlier_like(issue: Issue):
    """The closed issues that this one may be a relapse of, the latest first."""
    return Issue.objects.closed_before_like(issue)


@transaction.atomic
def update_issue(*, issue: Issue, expected_version: int, by, **fields: Any) -> Issue:
    """`fields`: text, level, kind, source_text. The deadline moves by an extension alone."""
    if "due_on" in fields:
        raise ValidationError(
            {"due_on": "整改时限不能直接改（R-INS-03 延期要经批准）。请提交延期申请"}
        )
    claim_version(issue, expected=expected_version)
    stored = Issue.objects.get(pk=issue.pk)
    require(by, "inspections.change_issue", stored)
    if stored.status not in UNSETTLED:
        raise StepRefused(f"“{stored}”{stored.get_status_display()}，不能再改")
    stored.version = issue.version
    for name, value in fields.items():
        setattr(stored, name, value)
    stored.full_clean()
    stored.save()
    return stored


@transaction.atomic
def reconcile(*, issues: Iterable[Issue], by) -> int:
    """R-INS-05 定期对账: the open ones were gone through today; how many."""
    rows = Issue.objects.unsettled().filter(pk__in=[issue.pk for issue in issues])
    if by is not None:
        rows = rows.visible_to(by, "change")
    return rows.update(reconciled_on=timezone.localdate())
