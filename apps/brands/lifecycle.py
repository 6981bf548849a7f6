"""自主创建 → 申报 → 初评入围 → 认定 → 示范, and out and in again by recheck (有进有出)."""

from django.utils import timezone

from apps.brands.choices import HONOURED, BatchKind, RecheckOutcome
from apps.brands.choices import BrandLayer as Layer
from apps.brands.layers import held_honour, move
from apps.brands.models import Batch, Brand, Recheck
from apps.brands.rules import next_recheck
from apps.brands.telling import tell_owner
from apps.core.lifecycle import Lifecycle, StepRefused, Transition, history_of, register
from apps.core.models.spans import day_in_words
from apps.juries import services as juries

SUBMIT, ASSESS, RECHECK = "brands.submit_brand", "brands.assess_brand", "brands.recheck_brand"
APPLICATION = ("meaning", "business_link", "measures")


def body_exists(brand: Brand) -> None:
    gone = brand.organisation.dissolved_on
    if gone and gone <= timezone.localdate():
        raise StepRefused(
            f"“{brand}”所在的{brand.organisation}已于{day_in_words(gone)}撤销，不能再往下办。"
            "由别的党组织接续的，请先把品牌转给它"
        )


def batch_is_open(batch: Batch | None, kind: BatchKind, taken: int) -> None:
    """A decision with a day, of the right kind, with a place left."""
    if batch is None:
        raise StepRefused(f"请先选定{kind.label}批次")
    if batch.kind != kind:
        raise StepRefused(f"“{batch}”不是{kind.label}批次，请另选")
    if batch.decided_on is None:
        raise StepRefused(f"“{batch}”还没有决定日期，请先填写，品牌从这一天起算")
    if batch.decided_on > timezone.localdate():
        raise StepRefused(
            f"“{batch}”的决定日期{day_in_words(batch.decided_on)}还没有到，请到那一天再办"
        )
    if batch.places is not None and taken >= batch.places:
        raise StepRefused(
            f"“{batch}”只有 {batch.places} 个名额，已经满了。要增加的，请先修改批次的名额"
        )


def may_be_certified(brand: Brand) -> None:
    body_exists(brand)
    taken = _taken(brand.certified_in, Layer.CERTIFIED)
    batch_is_open(brand.certified_in, BatchKind.CERTIFICATION, taken)


def may_be_shown(brand: Brand) -> None:
    body_exists(brand)
    taken = _taken(brand.demonstrated_in, Layer.DEMONSTRATION)
    batch_is_open(brand.demonstrated_in, BatchKind.DEMONSTRATION, taken)


def _taken(batch: Batch | None, layer: Layer) -> int:
    """Places that are gone; one place is never given twice at once."""
    if batch is None:
        return 0
    locked = Batch.objects.select_for_update().get(pk=batch.pk)
    return locked.layer_spans.filter(layer=layer).count()


def was_found(outcome: RecheckOutcome, returns_to: Layer | None = None):
    """The guard of a step that follows from a recheck: its record comes first."""

    def guard(brand: Brand) -> None:
        latest = brand.rechecks.order_by("-pk").first()
        if latest is None or latest.is_open or latest.outcome != outcome:
            raise StepRefused(f"“{brand}”的复核还没有“{outcome.label}”的结论，请先登记复核情况")
        if returns_to and latest.returns_to != returns_to:
            raise StepRefused(
                f"“{brand}”复核通过后回到“{latest.get_returns_to_display()}”，"
                f"不是“{returns_to.label}”"
            )

    return guard


def into_layer(brand: Brand, by) -> None:
    move(brand)


def shortlisted(brand: Brand, by) -> None:
    move(brand)
    tell_owner(brand, by)


def sent_back(brand: Brand, by) -> None:
    """Juries that have not settled their list do not go on with it."""
    span = move(brand)
    standing = brand.candidacies.filter(candidate__left_on=None)
    for candidacy in standing.select_related("candidate__jury"):
        if not candidacy.candidate.jury.is_settled:
            juries.leave(candidacy.candidate, because=f"退回培育：{span.reason}", by=by)
    tell_owner(brand, by)


def certified(brand: Brand, by) -> None:
    batch = brand.certified_in
    day = move(brand, day=batch.decided_on if batch else None, batch=batch).starts_on
    brand.certified_on, brand.next_recheck_on = day, next_recheck(day)
    brand.save(update_fields=["certified_on", "next_recheck_on", "updated_at"])
    tell_owner(brand, by)


def shown(brand: Brand, by) -> None:
    batch = brand.demonstrated_in
    move(brand, day=batch.decided_on if batch else None, batch=batch)
    tell_owner(brand, by)


def recheck_begun(brand: Brand, by) -> None:
    due = brand.improve_by or brand.next_recheck_on or timezone.localdate()
    Recheck.objects.create(brand=brand, due_on=due, returns_to=held_honour(brand))
    move(brand)
    _plan(brand)
    tell_owner(brand, by)


def kept(brand: Brand, by) -> None:
    day = _held_on(brand)
    move(brand, day=day)
    _plan(brand, next_recheck_on=next_recheck(day))
    tell_owner(brand, by)


def to_be_improved(brand: Brand, by) -> None:
    recheck = brand.rechecks.latest("pk")
    move(brand, day=recheck.held_on)
    _plan(brand, improve_by=recheck.improve_by)
    tell_owner(brand, by)


def withdrawn(brand: Brand, by) -> None:
    """Out of a recheck, it ends with the recheck and on its day."""
    step = history_of(brand)[0]
    day = None
    if step.source == Layer.UNDER_RECHECK:
        recheck = brand.rechecks.latest("pk")
        if recheck.is_open:
            _close(recheck, findings=step.note, by=by)
        day = recheck.held_on
    move(brand, day=day)
    _plan(brand)
    tell_owner(brand, by)


def _close(recheck: Recheck, *, findings: str, by) -> None:
    recheck.held_on, recheck.outcome = timezone.localdate(), RecheckOutcome.WITHDRAW
    recheck.findings, recheck.held_by = findings, by
    recheck.version += 1
    recheck.save()


def _held_on(brand: Brand):
    return brand.rechecks.latest("pk").held_on


def _plan(brand: Brand, *, next_recheck_on=None, improve_by=None) -> None:
    brand.next_recheck_on, brand.improve_by = next_recheck_on, improve_by
    brand.save(update_fields=["next_recheck_on", "improve_by", "updated_at"])


def only_by_workbook(brand: Brand) -> None:
    raise StepRefused(f"“{brand}”已在系统里，请按步骤申报、评审和认定")


def _recorded(layer: Layer) -> Transition:
    """How a brand of the time before the portal comes in with all its days (brands/imports.py)."""
    return Transition(
        f"record_{layer}",
        f"登记为{layer.label}",
        (Layer.NURTURING,),
        layer,
        ASSESS,
        guard=only_by_workbook,
        by_hand=False,
    )


RECORDED = (
    *(Layer.SUBMITTED, Layer.SHORTLISTED, Layer.CERTIFIED),
    *(Layer.DEMONSTRATION, Layer.WITHDRAWN),
)
BRAND = register(
    Lifecycle(
        "brands.Brand",
        (
            Transition(
                "apply",
                "申报",
                (Layer.NURTURING,),
                Layer.SUBMITTED,
                SUBMIT,
                required=APPLICATION,
                guard=body_exists,
                effect=into_layer,
            ),
            Transition(
                "take_back",
                "撤回申报",
                (Layer.SUBMITTED,),
                Layer.NURTURING,
                SUBMIT,
                effect=into_layer,
            ),
            Transition(
                "send_back",
                "退回培育",
                (Layer.SUBMITTED, Layer.SHORTLISTED),
                Layer.NURTURING,
                ASSESS,
                note_required=True,
                effect=sent_back,
            ),
            Transition(
                "shortlist",
                "列入初评入围",
                (Layer.SUBMITTED,),
                Layer.SHORTLISTED,
                ASSESS,
                guard=body_exists,
                effect=shortlisted,
            ),
            Transition(
                "certify",
                "认定",
                (Layer.SHORTLISTED,),
                Layer.CERTIFIED,
                ASSESS,
                required=("certified_in",),
                guard=may_be_certified,
                effect=certified,
            ),
            Transition(
                "demonstrate",
                "命名为示范",
                (Layer.CERTIFIED,),
                Layer.DEMONSTRATION,
                ASSESS,
                required=("demonstrated_in",),
                guard=may_be_shown,
                effect=shown,
            ),
            Transition(
                "open_recheck",
                "启动复核",
                (*HONOURED, Layer.IMPROVING, Layer.WITHDRAWN),
                Layer.UNDER_RECHECK,
                RECHECK,
                guard=body_exists,
                effect=recheck_begun,
            ),
            Transition(
                "keep",
                "复核通过，保留认定",
                (Layer.UNDER_RECHECK,),
                Layer.CERTIFIED,
                RECHECK,
                guard=was_found(RecheckOutcome.KEEP, Layer.CERTIFIED),
                effect=kept,
                by_hand=False,
            ),
            Transition(
                "keep_demonstration",
                "复核通过，保留示范",
                (Layer.UNDER_RECHECK,),
                Layer.DEMONSTRATION,
                RECHECK,
                guard=was_found(RecheckOutcome.KEEP, Layer.DEMONSTRATION),
                effect=kept,
                by_hand=False,
            ),
            Transition(
                "improve",
                "限期整改提升",
                (Layer.UNDER_RECHECK,),
                Layer.IMPROVING,
                RECHECK,
                guard=was_found(RecheckOutcome.IMPROVE),
                effect=to_be_improved,
                by_hand=False,
            ),
            Transition(
                "withdraw",
                "摘牌",
                (*HONOURED, Layer.UNDER_RECHECK, Layer.IMPROVING),
                Layer.WITHDRAWN,
                RECHECK,
                note_required=True,
                effect=withdrawn,
            ),
            *(_recorded(layer) for layer in RECORDED),
        ),
    )
)
