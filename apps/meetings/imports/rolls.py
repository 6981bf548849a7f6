"""The rolls of many sittings at once: four queries, whatever their number (see meetings.roll)."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from typing import cast

from apps.branches.choices import (
    COMMITTEE_POSTS,
    SECRETARY_POSTS,
    MembershipKind,
    OrganisationKind,
)
from apps.branches.models import Appointment, Membership, Organisation
from apps.meetings.choices import OF_THE_COMMITTEE, MeetingKind
from apps.meetings.roll import RANK, Roll, RollEntry


class Rolls:
    """Answers what roll_of answers, from rows that were read once."""

    def __init__(self, organisations: Iterable[Organisation]) -> None:
        wanted = {o.pk: o for o in organisations}
        # A subgroup's members are memberships of its branch.
        tops = tuple(
            o.path.removesuffix(f"{pk}/") if _is_subgroup(o) else o.path for pk, o in wanted.items()
        )
        paths = Organisation.objects.values_list("pk", "path")
        self._paths = {pk: path for pk, path in paths if path.startswith(tops)}
        self._members: dict[int, list[Membership]] = defaultdict(list)
        self._officers: dict[int, list[Appointment]] = defaultdict(list)
        members = Membership.objects.filter(organisation__in=self._paths)
        # The database knows the order of Chinese names; several branches are merged by it.
        self._place: dict[int, int] = {}
        for row in members.select_related("person").order_by("person__name", "person_id"):
            self._members[row.organisation_id].append(row)
            self._place[row.pk] = len(self._place)
        posts = Appointment.objects.filter(organisation__in=wanted)
        posts = posts.select_related("person").order_by("person__name", "person_id")
        for post in posts:
            self._officers[post.organisation_id].append(post)
        self._suspensions: dict[int, list[Membership]] = defaultdict(list)
        officers = [post.person_id for post in posts]
        for row in Membership.objects.filter(person__in=officers, is_vote_suspended=True):
            self._suspensions[row.person_id].append(row)

    def of(self, organisation: Organisation, kind: MeetingKind, on: date) -> Roll:
        if kind in OF_THE_COMMITTEE:
            entries = self._seats(organisation, on)
        else:
            entries = self._roll(organisation, on) or self._seats(organisation, on)
        return Roll(organisation, MeetingKind(kind), on, tuple(entries))

    def _roll(self, organisation: Organisation, on: date) -> list[RollEntry]:
        posts: dict[int, str] = {}
        for appointment in self._in_office(organisation, on):
            posts.setdefault(appointment.person_id, appointment.post)
        entries = [
            RollEntry(m.person, MembershipKind(m.kind), m.has_vote, posts.get(m.person_id, ""))
            for m in self._memberships(organisation)
            if m.holds_on(on)
        ]
        return sorted(entries, key=_by_rank)

    def _memberships(self, organisation: Organisation) -> Iterator[Membership]:
        if _is_subgroup(organisation):
            rows = self._members[cast(int, organisation.parent_id)]
            yield from (m for m in rows if m.subgroup_id == organisation.pk)
            return
        below = [pk for pk, path in self._paths.items() if path.startswith(organisation.path)]
        rows = [m for pk in below for m in self._members[pk]]
        yield from rows if len(below) == 1 else sorted(rows, key=lambda m: self._place[m.pk])

    def _seats(self, organisation: Organisation, on: date) -> list[RollEntry]:
        """Those in office; whoever holds two posts sits on one chair."""
        seats: dict[int, RollEntry] = {}
        for post in self._in_office(organisation, on):
            is_seat = post.post in (*SECRETARY_POSTS, *COMMITTEE_POSTS)
            if is_seat or organisation.kind == OrganisationKind.PARTY_GROUP:
                # R-VOTE-05: under 留党察看 nobody votes, whatever his post.
                lacks_vote = any(m.holds_on(on) for m in self._suspensions[post.person_id])
                entry = RollEntry(post.person, MembershipKind.FULL, not lacks_vote, post.post)
                seats.setdefault(post.person_id, entry)
        return list(seats.values())

    def _in_office(self, organisation: Organisation, on: date) -> list[Appointment]:
        rows = [a for a in self._officers[organisation.pk] if a.holds_on(on)]
        return sorted(rows, key=lambda a: RANK.get(a.post, len(RANK)))


def _is_subgroup(organisation: Organisation) -> bool:
    return organisation.kind == OrganisationKind.SUBGROUP


def _by_rank(entry: RollEntry) -> int:
    return RANK.get(entry.post, len(RANK))
