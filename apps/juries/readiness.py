"""What a jury must have before it opens, and before its result can be frozen."""

from datetime import date

from django.utils import timezone

from apps.core.lifecycle import StepRefused
from apps.juries.choices import TieRule
from apps.juries.judging import Bench, bench_of, judge
from apps.juries.models import Jury


def is_ready(jury: Jury) -> None:
    """Something to mark, by something, by enough people of other units."""
    if not jury.scheme.criteria.exists():
        raise StepRefused(f"“{jury.scheme}”还没有评审内容，请先在评审办法中填写")
    bench = bench_of(jury, timezone.localdate())
    if not bench.candidates:
        raise StepRefused("还没有参评对象，请先在书记项目或品牌中送评")
    if jury.scheme.ties == TieRule.BY_CHAIR and not any(j.is_chair for j in bench.jurors):
        raise StepRefused("办法规定末位同分由组长选定，请先在评委中确定组长")
    _require_jurors(jury, bench)
    has_time_left(jury)


def _require_jurors(jury: Jury, bench: Bench) -> None:
    for candidate in bench.candidates:
        able = bench.stance(candidate, marks=0).silent
        if able < jury.scheme.least_sheets:
            raise StepRefused(
                f"“{candidate}”只有 {able} 位评委可以评（本单位的回避），"
                f"办法要求至少 {jury.scheme.least_sheets} 份评分表。请增加其他单位的评委"
            )


def has_time_left(jury: Jury) -> None:
    if jury.closes_on < timezone.localdate():
        raise StepRefused(f"截止日期 {jury.closes_on} 已过，请先改晚截止日期，再继续评审")


def can_be_frozen(jury: Jury) -> None:
    day: date = timezone.localdate()
    if all(line.average.mean is None for line in judge(jury, day)):
        raise StepRefused(
            f"没有一个参评对象收到 {jury.scheme.least_sheets} 份有效评分表，还不能确定结果。"
            "请继续评审，收齐评分表"
        )
