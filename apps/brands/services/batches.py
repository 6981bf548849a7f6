"""认定 and 示范, one brand or a whole batch at a time."""

from collections.abc import Iterable
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.db import transaction

from apps.brands.choices import BatchKind, BrandLayer
from apps.brands.models import Batch, Brand, BrandCandidacy
from apps.core.lifecycle import StepRefused, advance
from apps.juries import services as juries
from apps.juries.choices import Subject
from apps.juries.models import Jury, ResultLine
from apps.juries.results import lines_of

# From which layer a batch takes its brands, and to which.
SOURCE = {
    BatchKind.CERTIFICATION: BrandLayer.SHORTLISTED,
    BatchKind.DEMONSTRATION: BrandLayer.CERTIFIED,
}
TARGET = {
    BatchKind.CERTIFICATION: BrandLayer.CERTIFIED,
    BatchKind.DEMONSTRATION: BrandLayer.DEMONSTRATION,
}
NAMED = 3


class Settled(NamedTuple):
    """What the list of a jury led to; `passed_over` stood elsewhere meanwhile."""

    entered: list[Brand]
    left_out: list[Brand]
    passed_over: list[Brand]

    @property
    def words(self) -> str:
        told = [f"入选 {len(self.entered)} 个", f"未入选 {len(self.left_out)} 个"]
        if self.passed_over:
            told.append(f"{_named(self.passed_over)}已不在评审前的层级，没有办理，请逐个核对")
        return "；".join(told)


@transaction.atomic
def certify(*, brand: Brand, batch: Batch, by, note: str = "") -> Brand:
    """认定 in a batch that has been decided; a withdrawn brand is rechecked instead."""
    _refuse_withdrawn(brand)
    Brand.objects.filter(pk=brand.pk).update(certified_in=batch)
    return advance(brand, "certify", by=by, note=note)


@transaction.atomic
def demonstrate(*, brand: Brand, batch: Batch, by, note: str = "") -> Brand:
    Brand.objects.filter(pk=brand.pk).update(demonstrated_in=batch)
    return advance(brand, "demonstrate", by=by, note=note)


@transaction.atomic
def enter_batch(*, batch: Batch, brands: Iterable[Brand], by, note: str = "") -> list[Brand]:
    """All of them by the decision of the batch, or none."""
    verb = certify if batch.kind == BatchKind.CERTIFICATION else demonstrate
    return [verb(brand=brand, batch=batch, by=by, note=note) for brand in brands]


@transaction.atomic
def send_to_jury(*, batch: Batch, jury: Jury, brands: Iterable[Brand], by) -> list[BrandCandidacy]:
    """Enter brands into a jury whose list then decides the batch."""
    if jury.subject != Subject.BRAND:
        raise ValidationError({"jury": f"“{jury}”评的是{jury.subject.label}，请选品牌的评审会"})
    wanted, chosen = SOURCE[BatchKind(batch.kind)], list(brands)
    wrong = [brand for brand in chosen if brand.status != wanted]
    if wrong:
        raise ValidationError(
            f"{_named(wrong)}不是“{wanted.label}”，参加{batch.get_kind_display()}评审的只能是"
            f"“{wanted.label}”的品牌，请先办到这一步"
        )
    known = BrandCandidacy.objects.filter(batch=batch, candidate__left_on=None)
    again = set(known.values_list("brand", flat=True))
    if twice := [brand for brand in chosen if brand.pk in again]:
        raise ValidationError(f"{_named(twice)}已参加这一批次的评审，请不要重复选")
    return [_entered(brand, batch, jury, by) for brand in chosen]


def _entered(brand: Brand, batch: Batch, jury: Jury, by) -> BrandCandidacy:
    """A brand that left a jury of this batch before stands before the new one only."""
    candidate = juries.enter(jury, organisation=brand.organisation, label=f"“{brand}”", by=by)
    candidacy, _ = BrandCandidacy.objects.update_or_create(
        brand=brand, batch=batch, defaults={"candidate": candidate}
    )
    return candidacy


@transaction.atomic
def settle_batch(*, batch: Batch, by) -> Settled:
    """认定 or 示范 by the frozen list, in one go; who is not in goes back to his house with the
    jury's words, or stays certified where it was about a model."""
    stored = Batch.objects.select_for_update().get(pk=batch.pk)
    standing, lines = judged(stored)
    settled = Settled([], [], [])
    for candidacy in standing:
        line, brand = lines[candidacy.candidate_id], candidacy.brand
        if brand.status != SOURCE[BatchKind(stored.kind)]:
            if not _is_settled(brand, stored):
                settled.passed_over.append(brand)
        elif line.is_in:
            settled.entered.extend(
                enter_batch(batch=stored, brands=[brand], by=by, note=line.explanation)
            )
        else:
            settled.left_out.append(_left_out(stored, brand, line, by))
    return settled


def judged(batch: Batch) -> tuple[list[BrandCandidacy], dict[int, ResultLine]]:
    """The candidates of a batch and their lines; refused until every list is frozen."""
    standing = list(
        batch.candidacies.filter(candidate__left_on=None)
        .select_related("brand__organisation", "candidate__jury")
        .order_by("candidate__jury", "candidate__order")
    )
    if not standing:
        raise StepRefused(f"“{batch}”还没有参评的品牌，请先“送评审会”")
    lines = lines_of(c.candidate_id for c in standing)
    waiting = {str(c.candidate.jury) for c in standing if c.candidate_id not in lines}
    if waiting:
        named = "、".join(f"“{jury}”" for jury in sorted(waiting))
        raise StepRefused(f"{named}的评审结果还没有确定，请先在评审会里确定结果，再按结果办理")
    return standing, lines


def _left_out(batch: Batch, brand: Brand, line: ResultLine, by) -> Brand:
    if batch.kind == BatchKind.DEMONSTRATION:
        return brand
    return advance(brand, "send_back", by=by, note=f"{batch}未入选。{line.explanation}")


def _is_settled(brand: Brand, batch: Batch) -> bool:
    """Whether an earlier call has done it."""
    layer = TARGET[BatchKind(batch.kind)]
    return brand.layer_spans.filter(batch=batch, layer=layer).exists()


def _named(brands: list[Brand]) -> str:
    first = "".join(f"“{brand}”" for brand in brands[:NAMED])
    return first if len(brands) <= NAMED else f"{first}等 {len(brands)} 个品牌"


def _refuse_withdrawn(brand: Brand) -> None:
    stored = Brand.objects.values_list("status", flat=True).get(pk=brand.pk)
    if stored == BrandLayer.WITHDRAWN:
        raise StepRefused(
            f"“{brand}”已经摘牌，不能再次认定：按有进有出的规定，摘牌的品牌只能经复核恢复。"
            "请先“启动复核”，复核通过后恢复认定"
        )
