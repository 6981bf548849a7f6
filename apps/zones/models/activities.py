"""What zones do together, one by one or all at once."""

from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from apps.branches.models import Organisation
from apps.core.history import tracked
from apps.core.models import EditableModel
from apps.core.quantities import Quantity, hedge_field
from apps.sixlights.models import ThemeDayBase
from apps.zones.choices import AHEAD, LIST_HEDGES, ActivityStatus
from apps.zones.models.zones import Zone
from apps.zones.querysets import ZoneActivityQuerySet


def list_hedge(label: str) -> models.CharField:
    """Whether a list of names is whole; the number of its rows is hedged by it."""
    field = hedge_field()
    field.verbose_name, field.choices, field.help_text = label, LIST_HEDGES, ""
    return field


@tracked
class ZoneActivity(EditableModel):
    """An activity of one zone, or of all zones at once (no zone): 第一次示范性学习交流活动.

    What a round of the whole city consists of are activities of one zone each, with the round in
    `part_of`. `units` and `persons` are totals that were only made public: where the units that
    attended are on record, their rows are counted and these stay empty.
    """

    zone = models.ForeignKey(
        Zone,
        verbose_name="联系片",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="activities",
        help_text="各片同时开展的全市活动留空",
    )
    part_of = models.ForeignKey(
        "self",
        verbose_name="所属全市活动",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="parts",
    )
    organiser = models.ForeignKey(
        Organisation,
        verbose_name="主办党组织",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="zone_activities",
        help_text="全市活动填工委；各片自己的活动由召集单位组织，留空",
    )
    number = models.PositiveSmallIntegerField(
        "第几次", null=True, blank=True, help_text="“第一次示范性学习交流活动”填1"
    )
    title = models.CharField("活动名称", max_length=120)
    theme = models.CharField("主题", max_length=200, blank=True)
    starts_on = models.DateField("开始日期")
    ends_on = models.DateField("结束日期")
    place = models.CharField("地点", max_length=100, blank=True)
    base = models.ForeignKey(
        ThemeDayBase,
        verbose_name="主题党日活动基地",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="zone_activities",
    )
    plan = models.TextField("活动安排", blank=True)
    hosts_hedge = list_hedge("承办单位名单")
    practices_hedge = list_hedge("做法（品牌）名单")
    units = models.PositiveIntegerField(
        "参加单位总数", null=True, blank=True, help_text="没有逐个登记参加单位时才填"
    )
    units_hedge = hedge_field()
    persons = models.PositiveIntegerField(
        "参加人数", null=True, blank=True, help_text="没有按单位登记人数时才填"
    )
    persons_hedge = hedge_field()
    record = models.TextField("活动记录", blank=True)
    status = models.CharField(
        "状态",
        max_length=12,
        choices=ActivityStatus.choices,
        default=ActivityStatus.PLANNED,
        editable=False,
    )
    called_at = models.DateTimeField("通知时间", null=True, blank=True, editable=False)
    recorded_at = models.DateTimeField("记录时间", null=True, blank=True, editable=False)
    published_at = models.DateTimeField("发布时间", null=True, blank=True, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="登记人",
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
    )

    objects = ZoneActivityQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "联系片活动"
        permissions = [
            ("convene_zoneactivity", "召集联系片活动"),
            ("publish_zoneactivity", "发布联系片活动"),
        ]
        ordering = ["-starts_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="zone_activity_days_in_order",
                violation_error_message="结束日期不能早于开始日期，请改正其中一个",
            ),
            models.CheckConstraint(
                condition=Q(part_of=None) | Q(zone__isnull=False),
                name="zone_activity_part_has_zone",
                violation_error_message="全市活动之下是各片自己的活动，请选择联系片",
            ),
            models.CheckConstraint(
                condition=Q(zone__isnull=False) | Q(organiser__isnull=False),
                name="zone_activity_has_organiser",
                violation_error_message="请选择联系片；全市活动不选片的，请填写主办党组织",
            ),
            models.UniqueConstraint(
                fields=["part_of", "zone"],
                condition=~Q(status=ActivityStatus.CALLED_OFF),
                name="zone_activity_part_once",
                violation_error_message="这个联系片在这次全市活动之下已有一项活动，请打开它修改",
            ),
        ]
        indexes = [models.Index(fields=["starts_on"], name="zone_activity_by_day")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("zones:activity_detail", args=[self.uuid])

    @property
    def is_ahead(self) -> bool:
        return self.status in AHEAD

    @property
    def held_by(self) -> str:
        """The zone, or the committee for what all zones did at once."""
        return str(self.zone or self.organiser or "")

    @property
    def units_stated(self) -> Quantity | None:
        return None if self.units is None else Quantity(Decimal(self.units), "家", self.units_hedge)

    @property
    def persons_stated(self) -> Quantity | None:
        return (
            None
            if self.persons is None
            else Quantity(Decimal(self.persons), "人", self.persons_hedge)
        )
