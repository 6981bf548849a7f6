"""Issues of the demonstration city with all that belongs to the state that they are in."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from apps.core.models import StatusChange
from apps.inspections.choices import ExtensionStatus, IssueLevel, IssueStatus, RecheckOutcome
from apps.inspections.models import (
    Checklist,
    ChecklistItem,
    Evidence,
    Extension,
    Issue,
    Measure,
    Recheck,
)
from apps.meetings.choices import EFFECTIVE, MeetingKind
from apps.meetings.models import Meeting
from apps.portal.city.accounts import Office
from apps.portal.city.bodies import Body
from apps.portal.city.plan import Plan
from apps.portal.city.tables import Tables

Status = IssueStatus
# Three working days, with a weekend between them.
ACKNOWLEDGED_WITHIN = 5
FIRST_MEASURE, SECOND_MEASURE = "逐条对照，补齐记录", "修订制度，明确专人负责"
Steps = tuple[tuple[str, Status], ...]
ACKNOWLEDGED = (("acknowledge", Status.ACKNOWLEDGED),)
BEGUN = (*ACKNOWLEDGED, ("begin", Status.IN_CORRECTION))
SUBMITTED = (*BEGUN, ("submit", Status.SUBMITTED))
CLOSED = (*SUBMITTED, ("pass", Status.RECHECKED), ("close", Status.CLOSED))
# A missing meeting is put right by a later one.
ANSWERED = (
    *ACKNOWLEDGED,
    ("answer", Status.SUBMITTED),
    ("pass", Status.RECHECKED),
    ("close", Status.CLOSED),
)
STEPS: dict[Status, Steps] = {
    Status.OPEN: (),
    Status.REOPENED: (("reopen", Status.REOPENED),),
    Status.ACKNOWLEDGED: ACKNOWLEDGED,
    Status.IN_CORRECTION: BEGUN,
    Status.SUBMITTED: SUBMITTED,
    Status.RETURNED: (*SUBMITTED, ("return", Status.RETURNED)),
    Status.CLOSED: CLOSED,
}
RECHECKED_AS = {
    "return": (RecheckOutcome.RETURN, "记录补了，但缺席党员还没有补课，请补上"),
    "pass": (RecheckOutcome.PASS, "看了记录和现场，已整改到位"),
}


@dataclass(frozen=True)
class Found:
    """An issue; days count back from the last day of the city, so that those to come are below zero."""

    text: str
    status: Status
    found: int
    due: int
    item: int | None = None
    first_due: int | None = None
    level: IssueLevel = IssueLevel.ORDINARY


@dataclass(frozen=True)
class Held:
    visit: int
    ago: int


class Issues:
    def __init__(self, plan: Plan, office: Office, tables: Tables) -> None:
        self.plan, self.office, self.tables = plan, office, tables
        self.checklist = Checklist.objects.order_by("pk")[0]
        self.items = {
            item.order: item for item in ChecklistItem.objects.filter(checklist=self.checklist)
        }

    def day(self, ago: int) -> date:
        return self.plan.until - timedelta(days=ago)

    def meetings(
        self, bodies: Iterable[Body], *, before: date, kind: MeetingKind | None = None
    ) -> list[Meeting]:
        """Filed ones of the bodies, the latest first."""
        rows = Meeting.objects.filter(
            organisation__in=[b.pk for b in bodies], status__in=EFFECTIVE, held_on__lte=before
        )
        return list((rows.filter(kind=kind) if kind else rows).order_by("-held_on", "pk")[:5])

    def add(
        self,
        body: Body,
        found: Found,
        held: Held | None,
        *,
        shows: MeetingKind | None = None,
        **fields: object,
    ) -> int:
        """`shows` is the kind of meeting whose later record alone puts the issue right."""
        steps = ANSWERED if shows else STEPS[found.status]
        item, days = self.items.get(found.item or 0), self._days(found, steps)
        submitted = days.get("answer") or days.get("submit")
        issue = self.tables[Issue].add(
            organisation_id=body.pk,
            unit_id=body.own_unit.pk,
            visit_id=held.visit if held else None,
            item_id=item.pk if item else None,
            meeting_kind=item.meeting_kind if item else "",
            level=found.level.value,
            text=found.text,
            found_on=self.day(found.found),
            acknowledge_due_on=self.day(found.found - ACKNOWLEDGED_WITHIN),
            due_on=self.day(found.due),
            first_due_on=None if found.first_due is None else self.day(found.first_due),
            status=found.status.value,
            acknowledged_on=days.get("acknowledge"),
            submitted_on=submitted,
            closed_on=days.get("close"),
            created_by_id=self.office.staff,
            created_at=f"{self.day(found.found)}T16:00:00+08:00",
            **fields,
        )
        self._take(issue, steps, days)
        if "begin" in days:
            self._measures(issue, body, found, days)
        if submitted:
            self._show(issue, body, submitted, shows)
        return issue

    def _days(self, found: Found, steps: Steps) -> dict[str, date]:
        """When each of its steps was taken: what is put right, in two thirds of the time."""
        last = found.found - (found.found - max(found.due, 0)) * 2 // 3
        ago = {
            "reopen": found.found,
            "acknowledge": found.found - 2,
            "begin": found.found - 3,
            "submit": last + 4,
            "answer": last + 4,
            "return": last + 2,
            "pass": last,
            "close": last,
        }
        return {step: self.day(ago[step]) for step, _ in steps}

    def _take(self, issue: int, steps: Steps, days: dict[str, date]) -> None:
        before = Status.OPEN
        for step, after in steps:
            outcome, words = RECHECKED_AS.get(step, (None, ""))
            self.tables[StatusChange].add(
                model_label="inspections.Issue",
                object_pk=issue,
                step=step,
                source=before.value,
                target=after.value,
                note=words,
                by_id=self.office.staff if outcome or step == "close" else None,
                at=f"{days[step]}T17:00:00+08:00",
            )
            before = after
            if outcome:
                self.tables[Recheck].add(
                    issue_id=issue,
                    by_id=self.office.staff,
                    held_on=days[step],
                    outcome=outcome.value,
                    findings=words,
                )

    def _measures(self, issue: int, body: Body, found: Found, days: dict[str, date]) -> None:
        """Two, of which the second is done with the result."""
        begun, owner = days["begin"], body.secretary(self.plan.until)
        done = days.get("submit")
        due = found.due if found.first_due is None else found.first_due
        for text, done_on in ((FIRST_MEASURE, done or begun), (SECOND_MEASURE, done)):
            if owner:
                self.tables[Measure].add(
                    issue_id=issue,
                    text=text,
                    owner_id=owner,
                    due_on=self.day(due),
                    done_on=done_on,
                    result="已完成，记录可以查看" if done_on else "",
                )

    def _show(self, issue: int, body: Body, until: date, kind: MeetingKind | None) -> None:
        for meeting in self.meetings([body], before=until, kind=kind)[:1]:
            self.tables[Evidence].add(issue_id=issue, meeting_id=meeting.pk)
        if kind is None:
            self.tables[Evidence].add(issue_id=issue, text="记录本已补齐，放在党员活动室")

    def extend(self, issue: int, found: Found) -> None:
        self.tables[Extension].add(
            issue_id=issue,
            asked_until=self.day(found.due),
            reason="场地正在修缮，设备采购还没有到货",
            status=ExtensionStatus.APPROVED.value,
            decided_on=self.day(5),
        )
