"""Names given to evaluated projects: 十佳, 优质 (handbook 8.1)."""

from django.db import models
from django.db.models import F, Q

from apps.core.history import tracked
from apps.core.models import EditableModel
from apps.projects.choices import TitleLevel
from apps.projects.models.projects import SecretaryProject
from apps.projects.querysets import SharedQuerySet, TitleQuerySet


@tracked
class TitleKind(EditableModel):
    name = models.CharField("称号", max_length=60, unique=True)
    level = models.CharField(
        "级别", max_length=12, choices=TitleLevel.choices, default=TitleLevel.CITY
    )
    places = models.PositiveSmallIntegerField(
        "每年名额", null=True, blank=True, help_text="不限名额的留空"
    )
    order = models.PositiveSmallIntegerField("序号", default=1)

    objects = SharedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "项目称号"
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return self.name

    def natural_key(self) -> tuple[str]:
        return (self.name,)


@tracked
class Title(EditableModel):
    """A title that a project holds; a withdrawn one stays on record with its reason.

    Where a source names neither the year nor the day, `awarded_on` and `awarded_until` are the
    span in which the award lies.
    """

    project = models.ForeignKey(
        SecretaryProject, verbose_name="书记项目", on_delete=models.PROTECT, related_name="titles"
    )
    kind = models.ForeignKey(
        TitleKind, verbose_name="称号", on_delete=models.PROTECT, related_name="titles"
    )
    year = models.PositiveSmallIntegerField(
        "年度", null=True, blank=True, help_text="材料没有写明年度的留空，并填写命名日期的起止"
    )
    awarded_on = models.DateField("命名日期")
    awarded_until = models.DateField(
        "命名日期（止）", null=True, blank=True, help_text="只知道在某段时间内命名的，填最后一天"
    )
    withdrawn_on = models.DateField("撤销日期", null=True, blank=True, editable=False)
    withdrawal_reason = models.CharField("撤销原因", max_length=200, blank=True, editable=False)

    objects = TitleQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "授予的称号"
        ordering = ["-awarded_on", "kind", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["project", "kind", "year"],
                condition=Q(withdrawn_on=None),
                name="title_once_a_year",
                violation_error_message="这个项目当年已有这个称号",
            ),
            models.CheckConstraint(
                condition=Q(awarded_until=None) | Q(awarded_until__gte=F("awarded_on")),
                name="title_days_in_order",
                violation_error_message="命名日期的止不能早于起，请核对两个日期",
            ),
            models.CheckConstraint(
                condition=Q(year__isnull=False) | Q(awarded_until__isnull=False),
                name="title_has_a_year",
                violation_error_message="请填写年度；材料没有写明的，填写命名日期的起止",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_on=None) | ~Q(withdrawal_reason=""),
                name="title_withdrawn_with_reason",
                violation_error_message="撤销称号必须写明原因",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year}年{self.kind}" if self.year else str(self.kind)

    @property
    def is_valid(self) -> bool:
        return self.withdrawn_on is None
