"""The year of all organisations read at once: the number of queries does not depend on theirs."""

import gc
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date

from apps.assessments import findings as found
from apps.assessments import scoring, shares
from apps.assessments.choices import PartSource
from apps.assessments.facts import facts_of
from apps.assessments.models import BallotTotal, ManualEntry, PanelScore, Scheme
from apps.assessments.rules import rules_of
from apps.assessments.scoring import CriterionRule, Finding, Manual, SchemeRules, Score
from apps.branches.models import Organisation
from apps.core.periods import Period
from apps.duties import engine
from apps.duties.engine import Duty
from apps.indicators import catalogue, counting
from apps.indicators.catalogue import Indicator
from apps.indicators.counting import Reading


@dataclass(frozen=True, slots=True)
class Assessed:
    organisation: Organisation
    class_label: str
    score: Score
    facts: dict


class Indicators(dict[str, Indicator]):
    """Indicators of the catalogue, each asked for once."""

    def __missing__(self, key: str) -> Indicator:
        self[key] = catalogue.get(key)
        return self[key]


@dataclass(frozen=True, slots=True)
class Year:
    """Everything that a year's scores are made of, read and indexed by organisation."""

    period: Period
    duties: Mapping[int, Mapping[str, list[Duty]]]
    readings: Mapping[str, Mapping[tuple[int, date], Reading]]
    panels: Mapping[int, PanelScore]
    ballots: Mapping[int, BallotTotal]
    manual: Mapping[int, list[Manual]]
    indicators: Mapping[str, Indicator] = field(default_factory=Indicators)


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
    """The scores of the organisations of the scheme's kinds, in the order of their names.

    Who did not exist on the last day, or to whom nothing applied, has no score.
    """
    rules = rules_of(scheme)
    organisations = list(
        Organisation.objects.filter(kind__in=scheme.kinds)
        .existing_on(period.last_day)
        .select_related("unit")
    )
    year = read_year(rules, organisations, period, today=today)
    found_scores = ((o.pk, score_of(rules, year, o)) for o in organisations)
    scores = limited({pk: score for pk, score in found_scores if score}, organisations, rules)
    facts = facts_of(organisations, period)
    return [
        Assessed(o, class_label_of(o), scores[o.pk], facts[o.pk])
        for o in organisations
        if o.pk in scores
    ]


def class_label_of(organisation: Organisation) -> str:
    """R-ASM-07: compared with its own kind."""
    return organisation.get_kind_display()


def read_year(
    rules: SchemeRules, organisations: list[Organisation], period: Period, *, today: date
) -> Year:
    keys = {c.indicator for c in rules.criteria if c.indicator}
    keys |= {i.asked_of for i in catalogue.several(keys) if i.asked_of}
    return Year(
        period,
        by_key(engine.sheet([o.pk for o in organisations], period, today=today)),
        # The whole city, which most of it is: naming 783 organisations costs more than it saves.
        counting.readings(sorted(keys), period),
        _by_organisation(PanelScore, period),
        {pk: b for pk, b in _by_organisation(BallotTotal, period).items() if b.ballots},
        manual_entries(period),
    )


def by_key(sheet: Mapping[int, Iterable[Duty]]) -> dict[int, dict[str, list[Duty]]]:
    keyed: dict[int, dict[str, list[Duty]]] = {}
    for pk, duties in sheet.items():
        own: dict[str, list[Duty]] = defaultdict(list)
        keyed[pk] = own
        for duty in duties:
            own[duty.rule.key].append(duty)
    return keyed


def _by_organisation(model, period: Period) -> dict:
    rows = model.objects.of_year(period.start.year)
    return {row.organisation_id: row for row in rows.order_by()}


def manual_entries(period: Period) -> dict[int, list[Manual]]:
    """R-ASM-06: what has not been approved by a second person does not count."""
    entries: dict[int, list[Manual]] = defaultdict(list)
    approved = ManualEntry.objects.of_year(period.start.year).approved()
    for e in approved.order_by("approved_at", "pk"):
        entries[e.organisation_id].append(Manual(e.pk, e.kind, e.points, e.reason, e.grade_cap))
    return entries


def score_of(rules: SchemeRules, year: Year, organisation: Organisation) -> Score | None:
    pk = organisation.pk
    findings: dict[int | PartSource, Finding] = {
        criterion.pk: _finding(criterion, year, organisation) for criterion in rules.criteria
    }
    if pk in year.panels:
        findings[PartSource.PANEL] = found.of_panel(year.panels[pk])
    if pk in year.ballots:
        findings[PartSource.BALLOT] = found.of_ballot(year.ballots[pk], rules.grades)
    return scoring.score(rules, findings, year.manual.get(pk, ()))


def _finding(criterion: CriterionRule, year: Year, organisation: Organisation) -> Finding:
    if criterion.duty_key:
        duties = year.duties.get(organisation.pk, {}).get(criterion.duty_key, [])
        return found.of_duties(
            duties, year.indicators[duties[0].rule.indicator].unit if duties else ""
        )
    reading = year.readings[criterion.indicator].get((organisation.pk, year.period.start))
    return found.of_reading(
        criterion,
        reading,
        year.indicators[criterion.indicator].unit,
        excused=_excuse(criterion, year, organisation),
    )


def _excuse(criterion: CriterionRule, year: Year, organisation: Organisation) -> str:
    """Why the organisation is not held to the target of a number; "" for whoever is."""
    asked_of = year.indicators[criterion.indicator].asked_of
    if asked_of and (organisation.pk, year.period.start) not in year.readings[asked_of]:
        return found.NOT_ASKED
    return "" if _existed_throughout(organisation, year.period) else found.NOT_THROUGHOUT


def _existed_throughout(organisation: Organisation, period: Period) -> bool:
    return period.covered_by(organisation.founded_on, organisation.dissolved_on)


def limited(
    scores: dict[int, Score], organisations: list[Organisation], rules: SchemeRules
) -> dict[int, Score]:
    """Share limits come after all scores are known and leave `grade_by_score` as it was."""
    standings = [
        shares.Standing(o.pk, class_label_of(o), scores[o.pk].total, scores[o.pk].grade)
        for o in organisations
        if o.pk in scores
    ]
    moved = shares.over_share(standings, rules.grades)
    return {pk: shares.moved_to(s, moved[pk]) if pk in moved else s for pk, s in scores.items()}
