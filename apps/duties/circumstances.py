"""What organisations are like on given days: their kind, life span, committee, groups, leaders."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from uuid import UUID

from django.db.models import F, Q, QuerySet, Value
from django.db.models.functions import Greatest, Least

from apps.branches.choices import OrganisationKind
from apps.branches.models import Appointment, Membership, Organisation, Term
from apps.core.periods import Period
from apps.core.statements import Statement
from apps.duties.models import EVENTS, Condition
from apps.indicators.sources import among
from apps.indicators.statements import KEYS, PERIOD
from apps.inspections.models import Issue

FOREVER = date.max


@dataclass(frozen=True, slots=True)
class Span:
    """Something that held from `start` up to but not including `end`; `what` tells it apart. An
    event has its day for both."""

    what: int | str
    start: date
    end: date

    def holds_on(self, day: date) -> bool:
        return self.start <= day < self.end


@dataclass(slots=True)
class Body:
    """An organisation through a period, as the rules see it."""

    pk: int
    uuid: UUID
    name: str
    path: str
    founded_on: date
    dissolved_on: date | None
    kind: str
    kinds: list[Span] = field(default_factory=list)
    facts: dict[str, list[Span]] = field(default_factory=lambda: defaultdict(list))

    def kind_on(self, day: date) -> str:
        """The kind that held on a day; today's where the history does not reach back."""
        return next((str(s.what) for s in self.kinds if s.holds_on(day)), self.kind)

    def existed_in(self, period: Period) -> Period | None:
        if period.covered_by(self.founded_on, self.dissolved_on):
            return period
        return period.overlap(self.founded_on, self.dissolved_on)

    def how_many(self, condition: str, period: Period) -> int:
        """The fewer of those that met the condition on the first and on the last day; of events,
        all that fall into the period."""
        spans = self.facts.get(condition)
        if not spans:
            return 0
        if condition in EVENTS:
            return len(self.days_of(condition, period))
        start, last_day = period.start, period.last_day
        first = {s.what for s in spans if s.start <= start < s.end}
        last = {s.what for s in spans if s.start <= last_day < s.end}
        return min(len(first), len(last))

    def days_of(self, event: str, period: Period) -> list[date]:
        return [span.start for span in self.facts.get(event, ()) if span.start in period]


def body_of(organisation: Organisation) -> Body:
    """As it is today, to be named and found."""
    o = organisation
    return Body(o.pk, o.uuid, o.name, o.path, o.founded_on, o.dissolved_on, o.kind)


def bodies(organisations: Iterable[int] | QuerySet, period: Period) -> dict[int, Body]:
    """The organisations that existed in the period, each with the kinds it had; one query."""
    found: dict[int, Body] = {}
    rows = (
        Organisation.objects.existing_in(period)
        .filter(pk__in=organisations)
        .order_by("pk", "placements__valid_from")
        .values_list(
            "pk",
            "uuid",
            "name",
            "path",
            "founded_on",
            "dissolved_on",
            "kind",
            "placements__kind",
            "placements__valid_from",
            "placements__valid_to",
        )
    )
    for *own, placed_as, start, end in rows:
        body = found.setdefault(own[0], Body(*own))
        if placed_as:
            body.kinds.append(Span(placed_as, start, end or FOREVER))
    return found


def add_facts(chosen: dict[int, Body], conditions: set[str], period: Period) -> None:
    """Tell the bodies when they met the conditions; one query for all of them."""
    asked = tuple(sorted(conditions - {Condition.ALWAYS}))
    if not asked:
        return
    given = {"start": period.start, "end": period.end, "keys": list(chosen)}
    for condition, pk, what, start, end in _facts_of(asked).run(given):
        chosen[pk].facts[condition].append(Span(what, start, end or FOREVER))


@lru_cache(16)
def _facts_of(conditions: tuple[str, ...]) -> Statement:
    columns = ("condition", "of", "what", "begins", "ends")
    queries = [
        FACTS[condition](KEYS, PERIOD)
        .annotate(condition=Value(str(condition)))
        .order_by()
        .values_list(*columns)
        for condition in conditions
    ]
    return Statement.of(queries[0].union(*queries[1:], all=True))


def _held_in(period: Period) -> Q:
    return Q(valid_from__lt=period.end) & (Q(valid_to=None) | Q(valid_to__gt=period.start))


def _committees(organisations, period: Period) -> QuerySet:
    return (
        Appointment.objects.committee_members()
        .filter(_held_in(period), among("organisation", organisations))
        .annotate(
            of=F("organisation"), what=F("person"), begins=F("valid_from"), ends=F("valid_to")
        )
    )


def _subgroups(organisations, period: Period) -> QuerySet:
    return (
        Organisation.objects.subgroups()
        .existing_in(period)
        .filter(among("parent", organisations))
        .annotate(of=F("parent"), what=F("pk"), begins=F("founded_on"), ends=F("dissolved_on"))
    )


def _members(organisations, period: Period) -> QuerySet:
    return Membership.objects.filter(
        _held_in(period), among("organisation", organisations)
    ).annotate(of=F("organisation"), what=F("person"), begins=F("valid_from"), ends=F("valid_to"))


def _leaders(organisations, period: Period) -> QuerySet:
    """Members with a post in a Party group: for as long as both hold (R-MTG-11)."""
    return Membership.objects.filter(
        _held_in(period),
        among("organisation", organisations),
        person__appointments__organisation__kind=OrganisationKind.PARTY_GROUP,
    ).annotate(
        of=F("organisation"),
        what=F("person"),
        begins=Greatest("valid_from", "person__appointments__valid_from"),
        # PostgreSQL passes over the open end of either.
        ends=Least("valid_to", "person__appointments__valid_to"),
    )


def _ends_of_terms(organisations, period: Period) -> QuerySet:
    return _events(Term.objects.due_in(period), organisations, "ends_on")


def _deadlines(organisations, period: Period) -> QuerySet:
    return _events(Issue.objects.due_in(period), organisations, "due_on")


def _events(rows: QuerySet, organisations, day: str) -> QuerySet:
    return rows.filter(among("organisation", organisations)).annotate(
        of=F("organisation"), what=F("pk"), begins=F(day), ends=F(day)
    )


FACTS: dict[str, Callable[..., QuerySet]] = {
    Condition.HAS_COMMITTEE: _committees,
    Condition.HAS_SUBGROUPS: _subgroups,
    Condition.HAS_MEMBERS: _members,
    Condition.HAS_LEADERS: _leaders,
    Condition.TERM_ENDS: _ends_of_terms,
    Condition.ISSUE_DUE: _deadlines,
}
