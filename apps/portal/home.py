"""What the home page tells each role: things to do first, numbers second."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from operator import itemgetter

from django.db.models import QuerySet
from django.urls import reverse

from apps.branches.choices import Role
from apps.branches.models import Handover, Organisation
from apps.branches.scope import Scope, held_roles, led_by, scope
from apps.core.periods import Cycle, Period
from apps.core.quantities import Quantity
from apps.duties import todo
from apps.duties.engine import survey
from apps.duties.open_duties import bound_by_duties
from apps.duties.todo import Entry, Progress
from apps.indicators import catalogue, counting
from apps.meetings.choices import MeetingStatus
from apps.meetings.drafts import offers
from apps.meetings.models import Meeting
from apps.portal import matters
from apps.zones.models import ZoneMembership

SECRETARIES = (Role.BRANCH_SECRETARY, Role.SUBTREE_SECRETARY)
READERS = (Role.LEADER, Role.COMMITTEE_STAFF)
FIGURES = (
    "grassroots",
    "branches",
    "members",
    "sittings",
    "members_meeting",
    "committee_meeting",
    "theme_day",
    "party_lecture",
    "terms_overdue",
    "issues_overdue",
)
SHOWN = 5
BELOW_SHOWN = 60


@dataclass(frozen=True)
class Below:
    """An organisation of the subtree with what it has yet to do."""

    name: str
    url: str
    open: list[Entry]


@dataclass(frozen=True)
class Own:
    """An organisation that the user leads, with its year so far."""

    name: str
    url: str
    progress: Progress


@dataclass(frozen=True)
class Figure:
    label: str
    number: Quantity
    url: str


def secretary_context(user, today: date) -> dict:
    """The to-do list (S1) and, for whoever has organisations below, theirs."""
    led = set(led_by(user))
    year = Period.year(today.year)
    surveyed = survey(led | set(below(user)), year, today=today)
    entries = {body.pk: todo.entries(body, duties, today) for body, duties in surveyed}
    own = [entry for pk in led & entries.keys() for entry in entries[pk]]
    tasks = todo.urgent(own)
    later = todo.after_month(tasks, today)
    return {
        "is_secretary": True,
        "tasks": tasks,
        "this_month": len(tasks) - later,
        "later": later,
        "next_task": todo.upcoming(own),
        **_beside(user, led, today),
        "led": [
            Own(body.name, todo.list_url(body.uuid, year), todo.progress(duties, today))
            for body, duties in surveyed
            if body.pk in led
        ],
        "below": [
            Below(body.name, todo.list_url(body.uuid, year), todo.urgent(entries[body.pk]))
            for body, _ in surveyed
            if body.pk not in led
        ],
    }


def _beside(user, led: set[int], today: date) -> dict:
    """What is shown only where there is some: each list in the order of its days."""
    found = matters.matters(user, led, today)
    kept = sorted(
        ((m.words, m.at) for m in found.get(matters.DRAFT, []) if m.at), key=itemgetter(1)
    )
    return {
        "unfinished": offers(user, reversed(kept)),
        "new_notices": sum(int(m.words) for m in found.get(matters.NEW_NOTICES, [])),
        "returned": found.get(matters.RETURNED, [])[:SHOWN],
        "without_notes": found.get(matters.NOTES, [])[:SHOWN],
        "overdue": found.get(matters.OVERDUE, [])[:SHOWN],
        "overdue_count": len(found.get(matters.OVERDUE, [])),
        "topics": found.get(matters.TOPIC, []),
    }


def below(user) -> list[int]:
    """The organisations below those that a committee's secretary leads, while they fit a page;
    whoever leads more finds them on the pages of the duty list."""
    if all(role != Role.SUBTREE_SECRETARY for role, _ in held_roles(user)):
        return []
    organisations = bound_by_duties(scope(user, "meetings.review_meeting"))
    found = list(organisations.values_list("pk", flat=True)[: BELOW_SHOWN + 1])
    return found if len(found) <= BELOW_SHOWN else []


def review_context(user) -> dict:
    """How many records wait for the user's review, and where they stand."""
    return {
        "awaiting": Meeting.objects.visible_to(user, "review").awaiting_review().count(),
        "awaiting_url": f"{reverse('meetings:meeting_list')}?status={MeetingStatus.FILED}",
        "handovers": list(_handovers_to_confirm(user)),
    }


def _handovers_to_confirm(user) -> QuerySet:
    waiting = Handover.objects.visible_to(user, "confirm").awaiting()
    return waiting.select_related("organisation", "outgoing__person", "successor")[:SHOWN]


def figures(user, today: date) -> list[Figure]:
    """Numbers of this quarter; each opens the rows behind it."""
    period = Period.containing(today, Cycle.QUARTER)
    where = scope(user, "branches.view_organisation")
    found = counting.counts(FIGURES, period, _organisations(where))
    return [
        Figure(
            catalogue.get(key).label,
            Quantity(sum(found[key].values(), Decimal(0)), catalogue.get(key).unit),
            f"{reverse('indicators:rows', args=[key])}?period={period.key}",
        )
        for key in FIGURES
    ]


def _organisations(where: Scope) -> QuerySet | None:
    return None if where.is_everywhere else Organisation.objects.in_scope(where)


def reader_context(user, today: date) -> dict:
    period = Period.containing(today, Cycle.QUARTER)
    return {"figures": figures(user, today), "quarter": period}


def convenor_context(user, today: date) -> dict:
    """The units of the zone that the user's unit convenes."""
    memberships = ZoneMembership.objects.valid_on(today).visible_to(user)
    return {"zone_memberships": memberships.select_related("zone", "unit")}
