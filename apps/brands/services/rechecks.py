"""复核: opened, answered by the owner, held by the committee."""

from collections.abc import Iterable
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from apps.brands.choices import BrandLayer, RecheckOutcome
from apps.brands.models import Brand, Recheck
from apps.core.lifecycle import advance
from apps.core.models.spans import day_in_words
from apps.core.versions import claim_version


@transaction.atomic
def open_rechecks(*, brands: Iterable[Brand], by) -> list[Brand]:
    """启动复核 for all of them, or for none."""
    return [advance(brand, "open_recheck", by=by) for brand in brands]


@transaction.atomic
def report_recheck(*, recheck: Recheck, self_check: str, expected_version: int, by) -> Recheck:
    """The owner's own look at his brand, while the recheck is open."""
    claim_version(recheck, expected=expected_version)
    recheck.refresh_from_db(fields=["held_on"])
    if not recheck.is_open:
        raise ValidationError("复核已经结束，不能再改自查情况。有异议的请联系工委")
    recheck.self_check = self_check
    recheck.save(update_fields=["self_check", "version", "updated_at"])
    return recheck


@transaction.atomic
def hold_recheck(
    *,
    recheck: Recheck,
    held_on: date,
    findings: str,
    outcome: RecheckOutcome,
    by,
    improve_by: date | None = None,
) -> Brand:
    """Write down what was found, and take the step that follows from it."""
    stored = Recheck.objects.select_for_update(of=("self",)).get(pk=recheck.pk)
    _check(stored, held_on, findings, outcome, improve_by)
    stored.held_on, stored.findings, stored.outcome = held_on, findings, outcome
    stored.improve_by = improve_by if outcome == RecheckOutcome.IMPROVE else None
    stored.held_by = by
    stored.version += 1
    stored.save()
    return advance(stored.brand, _step(stored), by=by, note=findings)


def _step(recheck: Recheck) -> str:
    match recheck.outcome:
        case RecheckOutcome.IMPROVE:
            return "improve"
        case RecheckOutcome.WITHDRAW:
            return "withdraw"
    return "keep_demonstration" if recheck.returns_to == BrandLayer.DEMONSTRATION else "keep"


def _check(
    recheck: Recheck, held_on: date, findings: str, outcome: str, improve_by: date | None
) -> None:
    problems: dict[str, str] = {}
    if not recheck.is_open:
        raise ValidationError(f"{recheck}已经登记，不能再改。需要重来的，请再次启动复核")
    if held_on > timezone.localdate():
        problems["held_on"] = f"复核日期{day_in_words(held_on)}还没有到，复核以后再登记"
    if not findings:
        problems["findings"] = "请写明复核情况"
    if outcome == RecheckOutcome.IMPROVE and improve_by is None:
        problems["improve_by"] = "结论是整改提升的，请写明期限"
    elif outcome == RecheckOutcome.IMPROVE and improve_by and improve_by <= held_on:
        problems["improve_by"] = "整改提升期限必须晚于复核日期"
    if problems:
        raise ValidationError(problems)
