"""One sitting-in: who goes, when, what was found, and what became of the problems."""

from datetime import date

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse

from apps.branches.models import Organisation, Person, Unit
from apps.core.history import tracked
from apps.core.models import EditableModel, PublicModel
from apps.inspections.models import Issue
from apps.observations.choices import (
    AHEAD,
    DONE,
    GRADES,
    WRITING,
    WRITTEN,
    Grade,
    ObservationStatus,
)
from apps.observations.models.cycles import ObservationCycle
from apps.observations.models.forms import ObservationItem
from apps.observations.models.groups import GroupSession, StudyGroup
from apps.observations.querysets import (
    ItemFindingQuerySet,
    ObservationQuerySet,
    ObservedProblemQuerySet,
    ObserverQuerySet,
)

TONES: dict[str, str] = {
    ObservationStatus.PLANNED: "plain",
    ObservationStatus.NOTIFIED: "wait",
    ObservationStatus.HELD: "warn",
    ObservationStatus.RETURNED: "wait",
    ObservationStatus.FED_BACK: "good",
    ObservationStatus.CALLED_OFF: "plain",
}
OVERALL = [(grade.value, grade.label) for grade in GRADES]


@tracked
class Observation(EditableModel):
    """列席旁听 of one unit's centre group in a cycle."""

    cycle = models.ForeignKey(
        ObservationCycle,
        verbose_name="旁听周期",
        on_delete=models.PROTECT,
        related_name="observations",
    )
    group = models.ForeignKey(
        StudyGroup, verbose_name="中心组", on_delete=models.PROTECT, related_name="observations"
    )
    planned_month = models.DateField("计划月份", help_text="每月第一天")
    # None until both sides have agreed on a day.
    session = models.ForeignKey(
        GroupSession,
        verbose_name="旁听的学习",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="observations",
    )
    scheduled_on = models.DateField("旁听日期", null=True, blank=True, editable=False)
    notice_due_on = models.DateField("最迟通知日期", null=True, blank=True, editable=False)
    notified_on = models.DateField("通知日期", null=True, blank=True, editable=False)
    form_due_on = models.DateField("反馈表期限", null=True, blank=True, editable=False)
    overall = models.CharField("总体评价", max_length=10, choices=OVERALL, blank=True)
    summary = models.TextField("总体情况", blank=True)
    highlights = models.TextField("亮点", blank=True)
    suggestions = models.TextField("意见建议", blank=True)
    # What the unit hands over with it (handbook 10).
    has_plan = models.BooleanField("已收学习方案", default=False)
    has_minutes = models.BooleanField("已收学习记录", default=False)
    returned_on = models.DateField("交表日期", null=True, blank=True, editable=False)
    returned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="交表人",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
    )
    fed_back_on = models.DateField("反馈日期", null=True, blank=True, editable=False)
    status = models.CharField(
        "状态",
        max_length=12,
        choices=ObservationStatus.choices,
        default=ObservationStatus.PLANNED,
        editable=False,
    )

    objects = ObservationQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "列席旁听"
        permissions = [
            ("conduct_observation", "组织列席旁听"),
            ("return_observation", "填交旁听反馈表"),
        ]
        ordering = ["-planned_month", "group__unit__name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["cycle", "group"],
                condition=~Q(status=ObservationStatus.CALLED_OFF),
                name="observation_once_in_a_cycle",
                violation_error_message="这个中心组在本周期已有旁听安排",
            ),
            models.CheckConstraint(
                condition=Q(planned_month__day=1), name="observation_names_a_month"
            ),
            models.CheckConstraint(
                condition=Q(session=None, scheduled_on=None)
                | Q(session__isnull=False, scheduled_on__isnull=False),
                name="observation_day_with_its_session",
            ),
        ]

    def __str__(self) -> str:
        return f"旁听{self.group}"

    def get_absolute_url(self) -> str:
        return reverse("observations:observation_detail", args=[self.uuid])

    @property
    def unit(self) -> Unit:
        return self.group.unit

    @property
    def organisation(self) -> Organisation:
        return self.group.organisation

    @property
    def is_ahead(self) -> bool:
        return self.status in AHEAD

    @property
    def is_done(self) -> bool:
        return self.status in DONE

    @property
    def state(self) -> tuple[str, str]:
        """Words and tone of the badge."""
        return self.get_status_display(), TONES[self.status]

    @property
    def is_form_asked(self) -> bool:
        return self.status in WRITING

    @property
    def is_written(self) -> bool:
        """Whether there is a form that has been handed in."""
        return self.status in WRITTEN

    @property
    def is_fed_back(self) -> bool:
        return self.status == ObservationStatus.FED_BACK

    @property
    def is_notice_late(self) -> bool:
        days = self.notified_on, self.notice_due_on
        return None not in days and self.notified_on > self.notice_due_on  # type: ignore[operator]

    def is_form_late(self, day: date) -> bool:
        """Whether the form came, or is still missing, after its last day."""
        if self.form_due_on is None:
            return False
        is_asked = self.is_written or self.is_form_asked
        return is_asked and (self.returned_on or day) > self.form_due_on


@tracked
class Observer(PublicModel):
    """Who is sent; sees this observation and no other for it."""

    observation = models.ForeignKey(
        Observation, verbose_name="列席旁听", on_delete=models.PROTECT, related_name="observers"
    )
    person = models.ForeignKey(
        Person, verbose_name="人员", on_delete=models.PROTECT, related_name="observations"
    )
    is_head = models.BooleanField("组长", default=False)

    objects = ObserverQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "旁听组成员"
        ordering = ["observation", "-is_head", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["observation", "person"],
                name="observer_once",
                violation_error_message="这位同志已在旁听组中",
            ),
            models.UniqueConstraint(
                fields=["observation"],
                condition=Q(is_head=True),
                name="observation_has_one_head",
                violation_error_message="一个旁听组只有一位组长",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}（组长）" if self.is_head else str(self.person)


@tracked
class ItemFinding(PublicModel):
    """What the observers say of one item: a grade or points, and a remark."""

    observation = models.ForeignKey(
        Observation, verbose_name="列席旁听", on_delete=models.PROTECT, related_name="findings"
    )
    item = models.ForeignKey(
        ObservationItem, verbose_name="内容", on_delete=models.PROTECT, related_name="findings"
    )
    grade = models.CharField("评价", max_length=10, choices=Grade.choices, blank=True)
    points = models.DecimalField(
        "得分",
        max_digits=5,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    remark = models.CharField("说明", max_length=300, blank=True)

    objects = ItemFindingQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "旁听评价"
        ordering = ["observation", "item__order"]
        constraints = [
            models.UniqueConstraint(fields=["observation", "item"], name="item_finding_once"),
            models.CheckConstraint(
                condition=Q(points=None) | Q(points__gte=0), name="item_finding_not_negative"
            ),
            models.CheckConstraint(
                condition=Q(grade="", points__isnull=False) | (~Q(grade="") & Q(points=None)),
                name="item_finding_says_something",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item}：{self.words}"

    @property
    def words(self) -> str:
        return self.get_grade_display() if self.points is None else f"{self.points.normalize():f}分"


@tracked
class ObservedProblem(PublicModel):
    """发现问题: goes into the rectification loop when the unit is given its feedback."""

    observation = models.ForeignKey(
        Observation, verbose_name="列席旁听", on_delete=models.PROTECT, related_name="problems"
    )
    text = models.CharField("问题", max_length=300)
    issue = models.OneToOneField(
        Issue,
        verbose_name="整改问题",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="observed_problem",
        editable=False,
    )

    objects = ObservedProblemQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "旁听发现的问题"
        ordering = ["observation", "pk"]

    def __str__(self) -> str:
        return self.text[:40]
