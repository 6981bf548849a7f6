"""The table of steps from every state by every role, and the spans that the steps leave."""

import random
from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from apps.brands.aftermath import brands_without_body
from apps.brands.choices import BatchKind, BrandLayer, RecheckOutcome
from apps.brands.lifecycle import BRAND
from apps.brands.models import Batch, Brand, LayerSpan, Recheck
from apps.brands.services import certify, demonstrate, open_rechecks, report_recheck
from apps.core.lifecycle import StepRefused, advance
from apps.core.periods import Period, months_after
from apps.notices.models import Notice
from tests import cast
from tests.brands.conftest import brand_in, make_batch, recheck

pytestmark = pytest.mark.django_db
Layer = BrandLayer
OWNERS = {"secretary", "subtree_secretary", "staff"}
# Who takes a step; everything that is not here is the committee's.
RIGHTS = {"apply": OWNERS, "take_back": OWNERS}
COMMITTEE = {"staff"}
FOUND = {
    "keep": RecheckOutcome.KEEP,
    "keep_demonstration": RecheckOutcome.KEEP,
    "improve": RecheckOutcome.IMPROVE,
}


class Undo(Exception):
    """The database goes back to where it was."""


def ready(brand: Brand, step: str) -> None:
    """Everything that a guard asks for besides the state."""
    batches = {batch.kind: batch for batch in Batch.objects.all()}
    Brand.objects.filter(pk=brand.pk).update(
        certified_in=batches[BatchKind.CERTIFICATION],
        demonstrated_in=batches[BatchKind.DEMONSTRATION],
    )
    if step in FOUND and brand.status == Layer.UNDER_RECHECK:
        is_improving = FOUND[step] == RecheckOutcome.IMPROVE
        Recheck.objects.filter(brand=brand).update(
            held_on=timezone.localdate(),
            outcome=FOUND[step],
            returns_to="demonstration" if step == "keep_demonstration" else "certified",
            improve_by=date(2099, 1, 1) if is_improving else None,
        )


def attempt(brand: Brand, step: str, by) -> str:
    """The state that the step leads to, or the name of the refusal; nothing is left of it."""
    try:
        with transaction.atomic():
            ready(brand, step)
            found = advance(brand, step, by=by, note="原因").status
            raise Undo
    except Undo:
        return found
    except (StepRefused, PermissionDenied) as refusal:
        return type(refusal).__name__


def test_every_step_from_every_state_by_every_role(city, users):
    """state × step × role against the table; a step of another state is refused to everybody."""
    people = users.named()
    for number, layer in enumerate(Layer):
        brand = brand_in(layer, city.branch, f"品牌{number}")
        for step in BRAND.transitions:
            may = RIGHTS.get(step.step, COMMITTEE)
            is_recorded = step.step.startswith("record_")
            in_order = layer in step.sources
            for name in people if in_order else ("staff", "secretary", "stranger"):
                expected = step.target if name in may and not is_recorded else "PermissionDenied"
                if not in_order or is_recorded and name in may:
                    expected = "StepRefused"
                found = attempt(brand, step.step, people[name])
                assert found == expected, (layer, step.step, name)


def test_step_without_its_fields_or_its_reason_says_what_is_missing(city, users):
    brand = cast.make_brand(city.branch)
    Brand.objects.update(meaning="", measures="")
    with pytest.raises(StepRefused, match="请先填写释义、主要措施，再申报"):
        advance(brand, "apply", by=users.secretary)
    Brand.objects.update(meaning="以党建带业务", measures="领办难题")
    advance(brand, "apply", by=users.secretary)
    with pytest.raises(StepRefused, match="退回培育必须写明原因"):
        advance(brand, "send_back", by=users.staff)
    shortlisted = advance(brand, "shortlist", by=users.staff)
    with pytest.raises(StepRefused, match="请先填写认定批次，再认定"):
        advance(shortlisted, "certify", by=users.staff)
    with pytest.raises(StepRefused, match="“命名为示范”要从“认定”办起"):
        advance(shortlisted, "demonstrate", by=users.staff)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"kind": BatchKind.DEMONSTRATION}, "不是认定批次，请另选"),
        ({"decided_on": None}, "还没有决定日期，请先填写"),
        ({"decided_on": date(2099, 1, 1)}, "决定日期2099年1月1日还没有到"),
        ({"places": 0}, "只有 0 个名额，已经满了"),
        ({"decided_on": date(2019, 1, 1)}, "下一步的日期2019-01-01不能早于这一天"),
    ],
)
def test_batch_that_cannot_take_a_brand_says_why(city, users, given, words):
    brand = brand_in(Layer.SHORTLISTED, city.branch)
    batch = make_batch(number=2, **given)
    with pytest.raises(StepRefused, match=words):
        certify(brand=brand, batch=batch, by=users.staff)


def test_withdrawn_brand_comes_back_by_a_recheck_alone(city, users):
    batch = make_batch(decided_on=timezone.localdate())
    brand = brand_in(Layer.WITHDRAWN, city.branch)
    with pytest.raises(StepRefused, match="只能经复核恢复。请先“启动复核”"):
        certify(brand=brand, batch=batch, by=users.staff)
    with pytest.raises(StepRefused, match="现在可以办“启动复核”"):
        advance(brand, "certify", by=users.staff)
    advance(brand, "open_recheck", by=users.staff)
    with pytest.raises(StepRefused, match="复核还没有“通过，保留”的结论"):
        advance(brand, "keep", by=users.staff)
    assert recheck(brand, RecheckOutcome.KEEP).status == Layer.CERTIFIED
    assert brand.layer_spans.filter(layer=Layer.WITHDRAWN).get().reason == "内部说明"


def test_rechecked_brand_goes_back_to_where_it_stood(city):
    brand = brand_in(Layer.DEMONSTRATION, city.branch)
    advance(brand, "open_recheck", by=None)
    improving = recheck(brand, RecheckOutcome.IMPROVE)
    assert (improving.status, improving.improve_by) == (Layer.IMPROVING, date(2099, 1, 1))
    advance(brand, "open_recheck", by=None)
    second = brand.rechecks.latest("pk")
    assert (second.due_on, second.returns_to) == (date(2099, 1, 1), Layer.DEMONSTRATION)
    kept = recheck(brand, RecheckOutcome.KEEP)
    today = timezone.localdate()
    assert (kept.status, kept.improve_by) == (Layer.DEMONSTRATION, None)
    assert kept.next_recheck_on == months_after(today, 24)


def test_direct_withdrawal_ends_the_recheck(city, users):
    brand = brand_in(Layer.UNDER_RECHECK, city.branch)
    advance(brand, "withdraw", by=users.staff, note="弄虚作假")
    row = brand.rechecks.get()
    assert (row.outcome, row.findings, row.held_by) == ("withdraw", "弄虚作假", users.staff)


@pytest.mark.parametrize(
    ("given", "field", "words"),
    [
        ({"held_on": date(2099, 1, 1)}, "held_on", "还没有到"),
        ({"findings": ""}, "findings", "请写明复核情况"),
        ({"improve_by": None}, "improve_by", "请写明期限"),
        ({"improve_by": date(2020, 1, 1)}, "improve_by", "必须晚于复核日期"),
    ],
)
def test_recheck_written_down_wrongly_is_refused(city, given, field, words):
    brand = brand_in(Layer.UNDER_RECHECK, city.branch)
    with pytest.raises(ValidationError) as refusal:
        recheck(brand, RecheckOutcome.IMPROVE, **given)
    assert words in refusal.value.message_dict[field][0]


def test_self_check_is_written_while_the_recheck_is_open(city, users):
    brand = brand_in(Layer.UNDER_RECHECK, city.branch)
    row = brand.rechecks.get()
    report_recheck(recheck=row, self_check="坚持得好", expected_version=1, by=users.secretary)
    assert Notice.objects.filter(user=users.secretary, text__contains="请填写自查情况").exists()
    recheck(brand, RecheckOutcome.KEEP)
    with pytest.raises(ValidationError, match="复核已经结束"):
        report_recheck(recheck=row, self_check="再改", expected_version=3, by=users.secretary)


def test_rechecks_are_opened_for_all_or_for_none(city):
    certified = brand_in(Layer.CERTIFIED, city.branch)
    reported = brand_in(Layer.SUBMITTED, city.sibling)
    with pytest.raises(StepRefused):
        open_rechecks(brands=[certified, reported], by=None)
    assert not Recheck.objects.exists()


def take_some_step(brand: Brand, rng: random.Random) -> None:
    """Any step that is open, and for a recheck any outcome."""
    brand.refresh_from_db()
    batches = {batch.kind: batch for batch in Batch.objects.all()}
    if brand.status == Layer.UNDER_RECHECK and rng.random() < 0.8:
        recheck(brand, rng.choice(list(RecheckOutcome)))
        return
    step = rng.choice([t for t in BRAND.transitions if t.is_open(brand)]).step
    if step == "certify":
        certify(brand=brand, batch=batches["certification"], by=None)
    elif step == "demonstrate":
        demonstrate(brand=brand, batch=batches["demonstration"], by=None)
    else:
        advance(brand, step, by=None, note="原因")


@pytest.mark.parametrize("seed", [1, 2])
def test_any_walk_leaves_spans_without_gap_or_overlap(city, seed, monkeypatch):
    rng, day = random.Random(seed), cast.FOUNDED
    for kind in BatchKind:
        make_batch(kind, decided_on=None)
    brand = cast.make_brand(city.branch)
    for _ in range(30):
        day += timedelta(days=rng.choice((0, 0, 1, 40)))
        monkeypatch.setattr(timezone, "localdate", lambda *args, now=day: now)
        monkeypatch.setattr("tests.brands.conftest.timezone.localdate", lambda now=day: now)
        Batch.objects.update(decided_on=day)
        take_some_step(brand, rng)
    brand.refresh_from_db()
    spans = list(LayerSpan.objects.filter(brand=brand).order_by("pk"))
    assert len(spans) == 31
    assert (spans[0].starts_on, spans[-1].ends_on) == (cast.FOUNDED, None)
    assert spans[-1].layer == brand.status
    for before, after in zip(spans, spans[1:], strict=False):
        assert before.ends_on == after.starts_on
    for ahead in range(0, (day - cast.FOUNDED).days, 7):
        seen = cast.FOUNDED + timedelta(days=ahead)
        assert sum(span.covers(seen) for span in spans) == 1


def test_reported_and_certified_are_what_began_and_stock_is_what_covers_the_day(city):
    """63 reported, 30 certified of them, 7 shown: spans that began; a day knows one layer each."""
    year, today = Period.year(timezone.localdate().year), timezone.localdate()
    brand_in(Layer.SUBMITTED, city.branch, "甲")
    brand_in(Layer.CERTIFIED, city.sibling, "乙")
    brand_in(Layer.DEMONSTRATION, city.committee, "丙")
    begun = LayerSpan.objects.begun_in(year)
    numbers = [begun.filter(layer=layer).count() for layer in ("submitted", "certified")]
    assert (numbers, begun.filter(layer="demonstration").count()) == ([3, 2], 1)
    stock = LayerSpan.objects.covering(today)
    assert sorted(stock.values_list("layer", flat=True)) == [
        *("certified", "demonstration", "submitted"),
    ]


def test_brands_of_a_dissolved_body_count_until_that_day(city):
    brand = brand_in(Layer.CERTIFIED, city.branch)
    today = timezone.localdate()
    city.branch.dissolved_on = today + timedelta(days=1)
    city.branch.save()
    assert Brand.objects.with_layer_on(today).get().layer == Layer.CERTIFIED
    assert LayerSpan.objects.covering(today).get().layer == Layer.CERTIFIED
    city.branch.dissolved_on = today
    city.branch.save()
    assert not Brand.objects.with_layer_on(today).exists()
    assert not LayerSpan.objects.covering(today).exists()
    assert "从撤销之日起不再统计" in next(brands_without_body([], [city.branch.pk]))
    with pytest.raises(StepRefused, match="先把品牌转给它"):
        advance(brand, "open_recheck", by=None)
    assert advance(brand, "withdraw", by=None, note="组织撤销").status == Layer.WITHDRAWN
