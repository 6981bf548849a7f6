"""Units, Party organisations and where each of them stood when."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from apps.branches.choices import BRANCH_KINDS, OrganisationKind, UnitKind
from apps.branches.models.dated import PINYIN_ORDER, DatedModel, no_overlap
from apps.branches.querysets import (
    OrganisationQuerySet,
    PlacementQuerySet,
    SectorQuerySet,
    UnitQuerySet,
)
from apps.core.history import tracked, tracked_without
from apps.core.models import EditableModel
from apps.core.pinyin import PinyinField


@tracked
class Sector(EditableModel):
    """业务系统: the line of business that units have in common, asked by R-ZONE-01."""

    name = models.CharField("名称", max_length=30, unique=True)
    order = models.PositiveSmallIntegerField("序号", default=1)

    objects = SectorQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "业务系统"
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return self.name

    def natural_key(self) -> tuple[str]:
        return (self.name,)


@tracked_without("pinyin")
class Unit(EditableModel):
    """An employer; it owns zone membership, brands and projects. Not a Party organisation."""

    code = models.CharField("单位编号", max_length=20, unique=True)
    name = models.CharField("单位名称", max_length=100, unique=True, db_collation=PINYIN_ORDER)
    short_name = models.CharField("简称", max_length=30, blank=True)
    pinyin = PinyinField("拼音")
    kind = models.CharField("单位性质", max_length=20, choices=UnitKind.choices)
    sector = models.ForeignKey(
        Sector,
        verbose_name="业务系统",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="units",
        help_text="划分联系片时，同一系统的单位尽量在一个片",
    )
    founded_on = models.DateField("成立日期")
    dissolved_on = models.DateField("撤销日期", null=True, blank=True)

    objects = UnitQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "单位"
        ordering = ["name"]

    def __str__(self) -> str:
        return self.short_name or self.name


@tracked_without("pinyin")
class Organisation(EditableModel):
    """One tree of all Party organisations. Name, kind, parent and unit also keep their past
    (Placement); this row holds what is true today."""

    code = models.CharField("组织编号", max_length=20, unique=True)
    kind = models.CharField("类别", max_length=20, choices=OrganisationKind.choices)
    name = models.CharField("组织名称", max_length=100, db_collation=PINYIN_ORDER)
    pinyin = PinyinField("拼音")
    parent = models.ForeignKey(
        "self",
        verbose_name="上级党组织",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="children",
    )
    # Keys from the root down, each with a slash: a subtree is a prefix.
    path = models.CharField(max_length=200, unique=True, editable=False, db_collation="C")
    unit = models.ForeignKey(
        Unit,
        verbose_name="所在单位",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="organisations",
    )
    founded_on = models.DateField("成立日期")
    dissolved_on = models.DateField("撤销日期", null=True, blank=True)

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "党组织"
        permissions = [("import_workbook", "导入工作簿")]
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["name"],
                condition=Q(dissolved_on=None) & ~Q(kind="subgroup"),
                name="organisation_name_once",
                violation_error_message="已有同名的党组织",
            ),
            models.CheckConstraint(
                condition=Q(dissolved_on=None) | Q(dissolved_on__gt=F("founded_on")),
                name="organisation_days_in_order",
                violation_error_message="撤销日期必须晚于成立日期",
            ),
        ]
        # A hundred Party groups among a thousand: what leaders owe begins with them.
        indexes = [models.Index(fields=["kind"], name="organisation_by_kind")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("branches:organisation_detail", args=[self.uuid])

    @property
    def is_branch(self) -> bool:
        return self.kind in BRANCH_KINDS

    @property
    def ancestor_pks(self) -> list[int]:
        return [int(key) for key in self.path.split("/")[:-2]]


@tracked
class Placement(DatedModel):
    """Where an organisation stood, under which name and kind, during a span of days."""

    organisation = models.ForeignKey(
        Organisation, verbose_name="党组织", on_delete=models.PROTECT, related_name="placements"
    )
    name = models.CharField("名称", max_length=100)
    kind = models.CharField("类别", max_length=20, choices=OrganisationKind.choices)
    parent = models.ForeignKey(
        Organisation,
        verbose_name="上级党组织",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    unit = models.ForeignKey(
        Unit, verbose_name="单位", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    reason = models.CharField("变动原因", max_length=200, blank=True)

    objects = PlacementQuerySet.as_manager()

    class Meta(DatedModel.Meta):
        verbose_name = verbose_name_plural = "组织沿革"
        ordering = ["organisation", "valid_from"]
        constraints = [
            *DatedModel.Meta.constraints,
            no_overlap("placement_one_at_a_time", "organisation"),
        ]

    def __str__(self) -> str:
        return f"{self.name}（{self.valid_from} 起）"
