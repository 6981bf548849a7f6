"""A cycle in which every centre group is observed once, and who may be sent."""

from datetime import date

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q

from apps.branches.models import Person, Unit
from apps.core.history import tracked
from apps.core.models import EditableModel
from apps.observations.models.forms import ObservationForm
from apps.observations.querysets import CycleObserverQuerySet, ObservationCycleQuerySet


@tracked
class ObservationCycle(EditableModel):
    """旁听周期: a year or two, by a rule of the committee, in which every unit is covered."""

    name = models.CharField("名称", max_length=80, unique=True)
    starts_on = models.DateField("开始日期")
    ends_on = models.DateField("结束日期", help_text="到这一天为止，每个单位旁听一次")
    team_size = models.PositiveSmallIntegerField(
        "每组人数", default=2, validators=[MinValueValidator(1)], help_text="包括组长"
    )
    form = models.ForeignKey(
        ObservationForm,
        verbose_name="反馈表",
        on_delete=models.PROTECT,
        related_name="cycles",
    )

    objects = ObservationCycleQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "旁听周期"
        permissions = [("plan_observationcycle", "安排旁听")]
        ordering = ["-starts_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gt=F("starts_on")),
                name="observation_cycle_days_in_order",
                violation_error_message="结束日期必须晚于开始日期",
            ),
            models.CheckConstraint(
                condition=Q(team_size__gte=1),
                name="observation_cycle_team_of_one_at_least",
                violation_error_message="每组至少 1 人",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def runs_on(self, day: date) -> bool:
        return self.starts_on <= day <= self.ends_on


@tracked
class CycleObserver(EditableModel):
    """旁听人员 of a cycle: cadres of the committee, and people whom units proposed."""

    cycle = models.ForeignKey(
        ObservationCycle,
        verbose_name="旁听周期",
        on_delete=models.PROTECT,
        related_name="observers",
    )
    person = models.ForeignKey(
        Person, verbose_name="人员", on_delete=models.PROTECT, related_name="observer_seats"
    )
    unit = models.ForeignKey(
        Unit,
        verbose_name="推荐单位",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="proposed_observers",
        help_text="不旁听这个单位；本人任职和组织关系所在的单位也不旁听，系统自动回避",
    )
    may_lead = models.BooleanField("可任组长", default=False)
    left_on = models.DateField(
        "退出日期",
        null=True,
        blank=True,
        help_text="从这一天起不再派；已排而没有通知的，再办一次“安排旁听”就补派别人",
    )

    objects = CycleObserverQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "旁听人员"
        ordering = ["cycle", "-may_lead", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["cycle", "person"],
                name="cycle_observer_once",
                violation_error_message="这位同志已在本周期的旁听人员中",
            )
        ]

    def __str__(self) -> str:
        return str(self.person)
