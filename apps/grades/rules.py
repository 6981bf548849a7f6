"""A measure as plain values, and what keeps it from being used."""

from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from apps.core.exact import shown
from apps.duties.models import DutyRule
from apps.grades.choices import Feed
from apps.grades.models import GradeItem, GradeLevel, GradeScheme, GradeVeto
from apps.grades.scoring import ItemRule, LevelRule, Rules, VetoRule
from apps.indicators import catalogue


def rules_of(scheme: GradeScheme) -> Rules:
    """Three queries, whatever the measure holds."""
    items = scheme.items.marked().order_by("order")
    levels = scheme.levels.order_by("-order")
    vetoes = scheme.vetoes.select_related("level").order_by("order")
    return Rules(tuple(map(_item, items)), tuple(map(_level, levels)), tuple(map(_veto, vetoes)))


def _item(item: GradeItem) -> ItemRule:
    return ItemRule(item.pk, item.name, item.most, item.is_extra, item.feed)


def _level(level: GradeLevel) -> LevelRule:
    return LevelRule(level.pk, level.name, level.order, level.minimum)


def _veto(veto: GradeVeto) -> VetoRule:
    return VetoRule(
        veto.pk, veto.name, veto.test, veto.effect, veto.level.order, veto.item_id, veto.limit
    )


def faults(scheme: GradeScheme) -> list[str]:
    """What has to be put right before anybody is rated by the measure, in sentences."""
    items = list(scheme.items.order_by("order"))
    return [
        *_faults_of_points(scheme, items),
        *_faults_of_parts(items),
        *_faults_of_levels(scheme, bool(items)),
        *_unknown_keys(scheme, items),
        *_faults_of_vetoes(scheme, items),
    ]


def _faults_of_points(scheme: GradeScheme, items: list[GradeItem]) -> Iterator[str]:
    stated = sum((item.most for item in items if item.parent_id is None), Decimal(0))
    total = scheme.total or Decimal(0)
    if stated != total:
        yield (
            f"一级内容的满分合计 {shown(stated)} 分，总分是 {shown(total)} 分，"
            "请改正其中一个（不打分的办法，总分和评定内容都留空）"
        )


def _faults_of_parts(items: list[GradeItem]) -> Iterator[str]:
    for item in items:
        parts = [part for part in items if part.parent_id == item.pk]
        together = sum((part.most for part in parts), Decimal(0))
        if parts and together != item.most:
            yield (
                f"“{item}”满分 {shown(item.most)} 分，它的各条合计 {shown(together)} 分，请改成相同"
            )
        if parts and item.feed != Feed.BY_HAND:
            yield f"“{item}”分成了各条，得分来源请填在各条上"


def _faults_of_levels(scheme: GradeScheme, has_points: bool) -> Iterator[str]:
    levels = list(scheme.levels.order_by("-order"))
    if not levels:
        yield "请先填写等级"
        return
    lines = [level.minimum for level in levels if level.minimum is not None]
    if not lines:
        return
    if not has_points:
        yield "有分数线的办法，请填写评定内容和总分"
    if len(lines) < len(levels) or lines[-1] != 0:
        yield "有分数线的办法，每个等级都要填最低分，最低一级填 0"
    elif any(higher <= lower for higher, lower in pairwise(lines)):
        yield "级别高的等级，最低分也要更高，请核对各等级的最低分"


def _faults_of_vetoes(scheme: GradeScheme, items: list[GradeItem]) -> Iterator[str]:
    divided = {item.parent_id for item in items if item.parent_id}
    for veto in scheme.vetoes.select_related("item"):
        if veto.item_id in divided:
            yield f"“{veto}”：请选择具体打分的一条，不要选分成各条的“{veto.item}”"


def _unknown_keys(scheme: GradeScheme, items: list[GradeItem]) -> Iterator[str]:
    vetoes = [v for v in scheme.vetoes.all() if v.indicator]
    named = {item.indicator for item in items if item.indicator} | {v.indicator for v in vetoes}
    for key in sorted(named - set(catalogue.known(named))):
        yield f"指标目录中没有“{key}”，请重新选择"
    duties = {item.duty_key for item in items if item.duty_key}
    known = DutyRule.objects.filter(key__in=duties).values_list("key", flat=True)
    for key in sorted(duties - set(known)):
        yield f"应办事项中没有“{key}”，请重新选择"
