"""Reading outcomes: how many duties are done, missed or waiting, and which they are.

Kept outcomes are read with the day that their state depends on; organisations on which a mark
lies are surveyed now, and so is what rules ask that are not kept.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from django.db import connection

from apps.branches.models import Organisation
from apps.core.periods import Period
from apps.duties.engine import Duty, DutyState, due_duties, survey
from apps.duties.models import DutyRule
from apps.duties.outcomes.asking import ALL, GROUP, MONTH, RULE, STATES, Asked, Wanted
from apps.duties.outcomes.kept import divided

# Group, key of the rule, month; what was not asked for is None.
Place = tuple[int | None, str | None, date | None]


class Tally(NamedTuple):
    """Duties that apply, are not waived and have begun, by how they stand."""

    done: int = 0
    missed: int = 0
    waiting: int = 0

    @property
    def due(self) -> int:
        return self.done + self.missed + self.waiting

    def plus(self, other: "Tally") -> "Tally":
        return Tally(*(one + another for one, another in zip(self, other, strict=True)))


@dataclass
class Outcomes:
    """Tallies told apart by `columns`. `surveyed` are the duties that are not kept."""

    rules: dict[int, DutyRule]
    columns: tuple[str, ...]
    tallies: dict[Place, Tally] = field(default_factory=lambda: defaultdict(Tally))
    surveyed: list[Duty] = field(default_factory=list)
    stale: list[int] = field(default_factory=list)
    is_all_stale: bool = False

    @property
    def total(self) -> Tally:
        return total(self.tallies.values())

    def by(self, *columns: str) -> dict[Any, Tally]:
        """Summed over everything but one column, or two (keys are pairs then)."""
        if missing := set(columns) - set(self.columns):
            raise LookupError(f"outcomes were not asked for by {missing}")
        places = [(GROUP, RULE, MONTH).index(column) for column in columns]
        found: dict[Any, Tally] = defaultdict(Tally)
        for at, tally in self.tallies.items():
            key = at[places[0]] if len(places) == 1 else tuple(at[place] for place in places)
            found[key] = found[key].plus(tally)
        return found

    def add(self, group: int | None, duty: Duty) -> None:
        known = {GROUP: group, RULE: duty.rule.key, MONTH: duty.period.last_day.replace(day=1)}
        at: Any = tuple(known[c] if c in self.columns else None for c in (GROUP, RULE, MONTH))
        self.tallies[at] = self.tallies[at].plus(Tally(*(duty.state == s for s in STATES)))


def total(tallies: Iterable[Tally]) -> Tally:
    found = Tally()
    for tally in tallies:
        found = found.plus(tally)
    return found


def outcomes_of(asked: Asked, *by: str) -> Outcomes:
    """Two queries while nothing is stale, however many organisations there are."""
    found = Outcomes({rule.pk: rule for rule in DutyRule.objects.valid_in(asked.span)}, by)
    kept, others = divided(found.rules.values())
    _add_kept(found, asked)
    if found.is_all_stale:
        kept, others = [], list(found.rules.values())
    everybody = None if asked.groups is None else list(asked.groups)
    _survey(found, asked, everybody, others)
    stale = found.stale if asked.groups is None else set(found.stale) & asked.groups.keys()
    _survey(found, asked, stale, kept)
    return found


def listed(asked: Asked, found: Outcomes, wanted: Wanted = ALL) -> list[Duty]:
    """The duties behind the tallies, without the rows behind them; one query."""
    duties = [duty for duty in found.surveyed if wanted.includes(duty)]
    return duties if found.is_all_stale else [*_kept_duties(asked, found, wanted), *duties]


def _add_kept(found: Outcomes, asked: Asked) -> None:
    rows = _run(asked.tallies(found.columns), asked.given())
    marked = [owner for owner, *_, waiting in rows if waiting is None]
    found.is_all_stale = None in marked
    if found.is_all_stale:
        return
    found.stale = marked
    for group, rule, month, *numbers in rows:
        if None not in numbers:
            at = group, found.rules[rule].key if rule else None, month
            found.tallies[at] = found.tallies[at].plus(Tally(*numbers))


def _survey(
    found: Outcomes,
    asked: Asked,
    organisations: Collection[int] | None,
    rules: list[DutyRule],
) -> None:
    """None stands for everybody."""
    if not rules or organisations is not None and not organisations:
        return
    where = Organisation.objects.all() if organisations is None else organisations
    for body, duties in survey(where, asked.span, today=asked.today, rules=rules):
        begun = list(due_duties(duties, today=asked.today))
        found.surveyed += [d for d in duties if d.is_due] if asked.is_ahead else begun
        for duty in begun:
            found.add(asked.groups[body.pk] if asked.groups else None, duty)


def _kept_duties(asked: Asked, found: Outcomes, wanted: Wanted) -> Iterator[Duty]:
    span = wanted.span(asked.span)
    given = asked.given() | {
        "stale": found.stale,
        "rules": [pk for pk, rule in found.rules.items() if wanted.rule in ("", rule.key)],
        "ends_from": span.start,
        "ends_to": span.end,
    }
    for owner, rule, starts_on, ends_on, due_on, required, done in _run(
        asked.listed(wanted), given
    ):
        state = _state(required, done, is_over=due_on < asked.today)
        period = Period(starts_on, ends_on)
        yield Duty(found.rules[rule], owner, period, required, done, state, (), "", due_on)


def _state(required: Decimal, done: Decimal, *, is_over: bool) -> DutyState:
    if done >= required:
        return DutyState.DONE
    return DutyState.MISSING if is_over else DutyState.PENDING


def _run(statement: str, given: dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, given)
        return cursor.fetchall()
