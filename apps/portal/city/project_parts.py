"""Milestones, measures, outcomes and events of the projects."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING

from apps.portal.city import project_words as words
from apps.portal.city.bodies import Body
from apps.portal.city.plan import Plan
from apps.portal.city.tables import Tables
from apps.projects.choices import UNDER_WAY
from apps.projects.models import (
    EventProject,
    Milestone,
    Outcome,
    OutcomeEvidence,
    OutcomeKind,
    ProjectEvent,
    ProjectMeasure,
)

if TYPE_CHECKING:
    from apps.portal.city.projects import Venture

LATE, MOVED, DROPPED, UNDONE = 0.15, 0.08, 0.04, 0.6
LAST_MONTHS = range(9, 13)
SHOWN = 6
# About how large an outcome is, by the unit in which it is counted.
SIZES = {"人次": (120, 4_000), "人": (20, 300), "场": (4, 40), "项": (2, 12)}


class Parts:
    def __init__(self, plan: Plan, tables: Tables) -> None:
        self.plan, self.tables = plan, tables
        self.rng = plan.stream("project parts")
        self.kinds = list(OutcomeKind.objects.order_by("order"))

    def colleague(self, venture: "Venture") -> int:
        """Somebody of the leading group, best not the secretary himself."""
        people = [s.person for s in venture.group.posts.on(venture.reported)]
        return self.rng.choice(people[1:] or people)

    def write(self, venture: "Venture") -> None:
        for order, (name, text) in enumerate(self.rng.sample(words.NAMED_MEASURES, 3), start=1):
            self.tables[ProjectMeasure].add(
                project_id=venture.pk, order=order, name=name, text=text
            )
        for order in range(1, len(words.MILESTONES) + 1):
            self._milestone(venture, order)
        if venture.day_of("hold_midterm", self.plan.until):
            for kind in self.rng.sample(self.kinds, 2):
                self._outcome(venture, kind)

    def _milestone(self, venture: "Venture", order: int) -> None:
        name, (month, day) = words.MILESTONES[order - 1]
        due = date(venture.year, month, day)
        moved = due + timedelta(days=14) if self.rng.random() < MOVED else None
        began = venture.day_of("start", self.plan.until)
        done = self._done(venture, moved or due) if began else None
        dropped = self._dropped(venture, done)
        self.tables[Milestone].add(
            project_id=venture.pk,
            order=order,
            name=name,
            owner_id=self.colleague(venture),
            due_on=moved or due,
            first_due_on=due if moved else None,
            done_on=done if not dropped else None,
            result=self.rng.choice(words.RESULTS) if done and not dropped else "",
            dropped_on=dropped,
            drop_reason=words.DROPPED if dropped else "",
        )

    def _done(self, venture: "Venture", due: date) -> date | None:
        """Before its day, or late; a slow project leaves its last ones undone."""
        if venture.fate == "slow" and due.month in LAST_MONTHS and self.rng.random() < UNDONE:
            return None
        is_late = self.rng.random() < LATE
        days = self.rng.randint(4, 40) if is_late else -self.rng.randint(0, 12)
        done = due + timedelta(days=days)
        last = venture.day_of("conclude", self.plan.until) or self.plan.until
        if venture.day_of("conclude", self.plan.until):
            return min(done, last)
        stopped = venture.day_of("stop", self.plan.until)
        return None if done > min(last, stopped or last) else done

    def _dropped(self, venture: "Venture", done: date | None) -> date | None:
        is_open = venture.status(self.plan.until) in UNDER_WAY
        return done if done and not is_open and self.rng.random() < DROPPED else None

    def _outcome(self, venture: "Venture", kind: OutcomeKind) -> None:
        until = self.plan.until
        ends = venture.day_of("conclude", until) or venture.day_of("hold_midterm", until)
        least, most = SIZES.get(kind.unit, (3, 60))
        outcome = self.tables[Outcome].add(
            project_id=venture.pk,
            kind_id=kind.pk,
            value=self.rng.randint(least, most),
            value_hedge=self.rng.choice(("exact", "exact", "more")),
            starts_on=venture.started,
            ends_on=ends,
        )
        self.tables[OutcomeEvidence].add(outcome_id=outcome, text=self.rng.choice(words.EVIDENCE))

    def write_events(self, root: Body, year: int, ventures: Sequence["Venture"]) -> None:
        """What the committee called together, and some of the projects that were shown there."""
        for kind, title, (month, day), place in words.EVENTS:
            held = date(year, month, day)
            shown = [v for v in ventures if (v.day_of("start", self.plan.until) or held) < held]
            if not shown or held > self.plan.until:
                continue
            event = self.tables[ProjectEvent].add(
                kind=kind,
                title=f"{year}年{title}",
                organisation_id=root.pk,
                place=place,
                starts_on=held,
                findings="展示的项目进展顺利，会上交流了做法，列出了需要协调的问题。",
            )
            for venture in self.rng.sample(shown, min(SHOWN, len(shown))):
                self.tables[EventProject].add(
                    event_id=event,
                    project_id=venture.pk,
                    findings=self.rng.choice(words.REMARKS),
                )
