"""Reading outcomes: how many duties are done, missed or waiting, and which are open.

Kept outcomes are read with the day that their state depends on; organisations on which a mark
lies are surveyed now, and so is what rules ask that are not kept.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from django.db import connection

from apps.branches.models import Organisation
from apps.core.periods import Cycle, Period
from apps.duties.engine import Duty, DutyState, due_duties, survey
from apps.duties.models import DutyRule
from apps.duties.outcomes.kept import divided

BEGUN = "starts_on >= %(start)s AND ends_on <= %(end)s AND starts_on <= %(today)s"
STALE = """
WITH marks AS (
    SELECT m.organisation_id, o.parent_id, o.kind = 'subgroup' AS is_subgroup
    FROM duties_outcomemark m LEFT JOIN branches_organisation o ON o.id = m.organisation_id
    WHERE m.year IS NULL OR m.year = %(year)s
), stale AS (
    SELECT organisation_id FROM marks UNION SELECT parent_id FROM marks WHERE is_subgroup
    -- A year that nobody has kept yet.
    UNION SELECT NULL WHERE NOT EXISTS (
        SELECT FROM duties_outcome WHERE starts_on >= %(start)s AND ends_on <= %(end)s
    )
)
"""
TALLIES = f"""
{STALE}
SELECT organisation_id, NULL::bigint, NULL::date, NULL::bigint, NULL::bigint, NULL::bigint FROM stale
UNION ALL
SELECT organisation_id, rule_id, month, count(*) FILTER (WHERE is_done),
    count(*) FILTER (WHERE is_open AND ends_on <= %(today)s),
    count(*) FILTER (WHERE is_open AND ends_on > %(today)s)
FROM (
    SELECT organisation_id, rule_id, ends_on, date_trunc('month', ends_on - 1)::date AS month,
        done >= required AS is_done, done < required AND NOT is_waived AS is_open
    FROM duties_outcome WHERE {BEGUN} {{where}}
) AS begun
WHERE organisation_id NOT IN (SELECT organisation_id FROM stale WHERE organisation_id IS NOT NULL)
GROUP BY GROUPING SETS ({{by}})
"""  # noqa: S608 - only our own words
LISTED = f"""
SELECT organisation_id, rule_id, starts_on, ends_on, required, done FROM duties_outcome
WHERE {BEGUN} AND organisation_id <> ALL(%(stale)s) AND rule_id = ANY(%(rules)s)
AND ends_on > %(ends_from)s AND ends_on <= %(ends_to)s AND ({{states}}) {{where}}
ORDER BY ends_on, rule_id, organisation_id
"""  # noqa: S608 - only our own words
IN_STATE = {
    DutyState.DONE: "done >= required",
    DutyState.MISSING: "done < required AND NOT is_waived AND ends_on <= %(today)s",
    DutyState.PENDING: "done < required AND NOT is_waived AND ends_on > %(today)s",
}
OF = "AND organisation_id = ANY(%(organisations)s)"


# In the order of a tally.
STATES = (DutyState.DONE, DutyState.MISSING, DutyState.PENDING)
STILL_OPEN = STATES[1:]


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


Tallies = dict[Any, Tally]


@dataclass
class Outcomes:
    """By organisation, by the key of the rule, by the month in which a duty ends, and (where that
    was asked) by organisation and month. `surveyed` are the duties that are not kept."""

    rules: dict[int, DutyRule]
    by_organisation: Tallies = field(default_factory=lambda: defaultdict(Tally))
    by_rule: Tallies = field(default_factory=lambda: defaultdict(Tally))
    by_month: Tallies = field(default_factory=lambda: defaultdict(Tally))
    by_both: Tallies = field(default_factory=lambda: defaultdict(Tally))
    surveyed: list[Duty] = field(default_factory=list)
    stale: list[int] = field(default_factory=list)
    is_all_stale: bool = False

    @property
    def total(self) -> Tally:
        return total(self.by_organisation.values())

    def add(self, organisation: int | None, rule: str | None, month: date | None, more: Tally):
        """What is None has been summed over."""
        where: Tallies
        key: Any
        if organisation and month:
            where, key = self.by_both, (organisation, month)
        elif organisation:
            where, key = self.by_organisation, organisation
        elif rule:
            where, key = self.by_rule, rule
        else:
            where, key = self.by_month, month
        where[key] = where[key].plus(more)


def total(tallies: Iterable[Tally]) -> Tally:
    found = Tally()
    for tally in tallies:
        found = found.plus(tally)
    return found


class Asked(NamedTuple):
    """Duties whose period lies in `span`, which lies in one year, as they stand `today`."""

    span: Period
    today: date
    organisations: tuple[int, ...] | None = None

    def given(self) -> dict[str, Any]:
        return {
            "start": self.span.start,
            "end": self.span.end,
            "year": self.span.start.year,
            "today": self.today,
            "organisations": None if self.organisations is None else list(self.organisations),
        }

    @property
    def where(self) -> str:
        return "" if self.organisations is None else OF


def outcomes_of(asked: Asked, *, with_months_of_each: bool = False) -> Outcomes:
    """Three queries while nothing is stale, however many organisations there are."""
    rules = DutyRule.objects.valid_in(asked.span)
    found = Outcomes({rule.pk: rule for rule in rules})
    kept, others = divided(found.rules.values())
    _add_kept(found, asked, with_months_of_each)
    if found.is_all_stale:
        _survey(found, asked, asked.organisations, found.rules.values())
        return found
    _survey(found, asked, asked.organisations, others)
    _survey(found, asked, tuple(_asked_of(found.stale, asked)), kept)
    return found


class Wanted(NamedTuple):
    """Which of the duties that are counted; `rule` is a key, `month` the one in which they end."""

    states: tuple[DutyState, ...] = STATES
    rule: str = ""
    month: date | None = None

    def includes(self, duty: Duty) -> bool:
        return (
            duty.state in self.states
            and self.rule in ("", duty.rule.key)
            and (self.month is None or duty.period.last_day.replace(day=1) == self.month)
        )


ALL = Wanted()


def listed(asked: Asked, found: Outcomes, wanted: Wanted = ALL) -> list[Duty]:
    """The duties behind the tallies, without the rows behind them; one query."""
    duties = [duty for duty in found.surveyed if wanted.includes(duty)]
    return duties if found.is_all_stale else [*_kept_duties(asked, found, wanted), *duties]


def _kept_duties(asked: Asked, found: Outcomes, wanted: Wanted) -> Iterator[Duty]:
    span = Period.containing(wanted.month, Cycle.MONTH) if wanted.month else asked.span
    given = asked.given() | {
        "stale": found.stale,
        "rules": [pk for pk, rule in found.rules.items() if wanted.rule in ("", rule.key)],
        "ends_from": span.start,
        "ends_to": span.end,
    }
    states = " OR ".join(IN_STATE[state] for state in wanted.states)
    for owner, rule, starts_on, ends_on, required, done in _run(
        LISTED.format(where=asked.where, states=states), given
    ):
        state = _state(required, done, is_over=ends_on <= asked.today)
        period = Period(starts_on, ends_on)
        yield Duty(found.rules[rule], owner, period, required, done, state, (), "")


def _state(required: Decimal, done: Decimal, *, is_over: bool) -> DutyState:
    if done >= required:
        return DutyState.DONE
    return DutyState.MISSING if is_over else DutyState.PENDING


def _add_kept(found: Outcomes, asked: Asked, with_months_of_each: bool) -> None:
    by = "(organisation_id), (rule_id), (month)"
    by += ", (organisation_id, month)" if with_months_of_each else ""
    rows = _run(TALLIES.format(where=asked.where, by=by), asked.given())
    marked = [owner for owner, *_, waiting in rows if waiting is None]
    found.is_all_stale = None in marked
    if found.is_all_stale:
        return
    found.stale = marked
    for owner, rule, month, *numbers in rows:
        if None not in numbers:
            key = found.rules[rule].key if rule else None
            found.add(owner, key, month, Tally(*numbers))


def _asked_of(stale: list[int], asked: Asked) -> Iterable[int]:
    return stale if asked.organisations is None else set(stale).intersection(asked.organisations)


def _survey(
    found: Outcomes,
    asked: Asked,
    organisations: tuple[int, ...] | None,
    rules: Iterable[DutyRule],
) -> None:
    chosen = list(rules)
    if not chosen or organisations == ():
        return
    where = Organisation.objects.all() if organisations is None else organisations
    for body, duties in survey(where, asked.span, today=asked.today, rules=chosen):
        for duty in due_duties(duties, today=asked.today):
            found.surveyed.append(duty)
            tally = Tally(*(duty.state == state for state in STATES))
            month = Period.containing(duty.period.last_day, Cycle.MONTH).start
            found.add(body.pk, None, None, tally)
            found.add(None, duty.rule.key, None, tally)
            found.add(None, None, month, tally)
            found.add(body.pk, None, month, tally)


def _run(statement: str, given: dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, given)
        return cursor.fetchall()
