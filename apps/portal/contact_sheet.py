"""案头书 (R-CP-08): one page about a contact branch, as plain values for screen and paper."""

from datetime import date
from typing import TypedDict

from django.utils.formats import date_format

from apps.branches.choices import SECRETARY_POSTS, MembershipKind, Post
from apps.branches.models import Appointment, Membership
from apps.contacts.models import ContactPoint, Promise
from apps.contacts.overview import Card, cards
from apps.core.periods import Period
from apps.duties import todo
from apps.duties.engine import survey
from apps.duties.todo import Entry
from apps.inspections.models import Issue
from apps.meetings.models import Meeting
from apps.zones.models import ZoneMembership

RECORDS_SHOWN, VISITS_SHOWN = 6, 3


class DutyLine(TypedDict):
    title: str
    deadline: str
    tone: str


class IssueLine(TypedDict):
    text: str
    due_on: str
    is_overdue: bool


class VisitLine(TypedDict):
    uuid: str
    days: str
    forms: str
    helps: str
    findings: str


class PromiseLine(TypedDict):
    text: str
    owner: str
    due_on: str
    state: str
    is_overdue: bool


class RecordLine(TypedDict):
    uuid: str
    held_on: str
    kind: str
    title: str


class MonthCell(TypedDict):
    number: int
    word: str


class ContactSheet(TypedDict):
    """What a leader has on his desk before he goes."""

    as_of: str
    leader: str
    since: str
    branch: str
    kind: str
    unit: str
    superior: str
    zone: str
    members: str
    secretary: str
    committee: str
    term: str
    conflict: str
    due: int
    done: int
    open: list[DutyLine]
    issues: list[IssueLine]
    visits: list[VisitLine]
    wanted: str
    promises: list[PromiseLine]
    records: list[RecordLine]
    months: list[MonthCell]


def sheet_of(point: ContactPoint, today: date) -> ContactSheet:
    """The point comes with its person, and its organisation with unit and parent."""
    branch = point.organisation
    card = cards([point], today)[0]
    posts = _posts(point, today)
    due, done, entries = _duties(point, today)
    return {
        "as_of": _day(today),
        "leader": point.person.name,
        "since": _day(point.valid_from),
        "branch": branch.name,
        "kind": branch.get_kind_display(),
        "unit": str(branch.unit or ""),
        "superior": str(branch.parent or ""),
        "zone": _zone(point, today),
        "members": _members(point, today),
        "secretary": "、".join(_named(p, with_day=True) for p in posts if _is_secretary(p)),
        "committee": "、".join(_named(p) for p in posts if not _is_secretary(p)),
        "term": _term(point, today),
        "conflict": point.conflict_words if card.is_in_conflict else "",
        "due": due,
        "done": done,
        "open": [_duty_line(entry) for entry in entries],
        "issues": [_issue_line(issue, today) for issue in _issues(point, today)],
        "visits": _visit_lines(card),
        "wanted": f"今年已调研 {card.visits_this_year} 次，规定每年不少于 {card.wanted} 次",
        "promises": [_promise_line(promise, today) for promise in card.promises],
        "records": [_record_line(meeting) for meeting in _records(point)],
        "months": [{"number": m.number, "word": m.word} for m in card.months if m.is_asked],
    }


def _day(day: date) -> str:
    return date_format(day, "Y年n月j日")


def _zone(point: ContactPoint, today: date) -> str:
    rows = ZoneMembership.objects.valid_on(today).filter(unit=point.organisation.unit_id)
    held = rows.select_related("zone__leader").first()
    if held is None:
        return ""
    leader = held.zone.leader
    return f"{held.zone}（{leader}联系指导）" if leader else str(held.zone)


def _members(point: ContactPoint, today: date) -> str:
    rows = Membership.objects.valid_on(today).filter(organisation=point.organisation)
    kinds = list(rows.values_list("kind", flat=True))
    probationary = kinds.count(MembershipKind.PROBATIONARY)
    return f"{len(kinds)} 名" + (f"，其中预备党员 {probationary} 名" if probationary else "")


def _posts(point: ContactPoint, today: date) -> list[Appointment]:
    order = {post: number for number, post in enumerate(Post)}
    rows = point.organisation.appointments.valid_on(today).select_related("person")
    return sorted(rows, key=lambda post: (order[Post(post.post)], post.valid_from))


def _is_secretary(post: Appointment) -> bool:
    return post.post in SECRETARY_POSTS


def _named(post: Appointment, *, with_day: bool = False) -> str:
    since = f"（{date_format(post.valid_from, 'Y年n月')}起）" if with_day else ""
    label = "" if post.post == Post.SECRETARY else f"{post.get_post_display()} "
    return f"{label}{post.person}{since}"


def _term(point: ContactPoint, today: date) -> str:
    term = point.organisation.terms.current(today).first()
    if term is None:
        return ""
    late = "，已届满未换届" if term.ends_on < today else ""
    return f"第{term.number}届，{_day(term.ends_on)}届满{late}"


def _duties(point: ContactPoint, today: date) -> tuple[int, int, list[Entry]]:
    """Those of the year that have begun, and what of them is not done, the nearest end first."""
    surveyed = survey([point.organisation_id], Period.year(today.year), today=today)
    if not surveyed:
        return 0, 0, []
    body, duties = surveyed[0]
    progress = todo.progress(duties, today)
    begun = [
        entry
        for entry in todo.entries(body, duties, today)
        if entry.is_open and entry.duty.is_due and entry.duty.period.start <= today
    ]
    return progress.due, progress.done, sorted(begun, key=lambda entry: entry.days_left)


def _duty_line(entry: Entry) -> DutyLine:
    return {"title": entry.title, "deadline": entry.deadline, "tone": entry.tone}


def _issues(point: ContactPoint, today: date):
    return Issue.objects.open_on(today).filter(organisation=point.organisation)


def _issue_line(issue: Issue, today: date) -> IssueLine:
    return {
        "text": issue.text,
        "due_on": _day(issue.due_on),
        "is_overdue": issue.due_on < today,
    }


def _visit_lines(card: Card) -> list[VisitLine]:
    return [
        {
            "uuid": str(visit.uuid),
            "days": visit.days,
            "forms": "、".join(visit.form_names),
            "helps": "、".join(visit.helps),
            "findings": visit.findings,
        }
        for visit in card.visits[:VISITS_SHOWN]
    ]


def _promise_line(promise: Promise, today: date) -> PromiseLine:
    return {
        "text": promise.text,
        "owner": promise.get_owner_display(),
        "due_on": _day(promise.due_on),
        "state": promise.get_status_display(),
        "is_overdue": promise.is_overdue(today),
    }


def _records(point: ContactPoint):
    return Meeting.objects.effective().filter(organisation=point.organisation)[:RECORDS_SHOWN]


def _record_line(meeting: Meeting) -> RecordLine:
    return {
        "uuid": str(meeting.uuid),
        "held_on": _day(meeting.held_on),
        "kind": meeting.get_kind_display(),
        "title": meeting.title,
    }
