"""Juries that look at projects and brands: their sheets, and the lists that were frozen."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

from apps.juries.choices import JuryStatus, Light, Subject
from apps.juries.judging import Judged, judge
from apps.juries.models import (
    Candidate,
    Juror,
    Jury,
    JuryScheme,
    ResultLine,
    ResultList,
    Score,
    Sheet,
)
from apps.portal.city.accounts import Office
from apps.portal.city.bodies import Body, Tree
from apps.portal.city.courses import at
from apps.portal.city.plan import Plan, day_in
from apps.portal.city.tables import Tables

JURORS = 5
EXPERTS = (("周明远", "市委党校"), ("陈立群", "市行政学院"))
ADVICE = {
    Light.GREEN: ("选题准，措施实，可以复制推广。", "问题抓得准，建议尽快启动。"),
    Light.YELLOW: ("切口偏大，建议聚焦一个环节。", "成效指标不够具体，建议补充。"),
    Light.RED: ("与业务结合不紧，建议重新选题。",),
}
# How far the jurors of one candidate differ, of a hundred points.
SPREAD = 6
HANDED_IN_SO_FAR = 0.4
STEP = Decimal("0.5")


class Entry(NamedTuple):
    """`key` is what stands before the jury, `quality` about how many points of a hundred it gets."""

    key: int
    body: Body
    label: str
    quality: int


@dataclass(frozen=True)
class Sitting:
    """`opens`, `closes` and `frozen` are days; what lies after the last day of the city is to come."""

    subject: Subject
    year: int
    title: str
    opens: date
    closes: date
    frozen: date
    places: int | None = None

    def status(self, until: date) -> JuryStatus:
        if until < self.opens:
            return JuryStatus.DRAFT
        if until <= self.closes:
            return JuryStatus.OPEN
        return JuryStatus.CLOSED if until < self.frozen else JuryStatus.FROZEN


class Seat(NamedTuple):
    juror: int
    person: int | None
    unit: int | None


class Panels:
    def __init__(self, plan: Plan, tree: Tree, office: Office, tables: Tables) -> None:
        self.plan, self.tree, self.office, self.tables = plan, tree, office, tables
        self.rng = plan.stream("panels")
        self.names = office.register.names
        schemes = JuryScheme.objects.prefetch_related("criteria").order_by("number")
        self.schemes = {scheme.subject: scheme for scheme in schemes}

    def hold(
        self, sitting: Sitting, entries: Sequence[Entry], model, field: str, **more: object
    ) -> dict[int, Judged]:
        """What was found of each, by its key; nothing while the jury is at work. `model` says in
        its `field` what each candidate is."""
        status = sitting.status(self.plan.until)
        jury = self._jury(sitting, status)
        seats = self._seats(jury, sitting.opens, is_open=status == JuryStatus.OPEN)
        keys = {}
        for order, entry in enumerate(entries, start=1):
            candidate = self.tables[Candidate].add(
                jury_id=jury,
                organisation_id=entry.body.pk,
                label=f"{entry.body.name}：{entry.label}",
                order=order,
            )
            self.tables[model].add(candidate_id=candidate, **{field: entry.key}, **more)
            keys[candidate] = entry.key
            self._sheets(sitting, status, candidate, entry, seats)
        if status != JuryStatus.FROZEN:
            return {}
        return self._freeze(jury, sitting, keys, len(seats))

    def _jury(self, sitting: Sitting, status: JuryStatus) -> int:
        has_begun, has_ended = (
            status != JuryStatus.DRAFT,
            status
            in (
                JuryStatus.CLOSED,
                JuryStatus.FROZEN,
            ),
        )
        return self.tables[Jury].add(
            scheme_id=self.schemes[sitting.subject].pk,
            title=sitting.title,
            year=sitting.year,
            opens_on=sitting.opens,
            closes_on=sitting.closes,
            places=sitting.places,
            status=status.value,
            opened_at=at(sitting.opens) if has_begun else None,
            closed_at=at(sitting.closes + timedelta(days=1)) if has_ended else None,
        )

    def _seats(self, jury: int, day: date, *, is_open: bool) -> list[Seat]:
        """Leaders of as many units, and two experts whose sheets came on paper; in a jury that is at
        work sits a secretary whose account can be tried."""
        groups = [group for group in self.tree.party_groups if group.posts.on(day)]
        chosen = self.rng.sample(groups, min(JURORS, len(groups)))
        people = {self.rng.choice(g.posts.on(day)).person: g.own_unit.pk for g in chosen}
        if is_open:
            people[self.office.secretary] = self.office.home.pk
        seats = [
            Seat(self._juror(jury, order == 0, person=person, unit=unit), person, unit)
            for order, (person, unit) in enumerate(people.items())
        ]
        for name, employer in EXPERTS:
            key = self.tables[Juror].add(jury_id=jury, name=name, employer=employer)
            seats.append(Seat(key, None, None))
        return seats

    def _juror(self, jury: int, is_chair: bool, *, person: int, unit: int) -> int:
        return self.tables[Juror].add(
            jury_id=jury,
            person_id=person,
            name=self.names[person],
            unit_id=unit,
            is_chair=is_chair,
        )

    def _sheets(
        self,
        sitting: Sitting,
        status: JuryStatus,
        candidate: int,
        entry: Entry,
        seats: Sequence[Seat],
    ) -> None:
        """Nobody marks what is his own unit's; while the jury is at work some sheets are missing."""
        if status == JuryStatus.DRAFT:
            return
        for seat in seats:
            is_own = seat.unit == entry.body.own_unit.pk
            is_waiting = status == JuryStatus.OPEN and self.rng.random() > HANDED_IN_SO_FAR
            if not is_own and not is_waiting:
                self._sheet(sitting, candidate, entry, seat)

    def _sheet(self, sitting: Sitting, candidate: int, entry: Entry, seat: Seat) -> None:
        scheme = self.schemes[sitting.subject]
        share = min(max(entry.quality + self.rng.randint(-SPREAD, SPREAD), 20), 99)
        points = {c.pk: _points(c.most, share) for c in scheme.criteria.all()}
        total = sum(points.values(), Decimal(0))
        light = Light.RED
        if total >= scheme.amend_from:
            light = Light.GREEN if total >= scheme.passes_from else Light.YELLOW
        latest = min(sitting.closes, self.plan.until)
        sheet = self.tables[Sheet].add(
            juror_id=seat.juror,
            candidate_id=candidate,
            light=light.value,
            advice=self.rng.choice(ADVICE[light]),
            handed_in_at=at(day_in(self.rng, sitting.opens, latest)),
            is_from_paper=seat.person is None,
        )
        for criterion, value in points.items():
            self.tables[Score].add(sheet_id=sheet, criterion_id=criterion, points=value)

    def _freeze(
        self, jury: int, sitting: Sitting, keys: dict[int, int], seats: int
    ) -> dict[int, Judged]:
        """As the portal judges it, of the rows that have been written so far."""
        self.tables.flush()
        held = Jury.objects.select_related("scheme").get(pk=jury)
        lines = judge(held, sitting.frozen)
        found = self.tables[ResultList].add(
            jury_id=jury,
            number=1,
            title=sitting.title,
            places=sitting.places,
            frozen_at=at(sitting.frozen),
            frozen_by_id=self.office.staff,
            jury_line=f"评审组{seats}人，不记名评分",
        )
        for order, line in enumerate(lines, start=1):
            self._line(found, order, line, held.scheme.is_anonymous)
        return {keys[line.candidate.pk]: line for line in lines}

    def _line(self, found: int, order: int, line: Judged, is_anonymous: bool) -> None:
        self.tables[ResultLine].add(
            result_list_id=found,
            candidate_id=line.candidate.pk,
            organisation_name=line.candidate.organisation.name,
            order=order,
            sheets=line.sheets,
            mean=line.average.mean,
            light=line.light or "",
            is_in=line.is_in,
            explanation=line.explanation,
            marks=_json(line.marks(is_anonymous)),
            advice=_json(line.advice),
        )


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _points(most: Decimal, share: int) -> Decimal:
    """In halves, as people mark."""
    return (most * share / 100 / STEP).quantize(Decimal(1)) * STEP
