"""复核: in and out (有进有出)."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from apps.brands.choices import BrandLayer, RecheckOutcome
from apps.brands.models.brands import Brand
from apps.brands.querysets import RecheckQuerySet
from apps.core.history import tracked
from apps.core.models import EditableModel


@tracked
class Recheck(EditableModel):
    """One look at a brand: opened by the step 启动复核, over when it was held."""

    brand = models.ForeignKey(
        Brand, verbose_name="品牌", on_delete=models.PROTECT, related_name="rechecks"
    )
    due_on = models.DateField("应复核日期")
    # Where the brand goes when nothing is wrong with it.
    returns_to = models.CharField(
        "通过后回到", max_length=20, choices=BrandLayer.choices, editable=False
    )
    held_on = models.DateField("复核日期", null=True, blank=True)
    findings = models.TextField("复核情况", blank=True)
    outcome = models.CharField("结论", max_length=10, choices=RecheckOutcome.choices, blank=True)
    improve_by = models.DateField("整改提升期限", null=True, blank=True)
    self_check = models.TextField("自查情况", blank=True, help_text="由品牌所在党组织填写")
    held_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="复核人",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
    )

    objects = RecheckQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "品牌复核"
        ordering = ["-due_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["brand"], condition=Q(held_on=None), name="brand_recheck_one_open"
            ),
            models.CheckConstraint(
                condition=Q(held_on=None, outcome="") | Q(held_on__isnull=False) & ~Q(outcome=""),
                name="brand_recheck_held_with_outcome",
                violation_error_message="复核日期和结论请一并填写",
            ),
            models.CheckConstraint(
                condition=Q(outcome="improve", improve_by__isnull=False)
                | ~Q(outcome="improve") & Q(improve_by=None),
                name="brand_recheck_improve_by",
                violation_error_message="结论是整改提升的要写明期限，其他结论不写",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.brand}的复核（{self.held_on or self.due_on}）"

    @property
    def is_open(self) -> bool:
        return self.held_on is None
