"""Brands through their layers, in plans of three years and batches of each year (handbook 8.2)."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from apps.brands.choices import HONOURED, BatchKind, RecheckOutcome
from apps.brands.choices import BrandLayer as Layer
from apps.brands.models import (
    Adoption,
    Batch,
    Brand,
    BrandCandidacy,
    BrandEffect,
    BrandPlan,
    LayerSpan,
    PlanStage,
    Recheck,
)
from apps.brands.rules import IMPROVE_MONTHS, RECHECK_MONTHS
from apps.core import policy
from apps.core.periods import months_after
from apps.juries.choices import Subject
from apps.portal.city import brand_words as words
from apps.portal.city.accounts import Office
from apps.portal.city.bodies import Body, Tree
from apps.portal.city.courses import Step, write_steps
from apps.portal.city.panels import Entry, Panels, Sitting
from apps.portal.city.plan import Plan, day_in
from apps.portal.city.tables import Tables

LABEL = "brands.Brand"
# Of 783 bodies about 180 have a brand: some reported it, 30 were certified, 7 are models (S1).
SHARE = 0.23
FATES = {"nurturing": 0.62, "reported": 0.2, "certified": 0.14, "demonstration": 0.04}
OUTCOMES = {"keep": 0.8, "improve": 0.12, "withdraw": 0.08}
PLAN_YEARS = 3
QUALITY = {"reported": (62, 76), "certified": (82, 92), "demonstration": (88, 96)}
ADOPTED, MOST_APPLICATIONS = 0.6, 2
# Days before its recheck is due that one may be looked at.
AHEAD = 50


@dataclass
class Rise:
    """A brand on its way through the layers; what lies behind the city's last day is left out."""

    pk: int
    body: Body
    name: str
    fate: str
    since: date
    steps: list[Step] = field(default_factory=list)
    spans: list[dict] = field(default_factory=list)
    rechecks: list[dict] = field(default_factory=list)
    columns: dict = field(default_factory=dict)

    @property
    def layer(self) -> Layer:
        return Layer(self.spans[-1]["layer"])

    def begin(self, layer: Layer, day: date, **more: object) -> None:
        if self.spans:
            self.spans[-1]["ends_on"] = day
        self.spans.append({"layer": layer.value, "starts_on": day, **more})

    def to(
        self, day: date, name: str, layer: Layer, by: int | None, note: str = "", **more: object
    ) -> None:
        self.steps.append(Step(day, name, self.layer.value, layer.value, by, note))
        self.begin(layer, day, reason=note, **more)


class Brands:
    def __init__(
        self, plan: Plan, tree: Tree, office: Office, tables: Tables, panels: Panels
    ) -> None:
        self.plan, self.tree, self.office, self.tables = plan, tree, office, tables
        self.panels, self.rng = panels, plan.stream("brands")
        self.recheck_months = policy.count(RECHECK_MONTHS, plan.until)
        self.improve_months = policy.count(IMPROVE_MONTHS, plan.until)
        self.plans: dict[int, int] = {}

    def write(self) -> None:
        rises = [rise for body in self.tree.grassroots for rise in self._of(body)]
        for year in self.plan.calendar_years:
            self._year(year, rises)
        for rise in rises:
            self._write(rise)
        self._adoptions([rise for rise in rises if rise.columns.get("certified_on")])

    def _of(self, body: Body) -> list[Rise]:
        """By chance, or as many as the plan wants of all bodies together."""
        bodies = len(self.tree.grassroots)
        wanted = self.plan.brands
        if wanted is None:
            count = int(body is self.office.home.top or self.rng.random() < SHARE)
        else:
            count = wanted // bodies + (self.rng.random() < wanted % bodies / bodies)
        return [self._rise(body, number) for number in range(count)]

    def _rise(self, body: Body, number: int) -> Rise:
        rounds = len(words.FIRST) * len(words.LAST)
        first = words.FIRST[(body.pk + number) % len(words.FIRST)]
        last = words.LAST[(body.pk // len(words.FIRST) + number) % len(words.LAST)]
        is_home = body is self.office.home.top
        rise = Rise(
            pk=self.tables[Brand].reserve(),
            body=body,
            name=f"{first}{last}{number // rounds + 1 if number >= rounds else ''}",
            fate="certified" if is_home else self.rng.choices(list(FATES), list(FATES.values()))[0],
            since=day_in(
                self.rng,
                max(self.plan.start, body.founded_on),
                max(self.plan.start, body.founded_on) if is_home else self.plan.until,
            ),
        )
        rise.begin(Layer.NURTURING, rise.since)
        return rise

    def _year(self, year: int, rises: Sequence[Rise]) -> None:
        """Reported in September, judged to the end of November, decided in December."""
        until, staff = self.plan.until, self.office.staff
        decided = date(year, 12, 8)
        self._recheck(year, rises)
        for rise in rises:
            reported = date(year, 9, 1) + timedelta(days=self.rng.randint(0, 29))
            if self._applies(rise, reported):
                rise.to(reported, "apply", Layer.SUBMITTED, None)
        applied = [r for r in rises if r.layer == Layer.SUBMITTED]
        self._judge(year, applied, decided)
        if decided > until or decided < self.plan.start:
            return
        shown = [r for r in rises if self._is_model(r, year)]
        if shown:
            batch = self._batch(BatchKind.DEMONSTRATION, year, decided + timedelta(days=7))
        for rise in shown:
            day = decided + timedelta(days=7)
            if day <= until:
                rise.columns["demonstrated_in_id"] = batch
                rise.to(day, "demonstrate", Layer.DEMONSTRATION, staff, batch_id=batch)

    def _is_model(self, rise: Rise, year: int) -> bool:
        """After a year of its certification at the earliest."""
        is_certified = rise.layer == Layer.CERTIFIED and rise.fate == "demonstration"
        return is_certified and rise.columns["certified_on"].year < year

    def _applies(self, rise: Rise, day: date) -> bool:
        is_ready = rise.layer == Layer.NURTURING and rise.fate != "nurturing"
        before = sum(step.name == "apply" for step in rise.steps)
        return is_ready and rise.since < day <= self.plan.until and before < MOST_APPLICATIONS

    def _judge(self, year: int, applied: Sequence[Rise], decided: date) -> None:
        opens = date(year, 10, 20)
        if not applied or opens > self.plan.until:
            return
        listed = date(year, 10, 15)
        for rise in applied:
            rise.to(listed, "shortlist", Layer.SHORTLISTED, self.office.staff)
        sitting = Sitting(
            Subject.BRAND,
            year,
            f"{year}年党建品牌评审",
            opens,
            closes=date(year, 11, 30),
            frozen=date(year, 12, 3),
        )
        entries = [Entry(r.pk, r.body, r.name, self.rng.randint(*QUALITY[r.fate])) for r in applied]
        is_decided = decided <= self.plan.until
        batch = self._batch(BatchKind.CERTIFICATION, year, decided if is_decided else None)
        found = self.panels.hold(sitting, entries, BrandCandidacy, "brand_id", batch_id=batch)
        if not is_decided:
            return
        for rise in applied:
            if found[rise.pk].is_in:
                self._certify(rise, batch, decided)
            else:
                note = self.rng.choice(words.SENT_BACK)
                rise.to(decided, "send_back", Layer.NURTURING, self.office.staff, note)

    def _certify(self, rise: Rise, batch: int, day: date) -> None:
        rise.to(day, "certify", Layer.CERTIFIED, self.office.staff, batch_id=batch)
        rise.columns |= {
            "certified_in_id": batch,
            "certified_on": day,
            "next_recheck_on": months_after(day, self.recheck_months),
        }

    def _recheck(self, year: int, rises: Sequence[Rise]) -> None:
        """有进有出: those that are due in the year, those that are to improve among them."""
        for rise in rises:
            due = rise.columns.get("improve_by") or rise.columns.get("next_recheck_on")
            if due and due.year == year:
                self._look_again(rise, due)

    def _look_again(self, rise: Rise, due: date) -> None:
        honour = next(s["layer"] for s in reversed(rise.spans) if Layer(s["layer"]) in HONOURED)
        began = due - timedelta(days=self.rng.randint(0, AHEAD))
        held = began + timedelta(days=self.rng.randint(10, 30))
        if began > self.plan.until:
            return
        was_improving = rise.layer == Layer.IMPROVING
        rise.to(began, "open_recheck", Layer.UNDER_RECHECK, self.office.staff)
        rise.columns |= {"next_recheck_on": None, "improve_by": None}
        recheck: dict = {"due_on": due, "returns_to": honour}
        rise.rechecks.append(recheck)
        if held > self.plan.until:
            return
        drawn = self.rng.choices(list(OUTCOMES), list(OUTCOMES.values()))[0]
        outcome = "keep" if was_improving else drawn
        found = words.FOUND[outcome]
        recheck |= {"held_on": held, "outcome": outcome, "findings": found}
        recheck["held_by_id"] = self.office.staff
        self._settle(rise, RecheckOutcome(outcome), held, recheck)

    def _settle(self, rise: Rise, outcome: RecheckOutcome, day: date, recheck: dict) -> None:
        staff, honour = self.office.staff, Layer(recheck["returns_to"])
        match outcome:
            case RecheckOutcome.KEEP:
                name = "keep" if honour == Layer.CERTIFIED else "keep_demonstration"
                rise.to(day, name, honour, staff)
                rise.columns["next_recheck_on"] = months_after(day, self.recheck_months)
            case RecheckOutcome.IMPROVE:
                by = months_after(day, self.improve_months)
                recheck["improve_by"] = rise.columns["improve_by"] = by
                rise.to(day, "improve", Layer.IMPROVING, staff)
            case RecheckOutcome.WITHDRAW:
                rise.to(day, "withdraw", Layer.WITHDRAWN, staff, words.FOUND["withdraw"])

    def _batch(self, kind: BatchKind, year: int, day: date | None) -> int:
        first = year - (year - self.plan.calendar_years[0]) % PLAN_YEARS
        return self.tables[Batch].add(
            plan_id=self.plans.get(first) or self._plan(first),
            kind=kind.value,
            number=year - first + 1,
            title=f"{year}年度党建品牌{kind.label}",
            decided_on=day,
        )

    def _plan(self, first: int) -> int:
        last = first + PLAN_YEARS - 1
        self.plans[first] = self.tables[BrandPlan].add(
            name=f"市直机关党建品牌创建三年规划（{first}—{last}）",
            starts_on=date(first, 1, 1),
            ends_on=date(last, 12, 31),
            source="市直机关工委",
        )
        for order, (name, goal) in enumerate(words.STAGES):
            self.tables[PlanStage].add(
                plan_id=self.plans[first],
                order=order + 1,
                name=name,
                starts_on=date(first + order, 1, 1),
                ends_on=date(first + order, 12, 31),
                goal=goal,
            )
        return self.plans[first]

    def _write(self, rise: Rise) -> None:
        self.tables[Brand].add_keyed(
            rise.pk,
            organisation_id=rise.body.pk,
            name=rise.name,
            meaning=f"以“{rise.name}”带动党员在岗位上服务群众。",
            business_link=words.BUSINESS,
            measures=words.MEASURES,
            effects=words.EFFECTS,
            status=rise.layer.value,
            **rise.columns,
        )
        for span in rise.spans:
            self.tables[LayerSpan].add(brand_id=rise.pk, **span)
        for recheck in rise.rechecks:
            self.tables[Recheck].add(brand_id=rise.pk, **recheck)
        if rise.fate != "nurturing":
            name, unit, least, most = self.rng.choice(words.FIGURES)
            self.tables[BrandEffect].add(
                brand_id=rise.pk,
                name=name,
                value=self.rng.randint(least, most),
                value_hedge=self.rng.choice(("exact", "over")),
                unit=unit,
            )
        write_steps(self.tables, LABEL, rise.pk, rise.steps)

    def _adoptions(self, certified: Sequence[Rise]) -> None:
        for rise in certified:
            body = self.rng.choice(self.tree.grassroots)
            first = max(rise.columns["certified_on"], body.founded_on)
            if body is not rise.body and first <= self.plan.until and self.rng.random() < ADOPTED:
                self.tables[Adoption].add(
                    brand_id=rise.pk,
                    organisation_id=body.pk,
                    since=day_in(self.rng, first, self.plan.until),
                    what=self.rng.choice(words.TAKEN_UP),
                    result=self.rng.choice(words.COME_OF_IT),
                    created_by_id=self.office.staff,
                )
