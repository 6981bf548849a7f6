"""What a life meeting found wanting (查摆的问题) goes into the one loop (handbook 3.4, Art. 17)."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from apps.branches.choices import OrganisationKind
from apps.branches.models import Organisation
from apps.branches.secretaries import secretaries_of
from apps.core.lifecycle import StepRefused, advance
from apps.inspections.choices import IssueLevel, IssueSource
from apps.inspections.models import Issue
from apps.inspections.rules import default_due_on, is_life_meeting
from apps.inspections.services.issues import raise_issue
from apps.inspections.services.rights import CORRECT, require
from apps.meetings.models import Meeting


@transaction.atomic
def raise_of_meeting(
    *,
    meeting: Meeting,
    text: str,
    by,
    level: str = IssueLevel.ORDINARY,
    due_on: date | None = None,
) -> Issue:
    """An issue of the body that held the meeting, due so many days from today.

    Whoever answers for the body and writes it down himself has seen it: it is acknowledged at once.
    """
    require(by, CORRECT, meeting)
    if not is_life_meeting(meeting):
        raise StepRefused("只有已提交的组织生活会、民主生活会能登记查摆的问题，请先提交会议记录")
    body, today = body_of(meeting), timezone.localdate()
    issue = raise_issue(
        organisation=body,
        text=text,
        source=IssueSource.LIFE_MEETING,
        source_text=f"{meeting.held_on.year}年{meeting}",
        found_on=meeting.held_on,
        due_on=due_on or default_due_on(level, today),
        meeting=meeting,
        level=level,
        by=by,
    )
    answers = by in secretaries_of([body.pk], today).get(body.pk, [])
    return advance(issue, "acknowledge", by=by) if answers else issue


def body_of(meeting: Meeting) -> Organisation:
    """What a subgroup finds wanting is put right by its branch."""
    held = meeting.organisation
    is_subgroup = held.kind == OrganisationKind.SUBGROUP
    return held.parent if is_subgroup and held.parent else held
