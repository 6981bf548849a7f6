"""Every state × step × role of an issue, of an inspection and of a request for more time."""

import itertools

import pytest
from django.core.exceptions import PermissionDenied

from apps.core.lifecycle import StepRefused, advance, history_of
from apps.inspections.choices import ExtensionStatus, InspectionStatus, IssueStatus, RecheckOutcome
from apps.inspections.lifecycle import (
    ADD,
    ASK,
    CONDUCT,
    CORRECT,
    DECIDE,
    EXTENSION,
    INSPECTION,
    ISSUE,
    RECHECK,
    VOID,
)
from apps.inspections.models import Extension, Inspection, Recheck
from apps.inspections.services import add_evidence, plan_measure
from tests import cast
from tests.inspections.conftest import TODAY, days, find_issue, owner_in, put

BODY = {"secretary", "subtree_secretary"}
# The team that found the issue needs no right for what it may do.
TEAM = {"head", "inspector"}
MAY = {
    ADD: {"staff"},
    CORRECT: {*BODY, "staff"},
    RECHECK: {"staff", *TEAM},
    VOID: {"staff"},
    CONDUCT: {"staff"},
    DECIDE: {"staff"},
    ASK: {*BODY, "staff"},
}


@pytest.fixture
def people(users, round_):
    return users.named() | {"head": round_.head, "inspector": round_.inspector}


@pytest.fixture
def complete(city, users, round_):
    """With whatever any step asks for, corrected by somebody who takes none of them."""
    issue = find_issue(round_, city.branch, meeting_kind="committee_meeting")
    put(issue, IssueStatus.IN_CORRECTION)
    measure = plan_measure(
        issue=issue, text="补齐", owner=owner_in(city.branch), due_on=issue.due_on, by=None
    )
    measure.done_on = TODAY
    measure.save()
    meeting = cast.make_meeting(city.branch, held_on=TODAY)
    add_evidence(issue=issue, meeting=meeting, by=None)
    corrector = cast.make_user("corrector")
    Recheck.objects.create(issue=issue, by=corrector, held_on=TODAY, outcome=RecheckOutcome.PASS)
    return issue


def walk(lifecycle, row, states, people, prepare) -> int:
    """Whether each step is open to whom it should be, from where it should be; how many were taken."""
    taken = 0
    for transition in lifecycle.transitions:
        may = MAY[transition.permission]
        for status in set(states) - set(transition.sources):
            prepare(row, status)
            for name in ("staff", "stranger"):
                with pytest.raises(StepRefused, match=f"“{transition.label}”要从"):
                    advance(row, transition.step, by=people[name], note="说明")
        for status, name in itertools.product(transition.sources, people):
            prepare(row, status)
            if name in may:
                moved = advance(row, transition.step, by=people[name], note="说明")
                assert moved.status == transition.target, f"{status} × {transition.step} × {name}"
                taken += 1
            else:
                with pytest.raises(PermissionDenied):
                    advance(row, transition.step, by=people[name], note="说明")
    assert taken == sum(len(t.sources) * len(MAY[t.permission]) for t in lifecycle.transitions)
    return taken


def test_every_step_of_an_issue_from_every_state_by_every_role(people, complete):
    before = history_of(complete).count()

    def prepare(issue, status):
        put(issue, status)
        type(issue).objects.filter(pk=issue.pk).update(submitted_by=None)

    taken = walk(ISSUE, complete, IssueStatus, people, prepare)
    assert history_of(complete).count() == before + taken


def test_every_step_of_an_inspection_from_every_state_by_every_role(city, people, round_):
    inspection = round_.inspection
    round_.visit.present.all().delete()
    round_.visit.delete()

    def prepare(row, status):
        Inspection.objects.filter(pk=row.pk).update(status=status)

    walk(INSPECTION, inspection, InspectionStatus, people, prepare)


def test_every_step_of_an_extension_from_every_state_by_every_role(people, complete):
    extension = Extension.objects.create(issue=complete, asked_until=days(90), reason="采购未到货")

    def prepare(row, status):
        Extension.objects.filter(pk=row.pk).update(status=status)
        type(complete).objects.filter(pk=complete.pk).update(due_on=days(10), first_due_on=None)

    walk(EXTENSION, extension, ExtensionStatus, people, prepare)


def test_inspector_of_another_inspection_rechecks_nothing(city, round_, complete):
    put(complete, IssueStatus.SUBMITTED)
    with pytest.raises(PermissionDenied):
        advance(complete, "pass", by=cast.make_user("other", person=cast.make_person()))


def test_seat_ends_with_the_inspection(round_, complete):
    put(complete, IssueStatus.SUBMITTED)
    Inspection.objects.update(status=InspectionStatus.CLOSED)
    with pytest.raises(PermissionDenied):
        advance(complete, "pass", by=round_.head)


def test_inspection_opens_with_units_and_a_team_alone(users, round_):
    bare = Inspection.objects.create(
        title="专项督查", year=2026, starts_on=TODAY, ends_on=TODAY, created_by=users.staff
    )
    with pytest.raises(StepRefused, match="请先选定被督查单位"):
        advance(bare, "open", by=users.staff)


def test_inspection_ends_when_its_issues_are_closed(city, users, round_):
    issue = find_issue(round_, city.branch)
    with pytest.raises(StepRefused, match="还有 1 个问题没有销号"):
        advance(round_.inspection, "close", by=users.staff)
    put(issue, IssueStatus.CLOSED)
    assert advance(round_.inspection, "close", by=users.staff).closed_on == TODAY


def test_inspection_that_went_anywhere_is_not_cancelled(users, round_):
    with pytest.raises(StepRefused, match="已经登记过现场督查"):
        advance(round_.inspection, "cancel", by=users.staff, note="改期")
