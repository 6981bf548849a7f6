"""What a change of the scheme would move, seen before anything is issued."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

from apps.assessments.assess import collector_at_rest
from apps.assessments.basis import Basis, read_basis, scored
from apps.assessments.models import Run, Scheme
from apps.assessments.rules import classes_of, rules_of
from apps.assessments.scoring import GradeRule, SchemeRules, Score
from apps.assessments.subjects import Subject

# A percentage or a number of points that is tried in the place of the stored one, by key.
Tried = Mapping[int, Decimal | None]


@dataclass(frozen=True, slots=True)
class Trial:
    """`weights` by part, `minimums` and `limits` (in per cent, None for none) by grade."""

    weights: Tried
    minimums: Mapping[str, Decimal]
    limits: Mapping[str, Decimal | None]


@dataclass(frozen=True, slots=True)
class Move:
    """One whose grade would change; without a score after, the scheme does not assess it."""

    name: str
    before: Score
    after: Score | None


@dataclass(frozen=True, slots=True)
class GradeCount:
    grade: str
    before: int
    after: int


@dataclass(frozen=True, slots=True)
class Outlook:
    """`totals_changed` counts those whose total moves, whether their grade does or not."""

    assessed: int
    totals_changed: int
    grades: list[GradeCount]
    moves: list[Move]


def tried(rules: SchemeRules, trial: Trial) -> SchemeRules:
    """The rules of a scheme with what is tried in the place of what is stored."""
    parts = tuple(
        replace(part, weight=Fraction(trial.weights.get(part.pk) or 0))
        if part.pk in trial.weights
        else part
        for part in rules.parts
    )
    grades = sorted((_tried_grade(g, trial) for g in rules.grades), key=lambda g: -g.minimum)
    return SchemeRules(parts, tuple(grades), rules.vetoes)


def _tried_grade(grade: GradeRule, trial: Trial) -> GradeRule:
    limit = grade.share_limit
    if grade.name in trial.limits:
        asked = trial.limits[grade.name]
        limit = None if asked is None else Fraction(asked) / 100
    return replace(grade, minimum=trial.minimums.get(grade.name, grade.minimum), share_limit=limit)


@collector_at_rest()
def outlook(run: Run, scheme: Scheme, rules: SchemeRules, *, today: date) -> Outlook:
    """The run's year by its own scheme beside the same year by `rules`, which are those of
    `scheme` or what is tried in their place. Both are scored from one basis: what differs is the
    scheme's doing."""
    own = rules_of(run.scheme)
    basis = read_basis(run, (own, rules), today=today)
    before = scored(basis, own, classes_of(run.scheme), run.scheme.kinds)
    after = scored(basis, rules, classes_of(scheme), scheme.kinds)
    return _compared(basis, before, after, [g.name for g in (*rules.grades, *own.grades)])


def _compared(
    basis: Basis, before: Mapping[int, Score], after: Mapping[int, Score], grades: Sequence[str]
) -> Outlook:
    pairs = [(s, before[s.pk], after.get(s.pk)) for s in basis.subjects if s.pk in before]
    were, will_be = (Counter(score.grade for score in of.values()) for of in (before, after))
    return Outlook(
        assessed=len(pairs),
        totals_changed=sum(1 for _, old, new in pairs if new is None or old.total != new.total),
        grades=[GradeCount(g, were[g], will_be[g]) for g in dict.fromkeys(grades)],
        moves=[_move(*pair) for pair in pairs if pair[2] is None or pair[1].grade != pair[2].grade],
    )


def _move(subject: Subject, before: Score, after: Score | None) -> Move:
    return Move(subject.name, before, after)
