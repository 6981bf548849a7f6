"""What the portal knows of the items already: duties and indicators of the year, with evidence."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from apps.core.exact import shown
from apps.core.periods import Period
from apps.duties.engine import Duty, DutyState, sheet
from apps.grades.choices import FROM_INDICATOR, Feed
from apps.grades.models import GradeItem
from apps.indicators import catalogue, counting
from apps.indicators.counting import Reading

NOTHING = Reading(Decimal(0), [])
NOT_ASKED = "本年度没有这项任务，不计入分母"
WORDS = {
    DutyState.MISSING: "未完成",
    DutyState.PENDING: "未到期",
    DutyState.WAIVED: "免办",
}


@dataclass(frozen=True, slots=True)
class Known:
    """`number` of `target`; without a target nothing was asked, and the item does not apply."""

    number: Decimal
    target: Decimal | None
    finding: str
    indicator: str
    evidence: list[int]
    is_applicable: bool = True


Key = tuple[int, int]


def known(
    items: Iterable[GradeItem], organisations: Sequence[int], year: int, *, today: date
) -> dict[Key, Known]:
    """By (organisation, item); one look at the duties and one at the numbers for all bodies."""
    fed = list(items)
    found: dict[Key, Known] = {}
    by_duty = [item for item in fed if item.feed == Feed.DUTY]
    if by_duty:
        duties = _duties(organisations, year, today)
        for pk in organisations:
            for item in by_duty:
                found[pk, item.pk] = _of_duties(duties[pk][item.duty_key])
    by_number = [item for item in fed if item.feed in FROM_INDICATOR]
    numbers = readings([item.indicator for item in by_number], organisations, year)
    units = {i.key: i.unit for i in catalogue.several(sorted({x.indicator for x in by_number}))}
    for item in by_number:
        for pk in organisations:
            reading = numbers[item.indicator].get(pk, NOTHING)
            found[pk, item.pk] = _of_number(item, reading, units[item.indicator])
    return found


def readings(
    keys: Iterable[str], organisations: Sequence[int], year: int
) -> dict[str, dict[int, Reading]]:
    """The numbers of the year by organisation, each with the rows behind it."""
    wanted = sorted(set(keys))
    if not wanted:
        return {}
    found = counting.readings(wanted, Period.year(year), organisations)
    return {key: {pk: reading for (pk, _), reading in of.items()} for key, of in found.items()}


def _duties(
    organisations: Sequence[int], year: int, today: date
) -> dict[int, dict[str, list[Duty]]]:
    by_key: dict[int, dict[str, list[Duty]]] = {pk: defaultdict(list) for pk in organisations}
    for pk, duties in sheet(organisations, Period.year(year), today=today).items():
        for duty in duties:
            by_key[pk][duty.rule.key].append(duty)
    return by_key


def _of_duties(duties: Sequence[Duty]) -> Known:
    """Done out of due in the year; what is waived or does not apply is not due (R-ASM-04)."""
    due = [d for d in duties if d.state in (DutyState.DONE, DutyState.MISSING)]
    asked = sum((d.required for d in due), Decimal(0))
    done = sum((min(d.done, d.required) for d in due), Decimal(0))
    rule = duties[0].rule if duties else None
    return Known(
        number=done,
        target=asked or None,
        finding=_of_states(duties, done, asked),
        indicator=rule.indicator if rule else "",
        evidence=sorted({pk for d in duties for pk in d.evidence}),
        is_applicable=bool(asked),
    )


def _of_states(duties: Sequence[Duty], done: Decimal, asked: Decimal) -> str:
    if not asked:
        return NOT_ASKED
    groups: dict[str, list[str]] = defaultdict(list)
    for duty in duties:
        if duty.state in WORDS:
            groups[WORDS[duty.state]].append(_named(duty))
    others = "".join(f"；{word}：{'、'.join(names)}" for word, names in groups.items())
    return f"应办 {shown(asked)}，已办 {shown(done)}{others}"


def _named(duty: Duty) -> str:
    label = duty.period.label.removeprefix(f"{duty.period.start.year}年") or "全年"
    return f"{label}（{duty.waiver_reason}）" if duty.state == DutyState.WAIVED else label


def _of_number(item: GradeItem, reading: Reading, unit: str) -> Known:
    target = item.target or Decimal(0)
    is_each = item.feed == Feed.EACH
    asked = f"每项 {shown(target)} 分" if is_each else f"目标 {shown(target)} {unit}"
    return Known(
        number=reading.value,
        target=target,
        finding=f"{shown(reading.value)} {unit}，{asked}",
        indicator=item.indicator,
        evidence=sorted(reading.rows),
    )
