"""Verbs on rules and waivers."""

from datetime import date

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from apps.branches.models import Organisation
from apps.core.periods import Period
from apps.core.text import clean_text
from apps.duties.models import DutyRule, Waiver

# What a new version may say differently; key and code are what makes it the same rule.
REVISABLE = (
    "name",
    "indicator",
    "cycle",
    "minimum",
    "multiplier",
    "condition",
    "kinds",
    "authority",
    "source",
)


@transaction.atomic
def waive(*, organisation: Organisation, duty_key: str, period: Period, reason: str) -> Waiver:
    """Ask that a duty be waived for one of its periods; it holds once it is approved."""
    rules = DutyRule.objects.filter(key=duty_key).valid_on(period.start)
    rule = rules.first()
    if rule is None:
        raise ValidationError(f"{period.label}没有“{duty_key}”这项规则")
    if period.cycle != rule.cycle:
        raise ValidationError(f"“{rule.name}”按{rule.get_cycle_display()}计算，请选择对应的期间")
    waiver = Waiver(
        organisation=organisation,
        duty_key=duty_key,
        period_start=period.start,
        period_end=period.end,
        reason=clean_text(reason),
    )
    waiver.full_clean()
    waiver.save()
    return waiver


@transaction.atomic
def approve(*, waiver: Waiver, by) -> Waiver:
    """Make a waiver hold; PermissionDenied unless `by` may approve it."""
    stored = Waiver.objects.select_for_update().get(pk=waiver.pk)
    if not by.has_perm("duties.approve_waiver", stored):
        raise PermissionDenied("您没有批准免办的权限")
    if not stored.is_approved:
        stored.approved_by = by
        stored.approved_at = timezone.now()
        stored.version += 1
        stored.save(update_fields=["approved_by", "approved_at", "version", "updated_at"])
    return stored


@transaction.atomic
def new_rule_version(*, rule: DutyRule, starts_on: date, **changes) -> DutyRule:
    """Let `rule` end and a changed version follow it; what began before keeps the old row."""
    stored = DutyRule.objects.select_for_update().get(pk=rule.pk)
    if stored.valid_to is not None:
        raise ValidationError(f"“{stored}”第{stored.number}版已被新版代替，请修改最新一版")
    if starts_on <= stored.valid_from:
        raise ValidationError(f"新版的生效日期必须晚于现行版的生效日期（{stored.valid_from}）")
    stored.valid_to = starts_on
    stored.version += 1
    stored.save(update_fields=["valid_to", "version", "updated_at"])
    kept = {name: getattr(stored, name) for name in ("code", "key", *REVISABLE)}
    successor = DutyRule(**{**kept, **changes}, number=stored.number + 1, valid_from=starts_on)
    successor.full_clean()
    successor.save()
    return successor
