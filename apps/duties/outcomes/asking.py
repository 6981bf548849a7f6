"""What is asked of outcomes, and the statements that ask it."""

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

from apps.core.periods import Cycle, Period
from apps.duties.engine import Duty, DutyState

# In the order of a tally.
STATES = (DutyState.DONE, DutyState.MISSING, DutyState.PENDING)
STILL_OPEN = STATES[1:]
# What tallies can be told apart by: a group of organisations, the key of a rule, the month in which
# a duty ends.
GROUP, RULE, MONTH = "group", "rule", "month"
COLUMNS = {GROUP: "p.part", RULE: "rule_id", MONTH: "date_trunc('month', ends_on - 1)::date"}
NOTHING = {GROUP: "NULL::bigint", RULE: "NULL::bigint", MONTH: "NULL::date"}

INSIDE = "starts_on >= %(start)s AND ends_on <= %(end)s"
BEGUN = f"{INSIDE} AND starts_on <= %(today)s"
# Whom marks are about, of a subgroup also its branch; everybody, where nobody has kept the year yet.
STALE = """
WITH marks AS (
    SELECT m.organisation_id, o.parent_id, o.kind = 'subgroup' AS is_subgroup
    FROM duties_outcomemark m LEFT JOIN branches_organisation o ON o.id = m.organisation_id
    WHERE m.year IS NULL OR m.year = %(year)s
), stale AS (
    SELECT organisation_id FROM marks UNION SELECT parent_id FROM marks WHERE is_subgroup
    UNION SELECT NULL WHERE NOT EXISTS (
        SELECT FROM duties_outcome WHERE starts_on >= %(start)s AND ends_on <= %(end)s
    )
)
"""
TALLIES = f"""
{STALE}
SELECT organisation_id, NULL::bigint, NULL::date, NULL::bigint, NULL::bigint, NULL::bigint FROM stale
UNION ALL
SELECT {{columns}}, count(*) FILTER (WHERE done >= required),
    count(*) FILTER (WHERE done < required AND NOT is_waived AND due_on < %(today)s),
    count(*) FILTER (WHERE done < required AND NOT is_waived AND due_on >= %(today)s)
FROM duties_outcome {{groups}}
WHERE {BEGUN}
AND organisation_id NOT IN (SELECT organisation_id FROM stale WHERE organisation_id IS NOT NULL)
GROUP BY 1, 2, 3
"""  # noqa: S608 - only our own words
GROUPS = """
JOIN unnest(%(owners)s::bigint[], %(parts)s::bigint[]) AS p (owner, part) ON p.owner = organisation_id
"""
LISTED = """
SELECT organisation_id, rule_id, starts_on, ends_on, due_on, required, done
FROM duties_outcome {groups}
WHERE {inside} AND organisation_id <> ALL(%(stale)s) AND rule_id = ANY(%(rules)s)
AND ends_on > %(ends_from)s AND ends_on <= %(ends_to)s AND ({states})
ORDER BY ends_on, rule_id, organisation_id
"""  # noqa: S608 - only our own words
IN_STATE = {
    DutyState.DONE: "done >= required",
    DutyState.MISSING: "done < required AND NOT is_waived AND due_on < %(today)s",
    DutyState.PENDING: "done < required AND NOT is_waived AND due_on >= %(today)s",
}


class Asked(NamedTuple):
    """Duties whose period lies in `span`, which lies in one year, as they stand `today`. `groups`
    says to which one each organisation belongs, and None asks for everybody. Duties that are still to
    begin are never counted; `is_ahead` lists them with the others."""

    span: Period
    today: date
    groups: Mapping[int, int] | None = None
    is_ahead: bool = False

    def given(self) -> dict[str, Any]:
        groups = self.groups or {}
        return {
            "start": self.span.start,
            "end": self.span.end,
            "year": self.span.start.year,
            "today": self.today,
            "owners": list(groups),
            "parts": list(groups.values()),
        }

    def tallies(self, by: tuple[str, ...]) -> str:
        known = set(by) - ({GROUP} if self.groups is None else set())
        columns = ", ".join(COLUMNS[c] if c in known else NOTHING[c] for c in COLUMNS)
        return TALLIES.format(columns=columns, groups=self._joined)

    def listed(self, wanted: "Wanted") -> str:
        states = " OR ".join(IN_STATE[state] for state in wanted.states)
        inside = INSIDE if self.is_ahead else BEGUN
        return LISTED.format(states=states, groups=self._joined, inside=inside)

    @property
    def _joined(self) -> str:
        return "" if self.groups is None else GROUPS


class Wanted(NamedTuple):
    """Which of the duties that are counted; `rule` is a key, `month` the one in which they end."""

    states: tuple[DutyState, ...] = STATES
    rule: str = ""
    month: date | None = None

    def span(self, whole: Period) -> Period:
        return Period.containing(self.month, Cycle.MONTH) if self.month else whole

    def includes(self, duty: Duty) -> bool:
        return (
            duty.state in self.states
            and self.rule in ("", duty.rule.key)
            and (self.month is None or duty.period.last_day.replace(day=1) == self.month)
        )


ALL = Wanted()
