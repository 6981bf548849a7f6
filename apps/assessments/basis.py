"""A year as a run found it, kept to be scored anew: numbers and targets from its stored lines.

What the run did not ask is counted once, live; nothing of it is stored. Entries are those of today.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from apps.assessments import findings as found
from apps.assessments import scoring
from apps.assessments.assess import (
    Year,
    entered_findings,
    finding_of,
    limited,
    read_year,
    veto_findings,
)
from apps.assessments.choices import PartSource
from apps.assessments.classes import ClassRule, class_of
from apps.assessments.facts import peer_of
from apps.assessments.models import Run, ScoreLine
from apps.assessments.rules import rules_of
from apps.assessments.scoring import CriterionRule, Finding, SchemeRules, Score
from apps.assessments.subjects import Subject, subjects_of
from apps.assessments.year import Entries, read_entries

# A duty or number as a scheme names it, and whether the scheme holds people to a target of it.
Asked = tuple[str, bool]
NOTHING = Finding(Decimal(0))


@dataclass(frozen=True, slots=True)
class Basis:
    """`stored` are findings by what was asked and by whom; `live` is what no line holds."""

    subjects: Sequence[Subject]
    facts: Mapping[int, dict]
    stored: Mapping[Asked, Mapping[int, Finding]]
    live: Year | None
    entries: Entries


def read_basis(run: Run, schemes: Iterable[SchemeRules], *, today: date) -> Basis:
    """All that scoring the run's year by any of `schemes` needs; as many queries however many
    were assessed."""
    facts = dict(run.results.order_by().values_list("organisation", "facts"))
    subjects = [s for s in subjects_of(run.scheme, run.period) if s.pk in facts]
    stored = _stored(run)
    missing = _not_stored(schemes, stored)
    live = read_year(missing, subjects, run.period, today=today) if missing else None
    return Basis(subjects, facts, stored, live, live.entries if live else read_entries(run.period))


def _stored(run: Run) -> dict[Asked, dict[int, Finding]]:
    """Rows are many, so they are plain tuples; their evidence stays where it is."""
    asked = {c.pk: _asked(c) for c in rules_of(run.scheme).criteria if not c.item_key}
    # Of bonus and deduction only lines that gave points are stored: the others found nothing.
    stored: dict[Asked, dict[int, Finding]] = {one: {} for one in asked.values()}
    lines = ScoreLine.objects.filter(result__run=run, criterion__in=asked).order_by()
    for pk, criterion, number, target, is_applicable in lines.values_list(
        "result__organisation", "criterion", "number", "target", "is_applicable"
    ):
        stored[asked[criterion]][pk] = Finding(number, target, is_applicable=is_applicable)
    return stored


def _asked(criterion: CriterionRule) -> Asked:
    if criterion.duty_key:
        return f"duty {criterion.duty_key}", True
    return f"number {criterion.indicator}", criterion.target is not None


def _not_stored(
    schemes: Iterable[SchemeRules], stored: Mapping[Asked, object]
) -> SchemeRules | None:
    """A scheme of what no line of the run tells."""
    parts, vetoes = [], []
    for rules in schemes:
        vetoes += [veto for veto in rules.vetoes if veto.indicator]
        for part in rules.parts:
            lacking = tuple(c for c in part.criteria if not c.item_key and not _holds(stored, c))
            parts += [replace(part, criteria=lacking)] if lacking else []
    return SchemeRules(tuple(parts), (), tuple(vetoes)) if parts or vetoes else None


def _holds(stored: Mapping[Asked, object], criterion: CriterionRule) -> bool:
    """Whoever was held to a target also has his number; the reverse does not tell whom it binds."""
    key, has_target = _asked(criterion)
    return (key, True) in stored or (not has_target and (key, False) in stored)


def scored(
    basis: Basis, rules: SchemeRules, classes: Sequence[ClassRule], kinds: Iterable[str]
) -> dict[int, Score]:
    """Everybody's score by other rules, share limits and all; bodies of other kinds have none."""
    asked = set(kinds)
    taking_part = [s for s in basis.subjects if s.unit or s.body.kind in asked]
    labels = {s.pk: class_of(peer_of(s, basis.facts[s.pk]), classes) for s in taking_part}
    scores = ((s.pk, _score(basis, rules, s)) for s in taking_part)
    return limited({pk: score for pk, score in scores if score}, labels, rules)


def _score(basis: Basis, rules: SchemeRules, subject: Subject) -> Score | None:
    pk = subject.pk
    findings: dict[int | PartSource, Finding] = {
        criterion.pk: _finding(basis, criterion, subject) for criterion in rules.criteria
    }
    findings |= entered_findings(rules, basis.entries, pk)
    vetoes = veto_findings(rules, basis.live, subject) if basis.live else {}
    return scoring.score(rules, findings, basis.entries.manual.get(pk, ()), vetoes)


def _finding(basis: Basis, criterion: CriterionRule, subject: Subject) -> Finding:
    if criterion.item_key:
        marks = basis.entries.marks.get((subject.pk, criterion.item_key), ())
        return found.of_marks(criterion, marks)
    if basis.live and not _holds(basis.stored, criterion):
        return finding_of(criterion, basis.live, subject)
    key, has_target = _asked(criterion)
    by_pk = basis.stored.get((key, True)) or basis.stored[key, False]
    finding = by_pk.get(subject.pk, NOTHING)
    if criterion.duty_key:
        return finding
    is_applicable = finding.is_applicable or not has_target
    if (finding.target, finding.is_applicable) == (criterion.target, is_applicable):
        return finding
    return replace(finding, target=criterion.target, is_applicable=is_applicable)
