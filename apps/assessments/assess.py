"""The scores of a year: what was found of each criterion, scored, and limited by shares."""

import gc
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date

from apps.assessments import findings as found
from apps.assessments import scoring, shares
from apps.assessments.choices import PartSource
from apps.assessments.classes import class_of
from apps.assessments.facts import facts_of, peer_of
from apps.assessments.models import Scheme
from apps.assessments.rules import classes_of, rules_of
from apps.assessments.scoring import CriterionRule, Finding, Findings, SchemeRules, Score
from apps.assessments.subjects import Subject, subjects_of
from apps.assessments.year import Entries, Numbering, read_entries, read_numbers
from apps.core.periods import Period
from apps.duties import engine
from apps.duties.engine import Duty


@dataclass(frozen=True, slots=True)
class Assessed:
    subject: Subject
    class_label: str
    score: Score
    facts: dict


Duties = Mapping[int, Mapping[str, list[Duty]]]


@dataclass(frozen=True, slots=True)
class Year:
    """Everything that a year's scores are made of, read and indexed by who is assessed."""

    period: Period
    duties: Duties
    numbers: Numbering
    entries: Entries


@contextmanager
def collector_at_rest() -> Iterator[None]:
    """Half a million values are made and all are kept: walking them again and again to find
    garbage would take a third of the time."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


@collector_at_rest()
def assessed(scheme: Scheme, period: Period, *, today: date) -> list[Assessed]:
    """The scores of those whom the scheme assesses, in the order of their names.

    Who did not exist on the last day, or to whom nothing applied, has no score.
    """
    rules, classes = rules_of(scheme), classes_of(scheme)
    subjects = subjects_of(scheme, period)
    year = read_year(rules, subjects, period, today=today)
    facts = facts_of(subjects, period)
    labels = {s.pk: class_of(peer_of(s, facts[s.pk]), classes) for s in subjects}
    found_scores = ((s.pk, score_of(rules, year, s)) for s in subjects)
    scores = limited({pk: score for pk, score in found_scores if score}, labels, rules)
    return [
        Assessed(s, labels[s.pk], scores[s.pk], facts[s.pk]) for s in subjects if s.pk in scores
    ]


def read_year(
    rules: SchemeRules, subjects: Sequence[Subject], period: Period, *, today: date
) -> Year:
    return Year(
        period,
        _duties(subjects, period, today) if any(c.duty_key for c in rules.criteria) else {},
        read_numbers(rules.indicators, subjects, period),
        read_entries(period),
    )


def _duties(subjects: Sequence[Subject], period: Period, today: date) -> Duties:
    members = [pk for subject in subjects for pk in subject.members]
    sheet = engine.sheet(members, period, today=today)
    return {s.pk: by_key(duty for pk in s.members for duty in sheet.get(pk, ())) for s in subjects}


def by_key(duties: Iterable[Duty]) -> dict[str, list[Duty]]:
    keyed: dict[str, list[Duty]] = defaultdict(list)
    for duty in duties:
        keyed[duty.rule.key].append(duty)
    return keyed


def score_of(rules: SchemeRules, year: Year, subject: Subject) -> Score | None:
    findings: dict[int | PartSource, Finding] = {
        criterion.pk: finding_of(criterion, year, subject) for criterion in rules.criteria
    }
    findings |= entered_findings(rules, year.entries, subject.pk)
    return scoring.score(
        rules,
        findings,
        year.entries.manual.get(subject.pk, ()),
        veto_findings(rules, year, subject),
    )


def entered_findings(rules: SchemeRules, entries: Entries, pk: int) -> Findings:
    """Of the panel and of the ballot, where the scheme asks for them and they were entered."""
    asked = {part.source for part in rules.parts}
    entered: dict[int | PartSource, Finding] = {}
    if PartSource.PANEL in asked and pk in entries.panels:
        entered[PartSource.PANEL] = found.of_panel(entries.panels[pk])
    if PartSource.BALLOT in asked and pk in entries.ballots:
        entered[PartSource.BALLOT] = found.of_ballot(entries.ballots[pk], rules.grades)
    return entered


def finding_of(criterion: CriterionRule, year: Year, subject: Subject) -> Finding:
    if criterion.item_key:
        marks = year.entries.marks.get((subject.pk, criterion.item_key), ())
        return found.of_marks(criterion, marks)
    if criterion.duty_key:
        duties = year.duties[subject.pk].get(criterion.duty_key, [])
        return found.of_duties(
            duties, year.numbers.indicators[duties[0].rule.indicator].unit if duties else ""
        )
    return found.of_reading(
        criterion,
        year.numbers.of(criterion.indicator, subject.pk),
        year.numbers.indicators[criterion.indicator].unit,
        excused=excuse(criterion.indicator, year.numbers, subject, year.period),
    )


def veto_findings(rules: SchemeRules, year: Year, subject: Subject) -> dict[int, Finding]:
    return {v.pk: _number_found(v.indicator, year, subject) for v in rules.vetoes if v.indicator}


def _number_found(key: str, year: Year, subject: Subject) -> Finding:
    excused = excuse(key, year.numbers, subject, year.period)
    return found.of_number(
        key, year.numbers.of(key, subject.pk), year.numbers.indicators[key].unit, excused=excused
    )


def excuse(key: str, numbers: Numbering, subject: Subject, period: Period) -> str:
    """Why one is not held to the target of a number; "" for whoever is."""
    asked_of = numbers.indicators[key].asked_of
    if asked_of and numbers.of(asked_of, subject.pk) is None:
        return found.NOT_ASKED
    return "" if subject.existed_throughout(period) else found.NOT_THROUGHOUT


def limited(
    scores: dict[int, Score], labels: Mapping[int, str], rules: SchemeRules
) -> dict[int, Score]:
    """Share limits come after all scores are known and leave `grade_by_score` as it was."""
    standings = [
        shares.Standing(pk, labels[pk], score.total, score.grade) for pk, score in scores.items()
    ]
    moved = shares.over_share(standings, rules.grades)
    return {pk: shares.moved_to(s, moved[pk]) if pk in moved else s for pk, s in scores.items()}
