from django.conf import settings
from django.db import models

from apps.branches.models import DatedModel, Person, Unit, no_overlap
from apps.core.history import tracked
from apps.core.models import EditableModel
from apps.zones.querysets import ZoneMembershipQuerySet, ZoneOfficerQuerySet, ZoneQuerySet


@tracked
class Zone(EditableModel):
    """联系片 of one year: exactly one leader and one convening unit (R-ZONE-03, R-ZONE-04)."""

    year = models.PositiveSmallIntegerField("年度")
    number = models.PositiveSmallIntegerField("序号")
    name = models.CharField("名称", max_length=50)
    leader = models.ForeignKey(
        Person,
        verbose_name="工委负责同志",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="led_zones",
    )
    convening_unit = models.ForeignKey(
        Unit, verbose_name="召集单位", on_delete=models.PROTECT, related_name="convened_zones"
    )
    convenor = models.ForeignKey(
        Person,
        verbose_name="召集单位联系人",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="convened_zones",
    )

    objects = ZoneQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "联系片"
        ordering = ["-year", "number"]
        constraints = [
            models.UniqueConstraint(fields=["year", "number"], name="zone_number_once"),
            models.UniqueConstraint(
                fields=["year", "convening_unit"],
                name="zone_convening_unit_once",
                violation_error_message="一个单位一年只能召集一个联系片",
            ),
        ]

    def __str__(self) -> str:
        return self.name


@tracked
class ZoneMembership(DatedModel):
    """A unit belongs to one zone at a time (R-ZONE-06)."""

    zone = models.ForeignKey(
        Zone, verbose_name="联系片", on_delete=models.PROTECT, related_name="memberships"
    )
    unit = models.ForeignKey(
        Unit, verbose_name="单位", on_delete=models.PROTECT, related_name="zone_memberships"
    )

    objects = ZoneMembershipQuerySet.as_manager()

    class Meta(DatedModel.Meta):
        verbose_name = verbose_name_plural = "联系片成员单位"
        ordering = ["zone", "unit__name"]
        constraints = [*DatedModel.Meta.constraints, no_overlap("unit_in_one_zone", "unit")]

    def __str__(self) -> str:
        return f"{self.unit}（{self.zone}）"


@tracked
class ZoneOfficer(models.Model):
    """A member of the committee's staff who does the desk work for a zone: “我的片”."""

    zone = models.ForeignKey(
        Zone, verbose_name="联系片", on_delete=models.PROTECT, related_name="officers"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="工委干部",
        on_delete=models.PROTECT,
        related_name="+",
    )

    objects = ZoneOfficerQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "联系片经办人"
        ordering = ["zone", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["zone", "user"],
                name="zone_officer_once",
                violation_error_message="这位干部已经是该片的经办人",
            )
        ]

    def __str__(self) -> str:
        return f"{self.user}（{self.zone}）"
