"""A meeting before it is written down, and what is common to all diaries."""

import random
from dataclasses import dataclass, field
from datetime import date

from apps.core.periods import Period
from apps.meetings.choices import MeetingKind
from apps.portal.city import words
from apps.portal.city.bodies import Body, Spell
from apps.portal.city.conduct import Conduct
from apps.portal.city.plan import Plan, working_day

TOPICS = {
    MeetingKind.MEMBERS_MEETING: words.MEMBERS_TOPICS,
    MeetingKind.COMMITTEE_MEETING: words.COMMITTEE_TOPICS,
    MeetingKind.SUBGROUP_MEETING: words.SUBGROUP_TOPICS,
    MeetingKind.PARTY_LECTURE: words.LECTURE_TOPICS,
    MeetingKind.THEME_DAY: words.THEME_TOPICS,
    MeetingKind.LIFE_MEETING: words.LIFE_TOPICS,
    MeetingKind.MEMBER_REVIEW: ("民主评议党员",),
    MeetingKind.CENTRE_GROUP_STUDY: words.CENTRE_TOPICS,
    MeetingKind.DEMOCRATIC_LIFE_MEETING: words.LIFE_TOPICS,
    MeetingKind.TRAINING: words.TRAINING_TOPICS,
}


@dataclass(eq=False, slots=True)
class Sitting:
    """`kinds` begins with the meeting's own; `hours` is set for a training."""

    body: Body
    kinds: list[MeetingKind]
    day: date
    roll: list[Spell]
    hours: float | None = None
    topics: list[str] = field(default_factory=list)


class Diary:
    """Draws the days of one organisation's sittings, with gaps and postponements."""

    def __init__(self, plan: Plan, body: Body, conduct: Conduct, rng: random.Random) -> None:
        self.plan, self.body, self.conduct, self.rng = plan, body, conduct, rng
        self.sittings: list[Sitting] = []
        # “on a fairly fixed day” (R-MTG-06)
        self.fixed_day = rng.randint(5, 24)

    def months(self) -> list[Period]:
        """The whole months in which the organisation existed."""
        return [month for month in self.plan.months if month.start > self.body.founded_on]

    def misses(self) -> bool:
        return self.rng.random() < self.conduct.missing

    def day_of(self, month: Period) -> date:
        day = self.fixed_day + self.rng.choice((0, 0, 0, 0, 1, -1, 2, -3))
        return working_day(month.start.replace(day=min(max(day, 1), 28)))

    def any_day(self, month: Period) -> date:
        return working_day(month.start.replace(day=self.rng.randint(1, 28)))

    def hold(
        self,
        kind: MeetingKind,
        day: date,
        roll: list[Spell] | None = None,
        hours: float | None = None,
    ) -> Sitting | None:
        """A sitting needs two people at least; None where they are not there."""
        roll = self.body.members.on(day) if roll is None else roll
        if len(roll) < 2 or day > self.plan.until:
            return None
        sitting = Sitting(self.body, [kind], day, roll, hours)
        sitting.topics.append(self.rng.choice(TOPICS[kind]))
        self.sittings.append(sitting)
        return sitting

    def join(self, sitting: Sitting, kind: MeetingKind) -> None:
        """One sitting discharges a further duty by an item of its own (trap 10)."""
        sitting.kinds.append(kind)
        sitting.topics.append(self.rng.choice(TOPICS[kind]))

    def by_quarter(self) -> list[list[Period]]:
        """The months in threes, calendar quarter by calendar quarter."""
        quarters: dict[tuple[int, int], list[Period]] = {}
        for month in self.months():
            key = (month.start.year, (month.start.month - 1) // 3)
            quarters.setdefault(key, []).append(month)
        return list(quarters.values())

    def year_ends(self) -> list[Period]:
        return [month for month in self.months() if month.start.month == 12]

    def in_order(self) -> list[Sitting]:
        return sorted(self.sittings, key=lambda sitting: sitting.day)
