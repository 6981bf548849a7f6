"""The zones of a year: who leads and convenes them, which units are in them."""

from datetime import date
from decimal import Decimal

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.formats import date_format

from apps.branches.models import DatedModel, Organisation, Person, Unit, no_overlap
from apps.core.history import tracked
from apps.core.models import EditableModel
from apps.core.quantities import Quantity, hedge_field
from apps.zones.querysets import (
    DivisionQuerySet,
    ZoneMembershipQuerySet,
    ZoneOfficerQuerySet,
    ZoneQuerySet,
)


def in_words(day: date) -> str:
    return date_format(day, "Y年n月j日")


@tracked
class Division(EditableModel):
    """年度划分: how the units were divided into zones in a year (R-ZONE-01).

    `units` is the number that was made public, for years whose memberships are not on record.
    """

    year = models.PositiveSmallIntegerField(
        "年度", unique=True, error_messages={"unique": "这一年的划分已经登记，请打开它修改"}
    )
    organisation = models.ForeignKey(
        Organisation,
        verbose_name="划分的党组织",
        on_delete=models.PROTECT,
        related_name="divisions",
    )
    decided_on = models.DateField("确定日期", null=True, blank=True)
    units = models.PositiveIntegerField(
        "公布的单位总数", null=True, blank=True, help_text="各片单位没有逐个登记的年份才填"
    )
    units_hedge = hedge_field()
    principle = models.TextField("划分原则", blank=True)
    source = models.CharField("依据", max_length=200, blank=True)

    objects = DivisionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "联系片年度划分"
        ordering = ["-year"]

    def __str__(self) -> str:
        return f"{self.year}年联系片划分"

    @property
    def units_stated(self) -> Quantity | None:
        return None if self.units is None else Quantity(Decimal(self.units), "家", self.units_hedge)


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
            models.UniqueConstraint(
                fields=["year", "number"],
                name="zone_number_once",
                violation_error_message="这一年已有这个序号的联系片，请换一个序号",
            ),
            models.UniqueConstraint(
                fields=["year", "convening_unit"],
                name="zone_convening_unit_once",
                violation_error_message="一个单位一年只能召集一个联系片，请另选召集单位",
            ),
            models.UniqueConstraint(
                fields=["year", "leader"],
                condition=Q(leader__isnull=False),
                name="zone_leader_once",
                violation_error_message=(
                    "这位同志本年已联系另一个片。一名工委负责同志联系一个片，"
                    "请另选，或者先在那个片换人"
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("portal:zone", args=[self.uuid])

    def counted_on(self, today: date) -> date:
        """The day whose units are the zone's for the whole year, so that zones add up to the city:
        today, or the nearest day of its year."""
        return max(date(self.year, 1, 1), min(date(self.year, 12, 31), today))


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

    def clean(self) -> None:
        """Which zone stands in the way and how to mend it; the constraint would only refuse."""
        if not (self.unit_id and self.valid_from):
            return  # the fields themselves say what is missing
        if self.valid_to and self.valid_to <= self.valid_from:
            return  # the constraint of the days says it
        others = type(self)._default_manager.filter(unit=self.unit_id).exclude(pk=self.pk)
        in_the_way = others.meeting_days(self.valid_from, self.valid_to).select_related("zone")
        # The earliest is the one in force on the first day, where there is one.
        other = in_the_way.order_by("valid_from").first()
        if other is not None:
            raise ValidationError({"unit": f"{self._already_in(other)}{self._way_round(other)}"})

    def _already_in(self, other: "ZoneMembership") -> str:
        until = f"至{in_words(other.valid_to)}" if other.valid_to else "起长期"
        return (
            f"“{self.unit}”自{in_words(other.valid_from)}{until}在“{other.zone}”"
            f"（{other.zone.year}年）。一个单位同一时间只在一个片："
        )

    def _way_round(self, other: "ZoneMembership") -> str:
        """The cure that can be done: neither row may end before it has begun."""
        if other.valid_from > self.valid_from:
            return f"请把这里的结束日期填为{in_words(other.valid_from)}，或者改那一条的日期"
        if other.valid_from == self.valid_from:
            return "两条从同一天开始，请改这里的开始日期，或者改那一条"
        return f"请先把那一条的结束日期改到{in_words(self.valid_from)}，或者改这里的日期"


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
