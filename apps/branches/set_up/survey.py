"""The bodies of a part of the tree held against the rules, in few queries."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, Q

from apps.branches.choices import (
    COMMITTEE_POSTS,
    SECRETARY_POSTS,
    MembershipKind,
    Post,
    SetUpRule,
)
from apps.branches.choices import OrganisationKind as Kind
from apps.branches.models import Appointment, Membership, Office, Organisation, SetUpException
from apps.branches.scope import Scope
from apps.branches.set_up.rules import LIMITS, Body, advice_about
from apps.core import policy

DEPUTIES = (Post.DEPUTY_SECRETARY, Post.FULLTIME_DEPUTY)


@dataclass(frozen=True, slots=True)
class Advice:
    """What a rule says about a body, with the exception that takes it off the list."""

    rule: SetUpRule
    sentence: str
    exception: SetUpException | None = None

    @property
    def is_open(self) -> bool:
        return self.exception is None


@dataclass(slots=True)
class SetUp:
    """All advice about one organisation."""

    organisation: Organisation
    advice: list[Advice] = field(default_factory=list)

    @property
    def open(self) -> list[Advice]:
        return [a for a in self.advice if a.is_open]

    @property
    def approved(self) -> list[Advice]:
        return [a for a in self.advice if not a.is_open]


def set_ups(where: Scope, day: date) -> list[SetUp]:
    """Every grass-roots organisation of that part of the tree about which there is advice.

    Six queries, however many organisations.
    """
    rows = Organisation.objects.in_scope(where).grassroots().existing_on(day)
    bodies = {o.pk: o for o in rows.select_related("parent").order_by("path")}
    facts = _facts(bodies.values(), where, day)
    limits = {key: int(rule.value) for key, rule in policy.rules(LIMITS, on=day).items()}
    approved = _exceptions(where, day)
    found = []
    for pk, organisation in bodies.items():
        told = advice_about(facts[pk], limits)
        advice = [Advice(rule, text, approved.get((pk, rule))) for rule, text in told.items()]
        if advice:
            found.append(SetUp(organisation, advice))
    return found


def with_open_advice(where: Scope, day: date) -> list[int]:
    return [found.organisation.pk for found in set_ups(where, day) if found.open]


def _facts(organisations: Iterable[Organisation], where: Scope, day: date) -> dict[int, Body]:
    facts = {
        o.pk: Body(o.kind, is_direct=bool(o.parent and o.parent.kind == Kind.WORK_COMMITTEE))
        for o in organisations
    }
    units: dict[int, set[int]] = defaultdict(set)
    for organisation in organisations:
        if organisation.unit_id:
            units[organisation.pk].add(organisation.unit_id)
    _add_members(facts, where, day)
    _add_posts(facts, where, day)
    _add_offices(facts, units, where, day)
    return facts


def _add_members(facts: dict[int, Body], where: Scope, day: date) -> None:
    """Each member counts for his branch and for everything above it."""
    counted = (
        Membership.objects.valid_on(day)
        .in_scope(where)
        .order_by()
        .values_list("organisation", "organisation__path")
        .annotate(number=Count("pk"), full=Count("pk", filter=Q(kind=MembershipKind.FULL)))
    )
    for holder, path, number, full in counted:
        for key in map(int, path.rstrip("/").split("/")):
            if body := facts.get(key):
                body.members += number
                body.full += full
                body.own_full += full if key == holder else 0


def _add_posts(facts: dict[int, Body], where: Scope, day: date) -> None:
    people: dict[int, set[int]] = defaultdict(set)
    posts: dict[int, Counter[str]] = defaultdict(Counter)
    held = Appointment.objects.valid_on(day).in_scope(where)
    held = held.filter(post__in=(*SECRETARY_POSTS, *COMMITTEE_POSTS)).order_by()
    for holder, person, post in held.values_list("organisation", "person", "post"):
        people[holder].add(person)
        posts[holder][post] += 1
    for pk, body in facts.items():
        body.seats = len(people[pk])
        body.has_committee = any(posts[pk][post] for post in COMMITTEE_POSTS)
        body.deputies = sum(posts[pk][post] for post in DEPUTIES)


def _add_offices(
    facts: dict[int, Body], units: dict[int, set[int]], where: Scope, day: date
) -> None:
    """A joint branch covers the units of its offices besides its own."""
    rows = Office.objects.valid_on(day).filter(where.condition("organisation__path"))
    for holder, unit in rows.order_by().values_list("organisation", "unit"):
        if body := facts.get(holder):
            body.offices += 1
            units[holder].add(unit)
    for pk, body in facts.items():
        body.units = len(units[pk])


def _exceptions(where: Scope, day: date) -> dict[tuple[int, str], SetUpException]:
    rows = SetUpException.objects.valid_on(day).in_scope(where)
    return {(row.organisation_id, row.rule): row for row in rows}
