"""Terms and posts: secretaries that change, committees from seven full members on (4.1, 4.2)."""

from datetime import date, timedelta

from apps.branches.choices import OrganisationKind as Kind
from apps.branches.choices import Post
from apps.branches.models import Appointment, Term
from apps.portal.city.bodies import Body, Spell, Tree
from apps.portal.city.plan import Plan, day_in
from apps.portal.city.renewals import OpenTerm
from apps.portal.city.tables import Tables
from apps.portal.city.turnovers import Extended, Officer, Replaced, Turnover

# R-ORG-04: from so many full members on a branch has a committee.
COMMITTEE_FROM = 7
TERM_YEARS = {Kind.ORGAN_COMMITTEE: 5}
BRANCH_TERM_YEARS = 3
OVERDUE_SHARE, EARLY_CHANGE_SHARE, REELECTED_SHARE = 0.07, 0.12, 0.6
BRANCH_POSTS = (Post.ORGANISATION_MEMBER, Post.PUBLICITY_MEMBER, Post.DISCIPLINE_MEMBER)
UPPER_POSTS = (Post.DEPUTY_SECRETARY, *BRANCH_POSTS, Post.COMMITTEE_MEMBER)
ROOT_POSTS = (Post.SECRETARY, Post.FULLTIME_DEPUTY, *[Post.DEPUTY_SECRETARY] * 3)


class Elections:
    def __init__(self, plan: Plan, tree: Tree, tables: Tables) -> None:
        self.plan, self.tree, self.tables = plan, tree, tables
        self.rng = plan.stream("posts")
        self.open_terms: list[OpenTerm] = []
        self.turnovers: list[Turnover] = []
        self.replaced: list[Replaced] = []
        self.extended: list[Extended] = []
        self._overdue = 0

    def hold(self) -> None:
        for group in self.tree.party_groups:
            self._party_group(group)
        self._work_committee()
        for body in self.tree.grassroots:
            self._terms(body, self._candidates(body))
        for branch in self.tree.branches:
            for group in branch.subgroups:
                self._subgroup(group)

    def _party_group(self, group: Body) -> None:
        """领导班子: its people are ordinary members of the unit's branches."""
        old_hands = [m for b in group.own_unit.branches() for m in self._old_hands(b)[3:5]]
        leaders = (
            old_hands[:6] or [m for b in group.own_unit.branches() for m in self._old_hands(b)][:3]
        )
        for number, person in enumerate(leaders):
            post = Post.SECRETARY if number == 0 else Post.GROUP_MEMBER
            self._appoint(group, person, post, self._before_start(group))

    def _work_committee(self) -> None:
        """One leader for each of the five zones (R-ZONE-03), people of different units."""
        hosts = [b for u in self.tree.units for b in u.branches()[-1:] if self._old_hands(b)]
        for number, post in enumerate(ROOT_POSTS):
            person = self._old_hands(hosts[number % len(hosts)])[-1 - number // len(hosts)]
            self._appoint(self.tree.root, person, post, self._before_start(self.tree.root))

    def _old_hands(self, branch: Body) -> list[int]:
        """Full members through all the years of the city."""
        first = max(branch.founded_on, self.plan.start)
        return [
            s.person
            for s in branch.members.on(first)
            if s.is_full and s.has_vote and not s.is_away and s.end is None
        ]

    def _candidates(self, body: Body) -> list[int]:
        if body.has_members:
            return self._old_hands(body)
        group = body.own_unit.party_group
        leaders = [s.person for s in group.posts.all] if group else []
        hands = [self._old_hands(b) for b in body.own_unit.branches()]
        # Not those who are busy as officers of their branches, where there is a choice.
        others = [m for h in hands for m in h[5:7]] or [m for h in hands for m in h[-2:]]
        return others if body.is_branch else leaders[1:3] + others

    def _before_start(self, body: Body) -> date:
        earliest = max(body.founded_on, self.plan.start - timedelta(days=900))
        return day_in(self.rng, earliest, max(earliest, self.plan.start - timedelta(days=1)))

    def _terms(self, body: Body, candidates: list[int]) -> None:
        """Term after term until one is open; the last one of some ran out without an election."""
        years = TERM_YEARS.get(body.kind, BRANCH_TERM_YEARS)
        starts = max(body.founded_on, self._first_election(years))
        number = 1 if body.founded_on == starts else self.rng.randint(2, 6)
        is_late = self.rng.random() < OVERDUE_SHARE
        secretary = candidates[0] if candidates else None
        before: tuple[int, str] | None = None
        while True:
            ends = starts.replace(year=starts.year + years, day=min(starts.day, 28))
            closes = ends + timedelta(days=self.rng.randint(-30, 5))
            is_open = closes > self.plan.until or (
                is_late and closes > self.plan.until - timedelta(500)
            )
            lasts = self._runs_until(ends) if is_open else ends
            term = self._term(body, number, years, starts, lasts, None if is_open else closes)
            elected = self._officers(
                body, candidates, secretary, term, starts, None if is_open else closes
            )
            if before:
                self.turnovers.append(Turnover(body, *before, starts, term, years, elected))
            before = term, f"{body.name}第{number}届"
            if lasts != ends:
                self.extended.append(Extended(term, ends))
            if is_open:
                self.open_terms.append(OpenTerm(*before, lasts))
                return
            starts, number = closes, number + 1
            if self.rng.random() > REELECTED_SHARE and len(candidates) > 1:
                secretary = self.rng.choice(candidates[1:3])

    def _runs_until(self, ends: date) -> date:
        """Every second term that is over runs on with an approval."""
        if ends > self.plan.until:
            return ends
        self._overdue += 1
        return ends if self._overdue % 2 else Extended(0, ends).until

    def _first_election(self, years: int) -> date:
        return day_in(self.rng, self.plan.start - timedelta(days=365 * years - 30), self.plan.start)

    def _term(
        self, body: Body, number: int, years: int, starts: date, ends: date, closed: date | None
    ) -> int:
        return self.tables[Term].add(
            organisation_id=body.pk,
            number=number,
            term_years=years,
            starts_on=starts,
            ends_on=ends,
            closed_on=closed,
        )

    def _officers(
        self,
        body: Body,
        candidates: list[int],
        secretary: int | None,
        term: int,
        starts: date,
        ends: date | None,
    ) -> list[Officer]:
        """Who took office when the term began, the secretary first."""
        if secretary is None:
            return []
        others = [c for c in candidates if c != secretary]
        self._secretary(body, secretary, others, term, starts, ends)
        elected = [(secretary, Post.SECRETARY)]
        for post, person in zip(self._posts_of(body, starts), others, strict=False):
            self._appoint(body, person, post, starts, ends, term)
            elected.append((person, post))
        return elected

    def _secretary(
        self, body: Body, person: int, others: list[int], term: int, starts: date, ends: date | None
    ) -> None:
        """Some are replaced in the middle of a term (R-TERM-07)."""
        last = min(ends or self.plan.until, self.plan.until)
        if others and self.rng.random() < EARLY_CHANGE_SHARE and (last - starts).days > 200:
            changed = day_in(self.rng, starts + timedelta(days=90), last - timedelta(days=60))
            successor = others[min(1, len(others) - 1)]
            self._appoint(body, person, Post.SECRETARY, starts, changed, term)
            self._appoint(body, successor, Post.SECRETARY, changed, ends, term)
            self.replaced.append(Replaced(body, term, successor, changed))
        else:
            self._appoint(body, person, Post.SECRETARY, starts, ends, term)

    def _posts_of(self, body: Body, day: date) -> tuple[Post, ...]:
        if body.kind == Kind.ORGAN_COMMITTEE:
            return (Post.FULLTIME_DEPUTY, *UPPER_POSTS, Post.COMMITTEE_MEMBER)
        if body.kind == Kind.GENERAL_BRANCH:
            return UPPER_POSTS
        full = sum(s.is_full for s in body.members.on(day))
        if full < COMMITTEE_FROM:
            return ()
        return (Post.DEPUTY_SECRETARY, *BRANCH_POSTS)[0 if full >= 18 else 1 :]

    def _subgroup(self, group: Body) -> None:
        steady = [s.person for s in group.members.all if s.end is None and s.is_full]
        if steady:
            spell = next(s for s in group.members.all if s.person == steady[0] and s.end is None)
            self._appoint(
                group, steady[0], Post.SUBGROUP_LEADER, max(spell.start, group.founded_on)
            )

    def _appoint(
        self,
        body: Body,
        person: int,
        post: Post,
        since: date,
        until: date | None = None,
        term: int | None = None,
    ) -> None:
        body.posts.add(Spell(person, since, until, post=post))
        self.tables[Appointment].add(
            person_id=person,
            organisation_id=body.pk,
            post=post.value,
            valid_from=since,
            valid_to=until,
            term_id=term,
        )
