"""督查方案: what is looked at, in which units, by whom and until when."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from apps.branches.models import Person, Unit
from apps.core.history import tracked
from apps.core.models import EditableModel, PublicModel
from apps.inspections.choices import PLANNING, InspectionStatus, Purpose
from apps.inspections.models.checklists import Checklist, Focus
from apps.inspections.querysets import InspectionQuerySet, InspectorQuerySet, OfCommitteeQuerySet
from apps.zones.models import Zone


@tracked
class Inspection(EditableModel):
    title = models.CharField("名称", max_length=120)
    year = models.PositiveSmallIntegerField("年度")
    purpose = models.CharField(
        "性质", max_length=10, choices=Purpose.choices, default=Purpose.ANNUAL
    )
    foci = models.ManyToManyField(
        Focus, verbose_name="督查重点", through="InspectionFocus", related_name="inspections"
    )
    checklist = models.ForeignKey(
        Checklist,
        verbose_name="督查清单",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="inspections",
        help_text="用哪一版就一直是哪一版；没有清单的留空",
    )
    zone = models.ForeignKey(
        Zone,
        verbose_name="联系片",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="inspections",
        help_text="以一个联系片为范围的填写",
    )
    starts_on = models.DateField("开始日期")
    ends_on = models.DateField("结束日期")
    text = models.TextField("工作要求", blank=True)
    status = models.CharField(
        "状态",
        max_length=10,
        choices=InspectionStatus.choices,
        default=InspectionStatus.DRAFT,
        editable=False,
    )
    opened_on = models.DateField("启动日期", null=True, blank=True, editable=False)
    closed_on = models.DateField("办结日期", null=True, blank=True, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="登记人",
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
    )

    objects = InspectionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "督查方案"
        permissions = [("conduct_inspection", "组织督查")]
        ordering = ["-year", "-starts_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["year", "title"],
                name="inspection_title_once",
                violation_error_message="当年已有同名的督查方案，请换一个名称",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="inspection_days_in_order",
                violation_error_message="结束日期不能早于开始日期，请核对两个日期",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("inspections:inspection_detail", args=[self.uuid])

    @property
    def is_open(self) -> bool:
        return self.status == InspectionStatus.OPEN

    @property
    def is_being_planned(self) -> bool:
        return self.status in PLANNING


@tracked
class InspectionFocus(models.Model):
    inspection = models.ForeignKey(
        Inspection, verbose_name="督查方案", on_delete=models.PROTECT, related_name="chosen_foci"
    )
    focus = models.ForeignKey(
        Focus, verbose_name="督查重点", on_delete=models.PROTECT, related_name="chosen_in"
    )

    objects = OfCommitteeQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "本次重点"
        ordering = ["inspection", "focus__order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["inspection", "focus"],
                name="inspection_focus_once",
                violation_error_message="这项重点已经选过了",
            )
        ]

    def __str__(self) -> str:
        return str(self.focus)


@tracked
class InspectedUnit(PublicModel):
    """被督查单位."""

    inspection = models.ForeignKey(
        Inspection, verbose_name="督查方案", on_delete=models.PROTECT, related_name="inspected"
    )
    unit = models.ForeignKey(
        Unit, verbose_name="单位", on_delete=models.PROTECT, related_name="inspected_in"
    )

    objects = OfCommitteeQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "被督查单位"
        ordering = ["inspection", "unit__name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["inspection", "unit"],
                name="inspected_unit_once",
                violation_error_message="这个单位已在本次督查范围内",
            )
        ]

    def __str__(self) -> str:
        return str(self.unit)


@tracked
class Inspector(PublicModel):
    """督查组成员: needs no role; sees this inspection while it is open, and nothing else."""

    inspection = models.ForeignKey(
        Inspection, verbose_name="督查方案", on_delete=models.PROTECT, related_name="inspectors"
    )
    person = models.ForeignKey(
        Person, verbose_name="人员", on_delete=models.PROTECT, related_name="inspector_seats"
    )
    is_head = models.BooleanField("组长", default=False)

    objects = InspectorQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "督查组成员"
        ordering = ["inspection", "-is_head", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["inspection", "person"],
                name="inspector_once",
                violation_error_message="这位同志已在督查组里",
            ),
            models.UniqueConstraint(
                fields=["inspection"],
                condition=Q(is_head=True),
                name="inspection_has_one_head",
                violation_error_message="一次督查只有一位组长",
            ),
        ]

    def __str__(self) -> str:
        return str(self.person)
