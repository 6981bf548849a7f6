"""The year of all who are assessed, read at once: the number of queries does not depend on theirs."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from apps.assessments.models import BallotTotal, ManualEntry, OfficeMark, PanelScore
from apps.assessments.scoring import Manual
from apps.assessments.subjects import Subject
from apps.core.periods import Period
from apps.indicators import catalogue, counting
from apps.indicators.catalogue import Indicator
from apps.indicators.counting import Reading
from apps.indicators.measures import Distinct

Marks = Mapping[tuple[int, str], list[OfficeMark]]
Numbers = Mapping[str, Mapping[int, Reading]]


class Indicators(dict[str, Indicator]):
    """Indicators of the catalogue, each asked for once."""

    def __missing__(self, key: str) -> Indicator:
        self[key] = catalogue.get(key)
        return self[key]


@dataclass(frozen=True, slots=True)
class Entries:
    """What people entered for a year, by the body that it was entered for."""

    panels: Mapping[int, PanelScore]
    ballots: Mapping[int, BallotTotal]
    marks: Marks
    manual: Mapping[int, list[Manual]]


@dataclass(frozen=True, slots=True)
class Numbering:
    """Numbers of the catalogue by key and subject."""

    readings: Numbers
    indicators: Indicators = field(default_factory=Indicators)

    def of(self, key: str, pk: int) -> Reading | None:
        return self.readings[key].get(pk)


def read_entries(period: Period) -> Entries:
    return Entries(
        _by_organisation(PanelScore, period),
        {pk: b for pk, b in _by_organisation(BallotTotal, period).items() if b.ballots},
        office_marks(period),
        manual_entries(period),
    )


def _by_organisation(model, period: Period) -> dict:
    rows = model.objects.of_year(period.start.year)
    return {row.organisation_id: row for row in rows.order_by()}


def office_marks(period: Period) -> Marks:
    """R-ASM-06, as of what is entered by hand."""
    marks: dict[tuple[int, str], list[OfficeMark]] = defaultdict(list)
    approved = OfficeMark.objects.of_year(period.start.year).approved()
    for mark in approved.select_related("author", "approved_by").order_by("pk"):
        marks[mark.organisation_id, mark.item_key].append(mark)
    return marks


def manual_entries(period: Period) -> dict[int, list[Manual]]:
    """R-ASM-06: what has not been approved by a second person does not count."""
    entries: dict[int, list[Manual]] = defaultdict(list)
    approved = ManualEntry.objects.of_year(period.start.year).approved()
    for e in approved.order_by("approved_at", "pk"):
        entries[e.organisation_id].append(Manual(e.pk, e.kind, e.points, e.reason, e.grade_cap))
    return entries


def read_numbers(keys: Iterable[str], subjects: Sequence[Subject], period: Period) -> Numbering:
    """Also those that say whom a target binds."""
    asked = set(keys)
    asked |= {i.asked_of for i in catalogue.several(asked) if i.asked_of}
    # The whole city, which most of it is: naming 783 organisations costs more than it saves.
    found = {
        key: {pk: reading for (pk, _), reading in of.items()}
        for key, of in counting.readings(sorted(asked), period).items()
    }
    units = [subject for subject in subjects if subject.unit]
    return Numbering(_together(found, units, period) if units else found)


def _together(numbers: Numbers, units: list[Subject], period: Period) -> Numbers:
    """Numbers of a unit: rows add up, distinct things are counted again over its bodies."""
    measures = {i.key: i.measure for i in catalogue.several(numbers)}
    distinct = [key for key, measure in measures.items() if isinstance(measure, Distinct)]
    things = counting.identities(distinct, period) if distinct else {}
    told_apart = {key: {pk: of for (pk, _), of in found.items()} for key, found in things.items()}
    return {
        key: {
            unit.pk: Reading(_value(own, told_apart.get(key), unit), sorted(_rows(own)))
            for unit in units
            if (own := [found[pk] for pk in unit.members if pk in found])
        }
        for key, found in numbers.items()
    }


def _value(own: list[Reading], things: Mapping[int, list] | None, unit: Subject) -> Decimal:
    if things is None:
        return sum((reading.value for reading in own), Decimal(0))
    return Decimal(len(set().union(*(things.get(pk, ()) for pk in unit.members))))


def _rows(own: list[Reading]) -> set[int]:
    return {pk for reading in own for pk in reading.rows}
