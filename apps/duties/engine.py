"""What is due: rules × periods − rows. Derived on every call and stored nowhere."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_FLOOR, Decimal

from django.db import models
from django.db.models import QuerySet

from apps.core.periods import Cycle, Period
from apps.duties.circumstances import Body, add_facts, bodies
from apps.duties.models import EVENTS, Condition, DutyRule, Multiplier, Waiver
from apps.indicators import catalogue, counting
from apps.indicators.counting import Reading

NOTHING = Reading(Decimal(0), [])
# What a multiplier counts of an organisation; sittings are counted from their rows.
COUNTED_BY: dict[str, str] = {
    Multiplier.PER_SUBGROUP: Condition.HAS_SUBGROUPS,
    Multiplier.PER_LEADER: Condition.HAS_LEADERS,
    Multiplier.PER_TERM: Condition.TERM_ENDS,
    Multiplier.PER_ISSUE: Condition.ISSUE_DUE,
}
SITTINGS = "sittings"
# From so many organisations on, reading the rows of all costs less than finding those of some.
MANY = 400


class DutyState(models.TextChoices):
    DONE = "done", "已办"
    MISSING = "missing", "未办"
    PENDING = "pending", "待办"
    WAIVED = "waived", "免办"
    NOT_APPLICABLE = "not_applicable", "不适用"


@dataclass(frozen=True, slots=True)
class Duty:
    """One rule for one organisation in one of its periods; `evidence` are the keys of the rows
    of the rule's indicator. A duty that does not apply leaves every denominator (R-ASM-04).
    `due_on` is the last day of the period, or of the events in it that the duty is about."""

    rule: DutyRule
    organisation_pk: int
    period: Period
    required: Decimal
    done: Decimal
    state: DutyState
    evidence: tuple[int, ...]
    waiver_reason: str
    due_on: date

    @property
    def is_due(self) -> bool:
        return self.state not in (DutyState.NOT_APPLICABLE, DutyState.WAIVED)


@dataclass(frozen=True, slots=True)
class Charge:
    """A rule as it holds for one of its periods."""

    rule: DutyRule
    period: Period
    cycle: Cycle


Numbers = dict[tuple[int, date], Reading]
Readings = dict[tuple[str, Cycle], Numbers]


@dataclass(frozen=True, slots=True)
class Terms:
    """What a charge is judged by, the same for all bodies; `sittings` where it asks for them."""

    charge: Charge
    numbers: Numbers
    sittings: Numbers
    last_day: date
    today: date


def sheet(
    organisations: Iterable[int] | QuerySet, period: Period, *, today: date
) -> dict[int, list[Duty]]:
    """The duties of each organisation, by key; see `survey`."""
    return {body.pk: duties for body, duties in survey(organisations, period, today=today)}


def survey(
    organisations: Iterable[int] | QuerySet,
    period: Period,
    *,
    today: date,
    rules: Iterable[DutyRule] | None = None,
) -> list[tuple[Body, list[Duty]]]:
    """The organisations that existed in the period, each with its duties in the order of their
    ends. `organisations` are keys or a queryset; the number of queries does not grow with them.
    `rules` are tried in the place of the stored ones and need not be saved.
    """
    if isinstance(organisations, QuerySet):
        organisations = organisations.order_by().values("pk")
    chosen = bodies(organisations, period)
    kinds = {kind for body in chosen.values() for kind in _kinds(body)}
    charges = charges_in(period, kinds, rules)
    add_facts(chosen, _conditions(charges), period)
    readings = _readings(_applying(charges, chosen), period, chosen)
    waivers = _waivers(chosen, period)
    duties: dict[int, list[Duty]] = {pk: [] for pk in chosen}
    bound = _by_kind(charges, chosen)
    for charge in charges:
        terms = _terms(charge, readings, today)
        for kind in set(charge.rule.kinds):
            for body in bound[charge.period.start].get(kind, ()):
                if _is_uneventful(charge, body):
                    continue
                reason = waivers.get((body.pk, charge.rule.key, charge.period.start), "")
                duties[body.pk].append(_judged(terms, body, reason))
    return [(body, duties[body.pk]) for body in chosen.values()]


def _is_uneventful(charge: Charge, body: Body) -> bool:
    """Of what happens once in years nothing is said in the months without it."""
    condition = charge.rule.condition
    return condition in EVENTS and not body.how_many(condition, charge.period)


def _by_kind(charges: list[Charge], chosen: dict[int, Body]) -> dict[date, dict[str, list[Body]]]:
    """Which rules bind a body depends on its kind on the first day of the period."""
    found: dict[date, dict[str, list[Body]]] = {}
    for day in {charge.period.start for charge in charges}:
        kinds = found.setdefault(day, defaultdict(list))
        for body in chosen.values():
            kinds[body.kind_on(day)].append(body)
    return found


def charges_in(
    period: Period, kinds: set[str], rules: Iterable[DutyRule] | None = None
) -> list[Charge]:
    """The rules for those kinds: each period is judged by the row that holds on its first day."""
    charges = [
        Charge(rule, part, Cycle(rule.cycle))
        for rule in (DutyRule.objects.valid_in(period) if rules is None else rules)
        if kinds & set(rule.kinds)
        for part in period.split(Cycle(rule.cycle))
        if rule.holds_on(part.start)
    ]
    return sorted(charges, key=lambda c: (c.period.end, c.rule.code, c.rule.key))


def _kinds(body: Body) -> set[str]:
    return {body.kind, *(str(span.what) for span in body.kinds)}


def _conditions(charges: list[Charge]) -> set[str]:
    rules = [charge.rule for charge in charges]
    counted = {COUNTED_BY[rule.multiplier] for rule in rules if rule.multiplier in COUNTED_BY}
    return counted | {rule.condition for rule in rules}


def _applying(charges: list[Charge], chosen: dict[int, Body]) -> list[Charge]:
    """Without those whose condition nobody meets: their rows need not be counted."""
    met = {condition for body in chosen.values() for condition in body.facts}
    return [c for c in charges if c.rule.condition in {Condition.ALWAYS, *met}]


def _readings(charges: list[Charge], period: Period, chosen: dict[int, Body]) -> Readings:
    """Rows by indicator, cycle and sub-period. What adds up is counted once, by the month;
    distinct things are counted in the cycle of their rule."""
    cycles: dict[str, set[Cycle]] = defaultdict(set)
    for charge in charges:
        cycles[charge.rule.indicator].add(charge.cycle)
        if charge.rule.multiplier == Multiplier.PER_SITTING:
            cycles[SITTINGS].add(charge.cycle)
    added = {i.key for i in catalogue.several(cycles) if i.measure.adds_up}
    found: Readings = {}
    asked_for = chosen.keys() if len(chosen) < MANY else None
    for cycle in Cycle:
        asked = {key for key in cycles if key not in added and cycle in cycles[key]}
        asked |= added if cycle == Cycle.MONTH else set()
        for key, numbers in counting.readings(sorted(asked), period, asked_for, cycle).items():
            for own in cycles[key] if key in added else (cycle,):
                found[key, own] = _rolled_up(numbers, own)
    return found


def _rolled_up(monthly: Numbers, cycle: Cycle) -> Numbers:
    """Months put together; what was counted in `cycle` already comes out as it went in."""
    if cycle == Cycle.MONTH:
        return monthly
    starts = {day: Period.containing(day, cycle).start for day in {day for _, day in monthly}}
    rolled: Numbers = {}
    for (organisation, day), reading in monthly.items():
        slot = organisation, starts[day]
        before = rolled.get(slot, NOTHING)
        rolled[slot] = Reading(before.value + reading.value, before.rows + reading.rows)
    return rolled


def _waivers(chosen: dict[int, Body], period: Period) -> dict[tuple[int, str, date], str]:
    waivers = Waiver.objects.approved().within(period).filter(organisation__in=chosen.keys())
    rows = waivers.values_list("organisation", "duty_key", "period_start", "reason")
    return {(pk, key, start): reason for pk, key, start, reason in rows}


def _terms(charge: Charge, readings: Readings, today: date) -> Terms:
    return Terms(
        charge,
        readings.get((charge.rule.indicator, charge.cycle), {}),
        readings.get((SITTINGS, charge.cycle), {}),
        charge.period.last_day,
        today,
    )


def _judged(terms: Terms, body: Body, reason: str) -> Duty:
    period = terms.charge.period
    reading = terms.numbers.get((body.pk, period.start), NOTHING)
    required = _required(terms, body)
    due_on = _due_on(terms, body)
    return Duty(
        rule=terms.charge.rule,
        organisation_pk=body.pk,
        period=period,
        required=required,
        done=reading.value,
        state=_state(required, reading.value, bool(reason), is_over=due_on < terms.today),
        evidence=tuple(reading.rows),
        waiver_reason=reason,
        due_on=due_on,
    )


def _due_on(terms: Terms, body: Body) -> date:
    condition = terms.charge.rule.condition
    if condition not in EVENTS:
        return terms.last_day
    return max(body.days_of(condition, terms.charge.period), default=terms.last_day)


def _state(required: Decimal, done: Decimal, is_waived: bool, *, is_over: bool) -> DutyState:
    if not required:
        return DutyState.NOT_APPLICABLE
    if done >= required:
        return DutyState.DONE
    if is_waived:
        return DutyState.WAIVED
    return DutyState.MISSING if is_over else DutyState.PENDING


def _required(terms: Terms, body: Body) -> Decimal:
    """The minimum for the months of existence times the multiplier; 0 where it does not apply."""
    charge, rule = terms.charge, terms.charge.rule
    life = body.existed_in(charge.period)
    if life is None:
        return Decimal(0)
    minimum = _pro_rated(charge, life)
    if rule.condition != Condition.ALWAYS and not body.how_many(rule.condition, life):
        return Decimal(0)
    if rule.multiplier in COUNTED_BY:
        return minimum * body.how_many(COUNTED_BY[rule.multiplier], life)
    if rule.multiplier == Multiplier.PER_SITTING:
        return minimum * terms.sittings.get((body.pk, charge.period.start), NOTHING).value
    return minimum


def _pro_rated(charge: Charge, life: Period) -> Decimal:
    """A body founded or dissolved inside a period owes whole months only (handbook 3.1)."""
    if life is charge.period or life == charge.period:
        return charge.rule.minimum
    months = sum(1 for _ in life.split(Cycle.MONTH))
    owed = charge.rule.minimum * months / charge.cycle.months
    return owed.to_integral_value(rounding=ROUND_FLOOR)


def due_duties(duties: Iterable[Duty], *, today: date) -> Iterator[Duty]:
    """The whole of 28/31: what applies, is not waived and has begun."""
    return (duty for duty in duties if duty.is_due and duty.period.start <= today)
