"""What the sheets of a jury amount to: read from its rows, in a fixed number of queries."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from apps.core.exact import shown
from apps.juries.averages import Average, Mark, average, light_of
from apps.juries.choices import Light, TieRule
from apps.juries.conflicts import Conflicts, conflicts_of
from apps.juries.cut_off import Cut, cut, require_choice, settled
from apps.juries.explaining import Placed, Stance, explain_mean, explain_place
from apps.juries.models import Candidate, Juror, Jury, JuryScheme, Sheet


@dataclass(frozen=True)
class Judged:
    """One candidate, judged: a line of the result before it is frozen."""

    candidate: Candidate
    average: Average
    light: Light | None
    is_in: bool
    explanation: str

    @property
    def sheets(self) -> int:
        return self.average.number

    @property
    def advice(self) -> list[str]:
        marks = (*self.average.counted, *self.average.dropped)
        return sorted({mark.advice for mark in marks if mark.advice})

    def marks(self, is_anonymous: bool) -> list[dict]:
        """From the highest down, so that their order tells nobody's name."""
        lines = [(mark, True) for mark in self.average.counted]
        lines += [(mark, False) for mark in self.average.dropped]
        lines.sort(key=lambda line: line[0].points, reverse=True)
        return [_told(mark, is_counted, is_anonymous) for mark, is_counted in lines]


def _told(mark: Mark, is_counted: bool, is_anonymous: bool) -> dict:
    told = {"points": shown(mark.points), "is_counted": is_counted}
    return told if is_anonymous else {**told, "juror": mark.juror}


@dataclass(frozen=True)
class Bench:
    """The jurors and candidates of a jury, and who stands aside from what."""

    jurors: Sequence[Juror]
    candidates: Sequence[Candidate]
    conflicts: Conflicts

    def stance(self, candidate: Candidate, marks: int) -> Stance:
        aside = tuple(j.name for j in self.jurors if (j.pk, candidate.pk) in self.conflicts)
        return Stance(aside, len(self.jurors) - len(aside) - marks)


def bench_of(jury: Jury, day: date) -> Bench:
    jurors = list(jury.jurors.select_related("unit"))
    candidates = list(jury.candidates.standing().select_related("organisation"))
    return Bench(jurors, candidates, conflicts_of(jurors, candidates, day))


def judge(jury: Jury, day: date) -> list[Judged]:
    """Every standing candidate in the order of the list; StepRefused where the chair must choose."""
    bench = bench_of(jury, day)
    averages = averages_of(jury, bench)
    found = cut_of(jury, averages)
    chosen = frozenset(c.pk for c in bench.candidates if c.is_chosen)
    require_choice(found, TieRule(jury.scheme.ties), chosen)
    inside = settled(found, TieRule(jury.scheme.ties), chosen)
    lines = []
    for candidate in bench.candidates:
        average_of, is_in = averages[candidate.pk], candidate.pk in inside
        light = light_of(average_of.mean, jury.scheme)
        placed = Placed(light, found, jury.places, is_in, candidate.pk in found.tied)
        said = _said(candidate, average_of, bench, placed, jury.scheme)
        lines.append(Judged(candidate, average_of, light, is_in, said))
    return sorted(lines, key=_place)


def averages_of(jury: Jury, bench: Bench) -> dict[int, Average]:
    marks = _marks_of(jury, bench)
    return {c.pk: average(marks[c.pk], jury.scheme) for c in bench.candidates}


def cut_of(jury: Jury, averages: dict[int, Average]) -> Cut:
    """Where the places end, as the sheets stand."""
    green = {
        key: found.mean
        for key, found in averages.items()
        if found.mean is not None and light_of(found.mean, jury.scheme) == Light.GREEN
    }
    return cut(green, jury.places)


def _said(
    candidate: Candidate, found: Average, bench: Bench, placed: Placed, scheme: JuryScheme
) -> str:
    stance = bench.stance(candidate, found.number)
    return explain_mean(found, stance, scheme) + explain_place(placed, scheme)


def _marks_of(jury: Jury, bench: Bench) -> dict[int, list[Mark]]:
    """Of each candidate; sheets of those who stand aside do not count, whenever they wrote them."""
    names = {juror.pk: juror.name for juror in bench.jurors}
    sheets = Sheet.objects.handed_in().filter(candidate__jury=jury)
    rows = sheets.with_points().values_list("juror", "candidate", "points", "light", "advice")
    marks: dict[int, list[Mark]] = defaultdict(list)
    for juror, candidate, points, light, advice in rows.order_by("pk"):
        if (juror, candidate) not in bench.conflicts:
            marks[candidate].append(Mark(points, light, names[juror], advice))
    return marks


def _place(line: Judged) -> tuple:
    """Those that are in first, then by the mean; equal ones as they were entered."""
    mean = line.average.mean
    return (not line.is_in, -(mean if mean is not None else Decimal(-1)), line.candidate.order)
