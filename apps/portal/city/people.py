"""Persons and where they are or were members: joined, admitted, transferred, gone."""

from datetime import date, timedelta

from apps.branches.choices import MembershipKind
from apps.branches.models import Membership, Person
from apps.portal.city.bodies import Body, Spell, Tree
from apps.portal.city.names import person_name
from apps.portal.city.plan import Plan, day_in
from apps.portal.city.tables import Tables

# The first of each branch are old hands, so that posts can be filled at any time.
STABLE_MEMBERS = 8
SUSPENDED_SHARE, AWAY_SHARE = 0.0015, 0.004
PROBATION = timedelta(days=365)
# Shares of what happened to a member in the years of the city; the rest were there all along.
FATES = (("transferred", 0.07), ("admitted", 0.045), ("arrived", 0.05), ("left", 0.035))


class Register:
    """Keeps the list of people; `names` serves whoever needs a name later."""

    def __init__(self, plan: Plan, tree: Tree, tables: Tables) -> None:
        self.plan, self.tree, self.tables = plan, tree, tables
        self.rng = plan.stream("people")
        self.names: dict[int, str] = {}
        # Written last: accounts and telephone numbers come with the posts.
        self.phones: dict[int, str] = {}
        self.users: dict[int, int] = {}

    def fill(self) -> None:
        self._hosts = [
            b for b in self.tree.branches if b.has_members and b.founded_on < self.plan.start
        ]
        for branch in self.tree.branches:
            for position in range(branch.size):
                self._place(branch, position, self.new_person())
        for branch in self.tree.branches:
            self._write_memberships(branch)

    def new_person(self) -> int:
        key = self.tables[Person].reserve()
        self.names[key] = person_name(self.rng)
        return key

    def _place(self, branch: Body, position: int, person: int) -> None:
        if branch.founded_on >= self.plan.start:
            self._transferred(branch, person, branch.founded_on)
        elif position < STABLE_MEMBERS:
            self._stable(branch, person)
        else:
            self._by_fate(branch, person)

    def _by_fate(self, branch: Body, person: int) -> None:
        chance = self.rng.random()
        for fate, share in FATES:
            if chance < share:
                getattr(self, f"_{fate}")(branch, person, self._any_day())
                return
            chance -= share
        self._stable(branch, person).is_away = self.rng.random() < AWAY_SHARE

    def _any_day(self) -> date:
        return day_in(self.rng, self.plan.start + timedelta(days=1), self.plan.until)

    def _stable(self, branch: Body, person: int) -> Spell:
        since = day_in(self.rng, branch.founded_on, self.plan.start)
        return self._join(branch, person, min(since, self.plan.start))

    def _transferred(self, branch: Body, person: int, day: date) -> None:
        former = self.rng.choice(self._hosts)
        if former is not branch and former.founded_on < day:
            since = day_in(self.rng, former.founded_on, self.plan.start - timedelta(days=1))
            if since < day:
                self._join(former, person, since).end = day
        self._join(branch, person, day)

    def _admitted(self, branch: Body, person: int, day: date) -> None:
        """发展党员: a year on probation, then a full member."""
        first = self._join(branch, person, day)
        first.kind, first.has_vote = MembershipKind.PROBATIONARY, False
        if day + PROBATION <= self.plan.until:
            first.end = day + PROBATION
            self._join(branch, person, first.end).subgroup = first.subgroup

    def _arrived(self, branch: Body, person: int, day: date) -> None:
        self._join(branch, person, day)

    def _left(self, branch: Body, person: int, day: date) -> None:
        self._stable(branch, person).end = day

    def _join(self, branch: Body, person: int, since: date) -> Spell:
        spell = Spell(person, since)
        if branch.subgroups:
            spell.subgroup = self.rng.choice(branch.subgroups).pk
        if self.rng.random() < SUSPENDED_SHARE:
            spell.has_vote = False
        return branch.members.add(spell)

    def _write_memberships(self, branch: Body) -> None:
        by_key = {group.pk: group for group in branch.subgroups}
        for spell in branch.members.all:
            if spell.subgroup:
                by_key[spell.subgroup].members.add(spell)
            self.tables[Membership].add(
                person_id=spell.person,
                organisation_id=branch.pk,
                subgroup_id=spell.subgroup,
                kind=spell.kind.value,
                is_vote_suspended=spell.is_full and not spell.has_vote,
                valid_from=spell.start,
                valid_to=spell.end,
            )

    def write_people(self) -> None:
        for key, name in self.names.items():
            self.tables[Person].add_keyed(
                key,
                code=f"RY{key:06}",
                name=name,
                phone=self.phones.get(key, ""),
                user_id=self.users.get(key),
            )
