"""What a rule would change, before it is saved: judged by the same engine as everything else."""

import copy
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from apps.core.periods import Cycle, Period
from apps.duties.circumstances import Body
from apps.duties.engine import Duty, DutyState, survey
from apps.duties.models import DutyRule

ALWAYS = date(1949, 10, 1)
Found = list[tuple[Body, list[Duty]]]


@dataclass(frozen=True)
class Impact:
    """Who is bound in `coming`, the first period of the new version; `rehearsed` is the last full
    period, in which both versions are tried on the rows that there are."""

    coming: Period
    rehearsed: Period
    gained: list[Body]
    lost: list[Body]
    kept: list[Body]
    newly_missing: list[Body]
    no_longer_missing: list[Body]

    @property
    def bound(self) -> int:
        return len(self.gained) + len(self.kept)

    @property
    def groups(self) -> list[tuple[str, list[Body]]]:
        """Label and organisations, without the empty ones."""
        named = (
            ("新增适用", self.gained),
            ("不再适用", self.lost),
            (f"按{self.rehearsed.label}试算，新增未办", self.newly_missing),
            (f"按{self.rehearsed.label}试算，不再未办", self.no_longer_missing),
            ("继续适用", self.kept),
        )
        return [(label, bodies) for label, bodies in named if bodies]


def impact_of(
    trial: DutyRule, current: DutyRule | None, organisations: QuerySet, *, today: date
) -> Impact:
    """Compare an unsaved rule with the version that it follows; two surveys, nothing written."""
    new, old = _of_all_times(trial), _of_all_times(current) if current else None
    rules = [new, old] if old else [new]
    cycle = max((Cycle(rule.cycle) for rule in rules), key=lambda c: c.months)
    coming = _first_after(trial.valid_from, cycle)
    rehearsed = Period.containing(today, cycle).previous
    bound = survey(organisations, coming, today=coming.start, rules=rules)
    tried = survey(organisations, rehearsed, today=rehearsed.end, rules=rules)
    return Impact(
        coming,
        rehearsed,
        gained=[b for b, d in bound if _binds(new, d) and not _binds(old, d)],
        lost=[b for b, d in bound if _binds(old, d) and not _binds(new, d)],
        kept=[b for b, d in bound if _binds(old, d) and _binds(new, d)],
        newly_missing=[b for b, d in tried if _fails(new, d) and not _fails(old, d)],
        no_longer_missing=[b for b, d in tried if _fails(old, d) and not _fails(new, d)],
    )


def _of_all_times(rule: DutyRule) -> DutyRule:
    """The rule without its days, so that it can be tried on any period."""
    tried = copy.copy(rule)
    tried.valid_from, tried.valid_to = ALWAYS, None
    return tried


def _first_after(day: date, cycle: Cycle) -> Period:
    """The first whole period that begins on or after the day."""
    period = Period.containing(day, cycle)
    return period if period.start == day else Period.containing(period.end, cycle)


def _binds(rule: DutyRule | None, duties: Iterable[Duty]) -> bool:
    return any(d.rule is rule and d.state != DutyState.NOT_APPLICABLE for d in duties)


def _fails(rule: DutyRule | None, duties: Iterable[Duty]) -> bool:
    return any(d.rule is rule and d.state == DutyState.MISSING for d in duties)
