"""What must be put right before a scheme can be used, in sentences that name the cure."""

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import chain

from apps.assessments.choices import ADJUSTING, ENTERED, Measure, PartSource
from apps.assessments.models import Scheme
from apps.assessments.rules import rules_of
from apps.assessments.scoring import CriterionRule, PartRule, SchemeRules
from apps.core.exact import half_up, shown
from apps.duties.models import DutyRule
from apps.indicators import catalogue

BALLOT_COLUMNS = 4


def faults_of(scheme: Scheme) -> list[str]:
    return faults_of_rules(scheme, rules_of(scheme))


def faults_of_rules(scheme: Scheme, rules: SchemeRules) -> list[str]:
    """Of the rules of `scheme`, or of what is tried in their place."""
    return [
        *_faults_of_weights(scheme, rules),
        *_faults_of_parts(rules),
        *chain.from_iterable(map(_faults_of_part, rules.parts)),
        *_faults_of_grades(rules),
        *_unknown_keys(rules),
    ]


def _faults_of_weights(scheme: Scheme, rules: SchemeRules) -> Iterator[str]:
    if rules.full_total != scheme.full_total:
        yield (
            f"各部分权重之和是 {shown(half_up(rules.full_total, 2))}，应为 {shown(scheme.full_total)}，"
            "请改正权重或方案的满分"
        )


def _faults_of_parts(rules: SchemeRules) -> Iterator[str]:
    sources = Counter(part.source for part in rules.parts)
    for source in ADJUSTING:
        if sources[source] != 1:
            yield f"“{source.label}”部分必须有且只有一个（不用时上限填 0）"
    for source in ENTERED:
        if sources[source] > 1:
            yield f"“{source.label}”部分最多一个"


def _faults_of_part(part: PartRule) -> Iterator[str]:
    if part.is_weighted and bool(part.criteria) == (part.source in ENTERED):
        yield f"“{part.name}”" + ("不需要考核指标" if part.criteria else "还没有考核指标")
    if part.least > part.weight:
        yield f"“{part.name}”的最低保留分比权重还高，请改小"
    is_sharing = part.is_weighted and not part.is_deducted
    if is_sharing and part.criteria and not sum(c.points for c in part.criteria):
        yield f"“{part.name}”各项的分值都是 0，请填写分值"
    for criterion in part.criteria:
        yield from _faults_of_criterion(criterion, is_sharing=is_sharing)


def _faults_of_criterion(criterion: CriterionRule, *, is_sharing: bool) -> Iterator[str]:
    named = f"“{criterion.label}”"
    if criterion.measure == Measure.STEPS and not criterion.steps:
        yield f"{named}按分档得分，请在它的页面填写各档"
    if criterion.measure == Measure.GIVEN and not criterion.offices:
        yield f"{named}由部门评分，请在它的页面填写评分部门"
    if not is_sharing:
        return
    if any(step.points > criterion.points for step in criterion.steps):
        yield f"{named}有一档的得分超过分值 {shown(half_up(criterion.points, 2))}，请改小"
    if criterion.measure == Measure.PER_MISSING and not criterion.each:
        yield f"{named}每缺一项扣分，请填写每项扣几分"
    if criterion.least > criterion.points:
        yield f"{named}的最低保留分比分值还高，请改小"


def _faults_of_grades(rules: SchemeRules) -> Iterator[str]:
    if not rules.grades or rules.grades[-1].minimum != 0:
        yield "等次标准中必须有一个最低分为 0 的等次"
    if len({grade.minimum for grade in rules.grades}) < len(rules.grades):
        yield "各等次的最低分不能相同，请改正其中一个"
    has_ballot = any(part.source == PartSource.BALLOT for part in rules.parts)
    if has_ballot and len(rules.grades) != BALLOT_COLUMNS:
        yield f"有民主测评时，等次必须是 {BALLOT_COLUMNS} 个"
    grades = {grade.name for grade in rules.grades}
    for veto in rules.vetoes:
        if veto.grade_cap not in grades:
            yield f"否决情形“{veto.name}”的最高等次“{veto.grade_cap}”不在等次标准中"


def _unknown_keys(rules: SchemeRules) -> Iterator[str]:
    duties = set(DutyRule.objects.values_list("key", flat=True))
    for criterion in rules.criteria:
        if criterion.duty_key and criterion.duty_key not in duties:
            yield f"“{criterion.label}”的应办事项 {criterion.duty_key} 不存在"
    yield from _unknown_numbers((c.label, c.indicator) for c in rules.criteria)
    yield from _unknown_numbers((v.name, v.indicator) for v in rules.vetoes)


def _unknown_numbers(named: Iterable[tuple[str, str]]) -> Iterator[str]:
    asked = [(label, key) for label, key in named if key]
    numbers = catalogue.known(key for _, key in asked)
    for label, key in asked:
        if key not in numbers:
            yield f"“{label}”的指标 {key} 不存在"
