"""What belongs to an activity: who held it, who came, who said what, where it was reported."""

from decimal import Decimal

from django.db import models
from django.db.models import Q

from apps.branches.models import Person, Unit
from apps.core.history import tracked
from apps.core.models import PublicModel
from apps.core.quantities import Quantity, hedge_field
from apps.sixlights.models import Lecturer, Venue
from apps.zones.choices import DemandKind
from apps.zones.models.activities import ZoneActivity
from apps.zones.querysets import AttendingUnitQuerySet, OfActivityQuerySet


@tracked
class HostUnit(PublicModel):
    """承办单位: it gives place and service (R-ZONE-05)."""

    activity = models.ForeignKey(
        ZoneActivity, verbose_name="活动", on_delete=models.PROTECT, related_name="hosts"
    )
    unit = models.ForeignKey(
        Unit, verbose_name="承办单位", on_delete=models.PROTECT, related_name="hosted_activities"
    )
    provides = models.CharField("提供的场地和服务", max_length=200, blank=True)

    objects = OfActivityQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "承办单位"
        ordering = ["activity", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["activity", "unit"],
                name="host_unit_once",
                violation_error_message="这个单位已在承办单位之中",
            )
        ]

    def __str__(self) -> str:
        return str(self.unit)


@tracked
class AttendingUnit(PublicModel):
    """A unit that came, once, however many people it sent (invariant 1)."""

    activity = models.ForeignKey(
        ZoneActivity, verbose_name="活动", on_delete=models.PROTECT, related_name="attending"
    )
    unit = models.ForeignKey(
        Unit, verbose_name="参加单位", on_delete=models.PROTECT, related_name="attended_activities"
    )
    persons = models.PositiveSmallIntegerField("参加人数", null=True, blank=True)
    persons_hedge = hedge_field()

    objects = AttendingUnitQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "参加单位"
        ordering = ["activity", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["activity", "unit"],
                name="attending_unit_once",
                violation_error_message="这个单位已经登记；去了几个人，写在人数里",
            )
        ]

    def __str__(self) -> str:
        return str(self.unit)

    @property
    def persons_sent(self) -> Quantity | None:
        return (
            None
            if self.persons is None
            else Quantity(Decimal(self.persons), "人", self.persons_hedge)
        )


@tracked
class Lecture(PublicModel):
    """宣讲 by a member of the lecturers' corps; one activity has many."""

    activity = models.ForeignKey(
        ZoneActivity, verbose_name="活动", on_delete=models.PROTECT, related_name="lectures"
    )
    lecturer = models.ForeignKey(
        Lecturer,
        verbose_name="宣讲团成员",
        on_delete=models.PROTECT,
        related_name="zone_lectures",
    )
    topic = models.CharField("宣讲题目", max_length=200, blank=True)

    objects = OfActivityQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "宣讲"
        ordering = ["activity", "pk"]

    def __str__(self) -> str:
        return f"{self.lecturer}：{self.topic}" if self.topic else str(self.lecturer)


@tracked
class Speech(PublicModel):
    """交流发言. `speaker` is what was written down; `person` is who that is, where it is known."""

    activity = models.ForeignKey(
        ZoneActivity, verbose_name="活动", on_delete=models.PROTECT, related_name="speeches"
    )
    unit = models.ForeignKey(
        Unit,
        verbose_name="发言单位",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="zone_speeches",
    )
    person = models.ForeignKey(
        Person,
        verbose_name="发言人",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="zone_speeches",
    )
    speaker = models.CharField("发言人姓名", max_length=50, blank=True)
    topic = models.CharField("发言题目", max_length=200)

    objects = OfActivityQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "交流发言"
        ordering = ["activity", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(unit__isnull=False) | Q(person__isnull=False) | ~Q(speaker=""),
                name="zone_speech_has_speaker",
                violation_error_message="请写明发言的单位或发言人",
            )
        ]

    def __str__(self) -> str:
        return self.topic


@tracked
class Demand(PublicModel):
    """What the work committee's leader asked of the zone, or which tasks he gave it."""

    activity = models.ForeignKey(
        ZoneActivity, verbose_name="活动", on_delete=models.PROTECT, related_name="demands"
    )
    kind = models.CharField(
        "类别", max_length=10, choices=DemandKind.choices, default=DemandKind.DEMAND
    )
    speaker = models.CharField("讲话人", max_length=50, blank=True)
    gist = models.TextField("要点")

    objects = OfActivityQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "要求与部署"
        ordering = ["activity", "pk"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}：{self.gist[:20]}"


@tracked
class ShownVenue(PublicModel):
    """星级党员活动阵地 that the activity showed to those who came."""

    activity = models.ForeignKey(
        ZoneActivity, verbose_name="活动", on_delete=models.PROTECT, related_name="shown_venues"
    )
    venue = models.ForeignKey(
        Venue, verbose_name="阵地", on_delete=models.PROTECT, related_name="shown_at"
    )

    objects = OfActivityQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "展示的阵地"
        ordering = ["activity", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["activity", "venue"],
                name="shown_venue_once",
                violation_error_message="这个阵地已在展示的阵地之中",
            )
        ]

    def __str__(self) -> str:
        return str(self.venue)


@tracked
class Publication(PublicModel):
    """Where the activity was reported."""

    activity = models.ForeignKey(
        ZoneActivity, verbose_name="活动", on_delete=models.PROTECT, related_name="publications"
    )
    title = models.CharField("标题", max_length=200)
    medium = models.CharField("媒体", max_length=80)
    published_on = models.DateField("发布日期")
    address = models.URLField("网址", max_length=500, blank=True)

    objects = OfActivityQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "活动报道"
        ordering = ["activity", "published_on", "pk"]

    def __str__(self) -> str:
        return self.title
