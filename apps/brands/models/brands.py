"""A brand, the layers it went through, the figures of its effects, and its logos."""

from datetime import date
from decimal import Decimal

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from apps.branches.models import Organisation
from apps.branches.models.dated import DaySpan
from apps.brands.choices import HONOURED, PUBLIC, WRITABLE, BrandLayer
from apps.brands.models.plans import Batch
from apps.brands.querysets import BrandQuerySet, LayerSpanQuerySet, OfBrandQuerySet
from apps.core.history import tracked, tracked_without
from apps.core.models import EditableModel, StoredFileModel
from apps.core.models.spans import day_in_words, span_in_words
from apps.core.pinyin import PinyinField
from apps.core.quantities import Quantity, hedge_field


@tracked_without("pinyin")
class Brand(EditableModel):
    """党建品牌 of an organisation (handbook 8.2). Its status is its layer; since when, and which
    ones it was in before, say its spans."""

    organisation = models.ForeignKey(
        Organisation, verbose_name="党组织", on_delete=models.PROTECT, related_name="brands"
    )
    name = models.CharField("品牌名称", max_length=60)
    pinyin = PinyinField("拼音")
    meaning = models.TextField("释义", blank=True)
    business_link = models.TextField("与业务的结合", blank=True)
    measures = models.TextField("主要措施", blank=True)
    effects = models.TextField("成效", blank=True, help_text="能用数字说的，另填“成效数据”")
    copied_from = models.CharField(
        "借鉴自", max_length=200, blank=True, help_text="借鉴市外做法的写明哪里；市内的登记学用"
    )
    status = models.CharField(
        "层级",
        max_length=20,
        choices=BrandLayer.choices,
        default=BrandLayer.NURTURING,
        editable=False,
    )
    certified_in = models.ForeignKey(
        Batch,
        verbose_name="认定批次",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="certified_brands",
        editable=False,
    )
    demonstrated_in = models.ForeignKey(
        Batch,
        verbose_name="示范批次",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="demonstration_brands",
        editable=False,
    )
    certified_on = models.DateField("认定日期", null=True, blank=True, editable=False)
    next_recheck_on = models.DateField("下次复核日期", null=True, blank=True, editable=False)
    improve_by = models.DateField("整改提升期限", null=True, blank=True, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="登记人",
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
    )

    objects = BrandQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "党建品牌"
        permissions = [
            ("submit_brand", "申报品牌"),
            ("assess_brand", "评审和认定品牌"),
            ("recheck_brand", "复核品牌和摘牌"),
        ]
        ordering = ["name", "pk"]
        indexes = [
            models.Index(fields=["status", "next_recheck_on"], name="brand_recheck_due"),
            GinIndex(OpClass(F("name"), name="gin_trgm_ops"), name="brand_name_trgm"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "name"],
                name="brand_name_once",
                violation_error_message="这个党组织已有同名的品牌，请打开那一条",
            ),
            models.CheckConstraint(
                # The day follows from the batch within the step that certifies.
                condition=~Q(status__in=PUBLIC)
                | Q(certified_on__isnull=False)
                | Q(certified_in__isnull=False),
                name="registered_brand_has_day",
                violation_error_message="认定过的品牌要有认定日期",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("brands:brand_detail", args=[self.uuid])

    @property
    def is_writable(self) -> bool:
        return self.status in WRITABLE

    @property
    def is_public(self) -> bool:
        return self.certified_on is not None

    @property
    def is_honoured(self) -> bool:
        return self.status in HONOURED

    @property
    def logo(self) -> "BrandLogo | None":
        """The one in use; prefetch `logos` for lists."""
        return next((logo for logo in self.logos.all() if logo.replaced_at is None), None)


@tracked
class LayerSpan(EditableModel):
    """层级经历: from `starts_on` up to but not including `ends_on` the brand stood in a layer.

    Written by the steps of the lifecycle and kept for ever. Two steps of one day leave a span
    without a day: it came into its layer, and no stock knows of it.
    """

    brand = models.ForeignKey(
        Brand, verbose_name="品牌", on_delete=models.PROTECT, related_name="layer_spans"
    )
    layer = models.CharField("层级", max_length=20, choices=BrandLayer.choices)
    starts_on = models.DateField("开始日期")
    ends_on = models.DateField("结束日期", null=True, blank=True, help_text="现在的层级留空")
    batch = models.ForeignKey(
        Batch,
        verbose_name="批次",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="layer_spans",
    )
    reason = models.TextField("说明", blank=True)

    objects = LayerSpanQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "层级经历"
        ordering = ["brand", "starts_on", "pk"]
        indexes = [models.Index(fields=["layer", "starts_on"], name="layer_span_day")]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="layer_span_days_in_order",
                violation_error_message="结束日期不能早于开始日期",
            ),
            models.UniqueConstraint(
                fields=["brand"], condition=Q(ends_on=None), name="layer_span_one_open"
            ),
            ExclusionConstraint(
                name="layer_span_one_at_a_time",
                expressions=[
                    (DaySpan(F("starts_on"), F("ends_on")), RangeOperators.OVERLAPS),
                    (OpClass(F("brand"), name="gist_int8_ops"), RangeOperators.EQUAL),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_layer_display()}（{day_in_words(self.starts_on)} 起）"

    @property
    def words(self) -> str:
        """第一批认定 rather than 认定 where a batch is known."""
        return str(self.batch) if self.batch else self.get_layer_display()

    def covers(self, day: date) -> bool:
        return self.starts_on <= day and (self.ends_on is None or day < self.ends_on)


@tracked
class BrandEffect(EditableModel):
    """One figure of what a brand brought about: 服务群众 3800余人次."""

    brand = models.ForeignKey(
        Brand, verbose_name="品牌", on_delete=models.PROTECT, related_name="effect_rows"
    )
    name = models.CharField("指标", max_length=100, help_text="如 服务群众")
    value = models.DecimalField("数值", max_digits=14, decimal_places=2)
    value_hedge = hedge_field()
    unit = models.CharField("单位", max_length=20, help_text="如 人次、件、万元")
    starts_on = models.DateField("从哪天", null=True, blank=True)
    ends_on = models.DateField("到哪天", null=True, blank=True)

    objects = OfBrandQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "成效数据"
        ordering = ["brand", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["brand", "name", "starts_on"],
                name="brand_effect_once",
                nulls_distinct=False,
                violation_error_message="这个品牌同一时段的同名指标已登记过",
            ),
            models.CheckConstraint(
                condition=Q(value__gte=0),
                name="brand_effect_not_negative",
                violation_error_message="数值不能小于 0",
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(starts_on__isnull=False, ends_on__gte=F("starts_on")),
                name="brand_effect_days_in_order",
                violation_error_message="写了到哪天的，请写从哪天，并且不晚于它",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}{self.quantity}"

    @property
    def quantity(self) -> Quantity:
        return Quantity(Decimal(self.value), self.unit, self.value_hedge)

    @property
    def days_in_words(self) -> str:
        return span_in_words(self.starts_on, self.ends_on) if self.starts_on else ""

    @property
    def words(self) -> str:
        return f"{self}（{self.days_in_words}）" if self.starts_on else str(self)


@tracked
class BrandLogo(StoredFileModel):
    """The logo in use, and those that it replaced."""

    brand = models.ForeignKey(
        Brand, verbose_name="品牌", on_delete=models.PROTECT, related_name="logos"
    )
    alt = models.CharField("画面内容", max_length=200)
    small_path = models.CharField("小图存放位置", max_length=120)
    width = models.PositiveIntegerField("宽")
    height = models.PositiveIntegerField("高")
    hung_at = models.DateTimeField("启用时间", default=timezone.now)
    replaced_at = models.DateTimeField("停用时间", null=True, blank=True)

    objects = OfBrandQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "品牌标识"
        ordering = ["brand", "-hung_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["brand"], condition=Q(replaced_at=None), name="brand_logo_one_in_use"
            )
        ]
