"""An inspection of one unit under way, its team, what it found, and a body that corrects."""

from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from apps.accounts.models import User
from apps.branches.models import Person
from apps.core.lifecycle import advance
from apps.inspections.choices import IssueSource, IssueStatus
from apps.inspections.models import Checklist, ChecklistItem, Inspection, Inspector, Issue, Visit
from apps.inspections.services import (
    add_evidence,
    finish_measure,
    plan_inspection,
    plan_measure,
    raise_issue,
    record_visit,
)
from tests import cast
from tests.conftest import City, Users

TODAY = timezone.localdate()
YEAR = TODAY.year


def days(number: int) -> date:
    return TODAY + timedelta(days=number)


@dataclass
class Round:
    """The inspection, its two inspectors, and the visit to the unit of `city.branch`."""

    inspection: Inspection
    head: User
    inspector: User
    visit: Visit
    checklist: Checklist

    @property
    def seats(self) -> list[Inspector]:
        return list(self.inspection.inspectors.all())

    def item(self, text: str) -> ChecklistItem:
        return self.checklist.items.get(text__contains=text)


def make_inspector(name: str) -> User:
    return cast.make_user(name, person=cast.make_person(name))


@pytest.fixture
def _facts(db):
    call_command("loaddata", "inspection_foci", "checklists", verbosity=0)


@pytest.fixture
def round_(city: City, users: Users, _facts) -> Round:
    checklist = Checklist.objects.get()
    head, inspector = make_inspector("组长"), make_inspector("组员")
    inspection = plan_inspection(
        title="年度督查",
        year=YEAR,
        starts_on=days(-60),
        ends_on=days(30),
        checklist=checklist,
        units=[city.unit],
        team=[inspector.person],
        head=head.person,
        by=users.staff,
    )
    inspection = advance(inspection, "open", by=users.staff)
    visit = record_visit(
        inspection=inspection,
        unit=city.unit,
        held_on=days(-20),
        inspectors=list(inspection.inspectors.all()),
        by=head,
    )
    return Round(inspection, head, inspector, visit, checklist)


def find_issue(round_: Round, organisation, text: str = "记录不全", **fields) -> Issue:
    """As the team finds it on its visit."""
    return raise_issue(
        organisation=organisation,
        text=text,
        source=IssueSource.INSPECTION,
        found_on=round_.visit.held_on,
        visit=round_.visit,
        by=round_.head,
        **fields,
    )


def owner_in(organisation) -> Person:
    return cast.make_member(organisation, "责任人")


def hand_in(issue: Issue, by, *, owner: Person | None = None) -> Issue:
    """Acknowledged, corrected with a measure and evidence, and submitted."""
    issue = advance(issue, "acknowledge", by=by)
    measure = plan_measure(
        issue=issue,
        text="补齐记录",
        owner=owner or owner_in(issue.organisation),
        due_on=issue.due_on,
        by=by,
    )
    issue = advance(issue, "begin", by=by)
    finish_measure(measure=measure, done_on=TODAY, result="已补齐", expected_version=1, by=by)
    add_evidence(issue=issue, text="记录本已补齐", by=by)
    return advance(issue, "submit", by=by)


def put(issue: Issue, status: str) -> Issue:
    closed_on = TODAY if status == IssueStatus.CLOSED else None
    Issue.objects.filter(pk=issue.pk).update(status=status, closed_on=closed_on)
    issue.refresh_from_db()
    return issue
