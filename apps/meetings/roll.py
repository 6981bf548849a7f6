"""Who should attend: the roll of an organisation on the day of a sitting (R-VOTE-05)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.db.models import Case, Exists, IntegerField, OuterRef, Q, Subquery, Value, When

from apps.branches.choices import (
    COMMITTEE_POSTS,
    SECRETARY_POSTS,
    MembershipKind,
    OrganisationKind,
    Post,
)
from apps.branches.models import Appointment, Membership, Organisation, Person
from apps.meetings.choices import OF_THE_COMMITTEE, MeetingKind

# The order of a sign-in sheet; the first one found is the post that is shown.
RANK = {
    post: rank
    for rank, post in enumerate(dict.fromkeys((*SECRETARY_POSTS, *COMMITTEE_POSTS, *Post)))
}


@dataclass(frozen=True, slots=True)
class RollEntry:
    person: Person
    member_kind: MembershipKind
    has_vote: bool
    post: str = ""

    @property
    def post_label(self) -> str:
        return Post(self.post).label if self.post else ""


@dataclass(frozen=True)
class Roll:
    """Read once for a form and its record, so that both mean the same people."""

    organisation: Organisation
    kind: MeetingKind
    on: date
    entries: tuple[RollEntry, ...]

    @cached_property
    def by_person(self) -> dict[int, RollEntry]:
        return {entry.person.pk: entry for entry in self.entries}

    @cached_property
    def leaders_above(self) -> list[Person]:
        """R-MTG-05: whoever leads the unit or a body above may lecture without being on the roll."""
        return _leaders_above(self)

    @property
    def leader(self) -> Person | None:
        """Who chairs (Art. 14): the secretary, in a subgroup its leader; None if the post is vacant."""
        is_subgroup = self.organisation.kind == OrganisationKind.SUBGROUP
        post = Post.SUBGROUP_LEADER if is_subgroup else Post.SECRETARY
        return next((e.person for e in self.entries if e.post == post), None)


def roll_of(*, organisation: Organisation, kind: MeetingKind, on: date) -> Roll:
    """The committee for its own meetings, the leaders for a Party group, else the members."""
    if kind in OF_THE_COMMITTEE:
        entries = _officers(organisation, on)
    else:
        entries = _members(organisation, on) or _officers(organisation, on)
    return Roll(organisation, MeetingKind(kind), on, tuple(entries))


def _members(organisation: Organisation, on: date) -> list[RollEntry]:
    """One query: the members of the day with the post that each held here."""
    posts = (
        Appointment.objects.valid_on(on)
        .filter(organisation=organisation, person=OuterRef("person"))
        .annotate(rank=_rank())
        .order_by("rank")
        .values("post")
    )
    rows = (
        _memberships(organisation)
        .valid_on(on)
        .annotate(post=Subquery(posts[:1]))
        .select_related("person")
        .order_by("person__name", "person_id")
    )
    entries = [RollEntry(m.person, MembershipKind(m.kind), m.has_vote, m.post or "") for m in rows]
    return sorted(entries, key=_by_rank)


def _memberships(organisation: Organisation):
    if organisation.kind == OrganisationKind.SUBGROUP:
        return Membership.objects.filter(subgroup=organisation)
    # R-MTG-15: the members' meeting of a committee is that of all its branches.
    return Membership.objects.filter(organisation__path__startswith=organisation.path)


def _officers(organisation: Organisation, on: date) -> list[RollEntry]:
    """Those in office on the day; in a Party group every appointment is a seat in it."""
    rows = Appointment.objects.valid_on(on).filter(organisation=organisation)
    if organisation.kind != OrganisationKind.PARTY_GROUP:
        rows = rows.filter(post__in=(*SECRETARY_POSTS, *COMMITTEE_POSTS))
    rows = (
        rows.annotate(lacks_vote=Exists(_without_vote(on)))
        .select_related("person")
        .order_by("person__name", "person_id")
    )
    entries = (RollEntry(a.person, MembershipKind.FULL, not a.lacks_vote, a.post) for a in rows)
    return _each_once(sorted(entries, key=_by_rank))


def _without_vote(on: date):
    """R-VOTE-05: under 留党察看 nobody votes, whatever his post."""
    held = Membership.objects.valid_on(on).filter(person=OuterRef("person"))
    return held.filter(is_vote_suspended=True)


def _leaders_above(roll: Roll) -> list[Person]:
    """Those in office in the Party group of the unit or in a body above the organisation."""
    organisation = roll.organisation
    above = Q(organisation__in=organisation.ancestor_pks)
    if organisation.unit_id:
        above |= Q(
            organisation__unit=organisation.unit_id,
            organisation__kind=OrganisationKind.PARTY_GROUP,
        )
    rows = Appointment.objects.valid_on(roll.on).filter(above)
    rows = rows.select_related("person").order_by("person__name", "person_id")
    return [appointment.person for appointment in rows]


def _each_once(entries: Iterable[RollEntry]) -> list[RollEntry]:
    """Whoever holds two posts sits on one chair."""
    kept: dict[int, RollEntry] = {}
    for entry in entries:
        kept.setdefault(entry.person.pk, entry)
    return list(kept.values())


def _rank():
    cases = (When(post=post, then=Value(rank)) for post, rank in RANK.items())
    return Case(*cases, default=Value(len(RANK)), output_field=IntegerField())


def _by_rank(entry: RollEntry) -> int:
    return RANK.get(entry.post, len(RANK))
