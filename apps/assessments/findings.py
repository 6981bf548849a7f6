"""What was found of a criterion, from duties, readings, a panel's score or a ballot; plain values."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from decimal import Decimal
from functools import lru_cache

from apps.assessments.models import BallotTotal, OfficeMark, PanelScore
from apps.assessments.scoring import (
    NOT_APPLICABLE,
    NOT_ENTERED,
    CriterionRule,
    Finding,
    GradeRule,
)
from apps.core.exact import ZERO, half_up, shown
from apps.core.periods import Cycle, Period
from apps.duties.engine import Duty, DutyState
from apps.indicators.counting import Reading

FULL_SCORE = Decimal(100)
NOT_THROUGHOUT = "本年度内成立或撤销，不计入分母"
NOT_ASKED = "没有这项任务，不计入分母"
WORDS = {
    DutyState.MISSING: "未完成",
    DutyState.WAIVED: "免办",
    DutyState.PENDING: "未到期",
    DutyState.NOT_APPLICABLE: "不适用",
}


def of_duties(duties: Sequence[Duty], unit: str) -> Finding:
    """The duties of one key in a year: done out of due; waived, pending and the like are not due."""
    done = due = Decimal(0)
    evidence: list[int] = []
    others: list[Duty] = []
    for duty in duties:
        if duty.state is DutyState.DONE:
            done += duty.required
            due += duty.required
        else:
            others.append(duty)
            if duty.state is DutyState.MISSING:
                done += duty.done
                due += duty.required
        evidence += duty.evidence
    rule = duties[0].rule if duties else None
    return Finding(
        number=done,
        target=due or None,
        evidence=tuple(evidence),
        explanation=in_words(others) if due else _not_due(others),
        rule_code=rule.code if rule else "",
        unit=unit,
        indicator=rule.indicator if rule else "",
        is_applicable=bool(due),
    )


def _not_due(duties: Iterable[Duty]) -> str:
    kept = [d for d in duties if d.state is not DutyState.NOT_APPLICABLE]
    return "；".join(filter(None, [in_words(kept), NOT_APPLICABLE]))


def in_words(duties: Iterable[Duty]) -> str:
    """The periods that gave no full points, by what became of them."""
    groups: dict[str, list[str]] = defaultdict(list)
    bodies = set()
    for duty in duties:
        groups[WORDS[duty.state]].append(_named(duty))
        bodies.add(duty.organisation_pk)
    if len(bodies) > 1:
        return (
            f"{'、'.join(f'{w}{len(n)}项' for w, n in groups.items())}，涉及{len(bodies)}个党组织"
        )
    return "；".join(f"{word}：{'、'.join(names)}" for word, names in groups.items())


def _named(duty: Duty) -> str:
    name = short_label(duty.period)
    if duty.state is DutyState.WAIVED:
        return f"{name}（{duty.waiver_reason}）"
    if duty.state is DutyState.MISSING and duty.required != 1:
        return f"{name}（{shown(duty.done)}/{shown(duty.required)}）"
    return name


@lru_cache(128)
def short_label(period: Period) -> str:
    """A period inside the year that everybody knows is meant: 4月, 三季度, 全年."""
    if period.cycle is Cycle.YEAR:
        return "全年"
    return period.label.removeprefix(f"{period.start.year}年")


def of_reading(
    criterion: CriterionRule, reading: Reading | None, unit: str, *, excused: str = ""
) -> Finding:
    """A number of the catalogue; `excused` says why its target does not bind."""
    value, rows = reading or (Decimal(0), [])
    is_applicable = not excused or criterion.target is None
    return Finding(
        number=value,
        target=criterion.target,
        evidence=tuple(rows),
        explanation=_short_of(criterion.target, value, unit) if is_applicable else excused,
        unit=unit,
        indicator=criterion.indicator,
        is_applicable=is_applicable,
    )


def _short_of(target: Decimal | None, value: Decimal, unit: str) -> str:
    if target is None or value >= target:
        return ""
    return f"目标{shown(target)}{unit}，还差{shown(target - value)}{unit}"


def of_number(key: str, reading: Reading | None, unit: str, *, excused: str) -> Finding:
    """A number as a veto asks for it; nobody is vetoed for what was not asked of him."""
    value, rows = reading or (Decimal(0), [])
    return Finding(
        number=value,
        evidence=tuple(rows),
        explanation=excused,
        unit=unit,
        indicator=key,
        is_applicable=not excused or bool(value),
    )


def of_marks(criterion: CriterionRule, marks: Iterable[OfficeMark]) -> Finding:
    """What the offices gave of what they may give; who has not given leaves the denominator."""
    by_office = {mark.office: mark for mark in marks}
    given = [
        (share, by_office[share.office]) for share in criterion.offices if share.office in by_office
    ]
    words = [_in_full(mark) for _, mark in given]
    waiting = [share.office for share in criterion.offices if share.office not in by_office]
    if waiting:
        words.append(f"{'、'.join(waiting)}{NOT_ENTERED}")
    return Finding(
        number=sum((min(m.points, share.most) for share, m in given), Decimal(0)),
        target=sum((share.most for share, _ in given), Decimal(0)) or None,
        evidence=tuple(mark.pk for _, mark in given),
        explanation="；".join(words),
        unit="分",
        is_applicable=bool(given),
    )


def _in_full(mark: OfficeMark) -> str:
    """With those who answer for it, as on the sheet for ever."""
    people = f"{mark.author or '—'}录入，{mark.approved_by or '—'}批准"
    return f"{mark.office}{shown(mark.points)}分：{mark.reason}（{people}）"


def of_panel(panel: PanelScore) -> Finding:
    return Finding(
        number=panel.score,
        target=FULL_SCORE,
        evidence=(panel.pk,),
        explanation=f"{panel.raters}人评分的平均分",
        unit="分",
    )


def of_ballot(ballot: BallotTotal, grades: Sequence[GradeRule]) -> Finding:
    """The ballots by grade, each worth what the scheme says, as a score out of 100."""
    cast = (ballot.good, ballot.fairly_good, ballot.average, ballot.poor)
    worth = sum((n * g.ballot_value for n, g in zip(cast, grades, strict=True)), ZERO)
    counted = "、".join(f"{g.name}{n}票" for n, g in zip(cast, grades, strict=True))
    return Finding(
        number=half_up(100 * worth / ballot.ballots, 2),
        target=FULL_SCORE,
        evidence=(ballot.pk,),
        explanation=f"共{ballot.ballots}票：{counted}",
        unit="分",
    )
