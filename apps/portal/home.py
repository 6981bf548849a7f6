"""What the home page tells each role: things to do first, numbers second."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from operator import itemgetter

from django.db.models import OuterRef, QuerySet, Subquery
from django.urls import reverse

from apps.branches.choices import OrganisationKind, Role
from apps.branches.models import Handover, Organisation
from apps.branches.scope import Scope, held_roles, led_by, scope
from apps.contacts.models import ContactPoint
from apps.contacts.waiting import due_for_a_visit
from apps.core.periods import Cycle, Period
from apps.core.quantities import Quantity
from apps.duties import todo
from apps.duties.open_duties import bound_by_duties
from apps.duties.standing import standing
from apps.duties.todo import Entry, Progress
from apps.indicators import catalogue, counting
from apps.inspections.models import Inspection
from apps.meetings.choices import MeetingStatus
from apps.meetings.drafts import offers
from apps.meetings.models import Meeting
from apps.observations.models import Observation
from apps.portal import matters
from apps.portal.matters import Matter
from apps.zones.choices import AHEAD
from apps.zones.models import Suggestion, Zone, ZoneActivity, ZoneMembership
from apps.zones.querysets import ZoneActivityQuerySet

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
    "projects_in_progress",
    "milestones_overdue",
    "brands_certified",
    "terms_overdue",
    "issues_open",
    "issues_overdue",
    "units_observed",
)
SHOWN = 5
ANSWERS_SHOWN = 3
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
    stands = standing(led | set(below(user)), year, today)
    own = [entry for one in stands if one.body.pk in led for entry in one.open]
    found = matters.matters(user, led, today)
    returned = found.get(matters.RETURNED, [])
    tasks = [entry for entry in todo.urgent(own) if not _is_returned(entry, returned)]
    later = todo.after_month(tasks, today)
    beside = matters.until_end_of_month(found, today)
    return {
        "is_secretary": True,
        "tasks": tasks,
        "this_month": len(tasks) - later + beside,
        "beside": beside,
        "later": later,
        "next_task": todo.upcoming(own),
        **_beside(user, found),
        "led": [
            Own(one.body.name, todo.list_url(one.body.uuid, year), one.progress)
            for one in stands
            if one.body.pk in led
        ],
        "below": [
            Below(one.body.name, todo.list_url(one.body.uuid, year), todo.urgent(one.open))
            for one in stands
            if one.body.pk not in led
        ],
    }


def _is_returned(entry: Entry, returned: list[Matter]) -> bool:
    """Whether the record of that duty is there and only waits to be mended: it is told once."""
    kind = catalogue.get(entry.duty.rule.indicator).records
    return any(
        matter.body == entry.body.pk
        and matter.kind == kind
        and matter.day is not None
        and matter.day in entry.duty.period
        for matter in returned
    )


def _beside(user, found: dict[str, list[Matter]]) -> dict:
    """What is shown only where there is some: each list in the order of its days."""
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
        "called": found.get(matters.ACTIVITY, [])[:SHOWN],
        "answered": _latest(found.get(matters.ANSWERED, []))[:ANSWERS_SHOWN],
        "asked": found.get(matters.ASKED, [])[:SHOWN],
        "milestones": found.get(matters.MILESTONE, [])[:SHOWN],
        "milestone_count": len(found.get(matters.MILESTONE, [])),
        "issues": found.get(matters.ISSUE, [])[:SHOWN],
        "issue_count": len(found.get(matters.ISSUE, [])),
        "renewals": found.get(matters.RENEWAL, [])[:SHOWN],
        "renewals_below": found.get(matters.RENEWAL_BELOW, [])[:SHOWN],
        "renewal_below_count": len(found.get(matters.RENEWAL_BELOW, [])),
        "assignments": found.get(matters.ASSIGNMENT, []),
        "sittings_in": found.get(matters.SITTING_IN, []),
        "self_ratings": found.get(matters.SELF_RATING, [])[:SHOWN],
        "to_look_through": found.get(matters.LOOK_THROUGH, [])[:SHOWN],
        "look_through_count": len(found.get(matters.LOOK_THROUGH, [])),
    }


def _latest(rows: list[Matter]) -> list[Matter]:
    return sorted(rows, key=lambda m: m.at.timestamp() if m.at else 0, reverse=True)


def below(user) -> list[int]:
    """The organisations below those that a committee's secretary leads, while they fit a page;
    whoever leads more finds them on the pages of the duty list."""
    if all(role != Role.SUBTREE_SECRETARY for role, _ in held_roles(user)):
        return []
    organisations = bound_by_duties(scope(user, "meetings.review_meeting"))
    found = list(organisations.values_list("pk", flat=True)[: BELOW_SHOWN + 1])
    return found if len(found) <= BELOW_SHOWN else []


def assignments(user) -> list[Matter]:
    """The inspections in whose team somebody is who is no secretary."""
    rows = Inspection.objects.assigned_to(user).order_by("ends_on", "pk")
    return [Matter(row.uuid, row.title, row.ends_on, None) for row in rows]


def sittings_in(user) -> list[Matter]:
    """The study that somebody sits in on who is no secretary, until his form is there."""
    rows = Observation.objects.sat_in_on_by(user).awaiting_form()
    rows = rows.select_related("group__unit").order_by("form_due_on", "pk")
    return [Matter(row.uuid, row.group.unit.name, row.form_due_on, None) for row in rows]


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
    """The zone that the user's unit convenes: its units, and what waits for him there."""
    memberships = ZoneMembership.objects.valid_on(today).filter(zone__convenor__user=user)
    suggestions = Suggestion.objects.visible_to(user).unsettled()
    return {
        "zone_memberships": memberships.annotate(head=_head()).select_related("zone", "unit"),
        "to_record": _activities(user).waiting_for_record(today),
        "ahead": _activities(user).filter(status__in=AHEAD, ends_on__gte=today),
        "unsettled": suggestions.select_related("unit", "owner", "owner_unit").order_by("due_on"),
    }


def _head() -> Subquery:
    """The public number of a unit's uppermost organisation, whose page tells of the unit."""
    inside = Organisation.objects.filter(unit=OuterRef("unit"), dissolved_on=None)
    heads = inside.exclude(kind=OrganisationKind.PARTY_GROUP).order_by("path")
    return Subquery(heads.values("uuid")[:1])


def _activities(user) -> ZoneActivityQuerySet:
    return ZoneActivity.objects.visible_to(user, "change").order_by("starts_on")


@dataclass(frozen=True)
class Contact:
    """A contact branch of the user, with the page that prepares him for it."""

    name: str
    url: str
    is_checked: bool
    is_due: bool


def guidance_context(user, today: date) -> dict:
    """The zone that a leader guides, and his contact branches."""
    return {
        "guided": list(Zone.objects.of_year(today.year).filter(leader__user=user)),
        "contacts": _contacts(user, today),
    }


def _contacts(user, today: date) -> list[Contact]:
    """One query, and two more for whoever has contact branches."""
    own = ContactPoint.objects.of(user).valid_on(today)
    checked = own.with_check(Period.containing(today, Cycle.MONTH))
    points = list(checked.select_related("organisation", "person").order_by("organisation__name"))
    due = set(due_for_a_visit(own, today).values_list("pk", flat=True)) if points else set()
    return [
        Contact(str(p.organisation), p.get_absolute_url(), p.is_checked, p.pk in due)
        for p in points
    ]
