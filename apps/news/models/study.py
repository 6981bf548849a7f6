"""Collective study of the centre groups and training classes, with whom they were for (S1)."""

from decimal import Decimal

from django.db import models

from apps.branches.models import Unit
from apps.core.history import tracked
from apps.core.models import EditableModel, SpanModel
from apps.core.quantities import Quantity, hedge_field
from apps.news.querysets import OpenToReadersQuerySet


class GatheringModel(SpanModel):
    """Attendance is counted in 人次; a row may stand for several where only their total is known."""

    person_times = models.PositiveIntegerField("参加人次", null=True, blank=True)
    person_times_hedge = hedge_field()

    class Meta(SpanModel.Meta):
        abstract = True

    @property
    def attendance(self) -> Quantity | None:
        if self.person_times is None:
            return None
        return Quantity(Decimal(self.person_times), "人次", self.person_times_hedge)


@tracked
class StudySession(GatheringModel):
    """市直机关中心组集体学习, one row a session (期)."""

    unit = models.ForeignKey(
        Unit, verbose_name="主办单位", on_delete=models.PROTECT, related_name="study_sessions"
    )
    number = models.PositiveSmallIntegerField("第几期", null=True, blank=True)
    theme = models.CharField("学习主题", max_length=200)
    speaker = models.CharField("主讲人", max_length=100, blank=True)
    audience = models.CharField("参加对象", max_length=100, blank=True, help_text="如 处级党员干部")
    sessions = models.PositiveSmallIntegerField(
        "期数", default=1, help_text="一期一行；只有总数的，一行写总数，主题里说明"
    )

    objects = OpenToReadersQuerySet.as_manager()

    class Meta(GatheringModel.Meta):
        verbose_name = verbose_name_plural = "集体学习"
        ordering = ["-starts_on", "-number", "-pk"]
        constraints = [
            *GatheringModel.Meta.constraints,
            models.UniqueConstraint(
                fields=["unit", "starts_on", "theme"],
                name="study_session_once",
                violation_error_message="这个单位当天同一主题的集体学习已登记过",
            ),
        ]

    def __str__(self) -> str:
        return self.theme


@tracked
class Audience(EditableModel):
    """Whom a class is for: 党员、党务干部、积极分子 …; a committee adds its own."""

    name = models.CharField("培训对象", max_length=40, unique=True)
    order = models.PositiveSmallIntegerField("序号", default=0)

    objects = OpenToReadersQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "培训对象"
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return self.name


@tracked
class TrainingClass(GatheringModel):
    """培训班, one row a class."""

    unit = models.ForeignKey(
        Unit, verbose_name="主办单位", on_delete=models.PROTECT, related_name="training_classes"
    )
    name = models.CharField("培训班名称", max_length=200)
    audiences = models.ManyToManyField(
        Audience,
        verbose_name="培训对象",
        through="ClassAudience",
        related_name="training_classes",
        blank=True,
    )
    classes = models.PositiveSmallIntegerField(
        "班次", default=1, help_text="一次一行；只有总数的，一行写总数，名称里说明"
    )

    objects = OpenToReadersQuerySet.as_manager()

    class Meta(GatheringModel.Meta):
        verbose_name = verbose_name_plural = "培训班"
        ordering = ["-starts_on", "-pk"]
        constraints = [
            *GatheringModel.Meta.constraints,
            models.UniqueConstraint(
                fields=["unit", "starts_on", "name"],
                name="training_class_once",
                violation_error_message="这个单位当天的同名培训班已登记过",
            ),
        ]

    def __str__(self) -> str:
        return self.name


@tracked
class ClassAudience(models.Model):
    """One audience of one class."""

    training_class = models.ForeignKey(
        TrainingClass, on_delete=models.PROTECT, related_name="class_audiences"
    )
    audience = models.ForeignKey(
        Audience, verbose_name="培训对象", on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = verbose_name_plural = "培训班的对象"
        ordering = ["audience__order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["training_class", "audience"], name="class_audience_once"
            )
        ]

    def __str__(self) -> str:
        return str(self.audience)
