"""How a project is carried forward: milestones, and the events at which it is shown."""

from datetime import date

from django.db import models
from django.db.models import Q
from django.urls import reverse

from apps.branches.models import Organisation, Person
from apps.core.history import tracked
from apps.core.models import EditableModel, SpanModel
from apps.projects.choices import EventKind
from apps.projects.models.projects import SecretaryProject
from apps.projects.querysets import MilestoneQuerySet, OfProjectQuerySet, ProjectEventQuerySet


@tracked
class Milestone(EditableModel):
    """One thing that is to be done by a day, with the person who answers for it.

    `first_due_on` is empty until the day is moved, and then keeps the first one for good.
    """

    project = models.ForeignKey(
        SecretaryProject,
        verbose_name="书记项目",
        on_delete=models.PROTECT,
        related_name="milestones",
    )
    order = models.PositiveSmallIntegerField("序号", default=1)
    name = models.CharField("节点任务", max_length=120)
    owner = models.ForeignKey(
        Person,
        verbose_name="责任人",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="milestones",
        help_text="启动推进以前必须填写",
    )
    due_on = models.DateField("完成期限")
    first_due_on = models.DateField("最初期限", null=True, blank=True, editable=False)
    move_reason = models.CharField("改期原因", max_length=200, blank=True, editable=False)
    done_on = models.DateField("完成日期", null=True, blank=True)
    result = models.TextField("完成情况", blank=True)
    dropped_on = models.DateField("取消日期", null=True, blank=True, editable=False)
    drop_reason = models.CharField("取消原因", max_length=200, blank=True, editable=False)

    objects = MilestoneQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "项目节点"
        ordering = ["project", "due_on", "order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["project", "name"],
                name="milestone_name_once",
                violation_error_message="这个项目已有同名的节点，请换一个名称",
            ),
            models.CheckConstraint(
                condition=Q(done_on=None) | Q(dropped_on=None),
                name="milestone_done_or_dropped",
                violation_error_message="已完成的节点不能取消，取消的节点不能再登记完成",
            ),
            models.CheckConstraint(
                condition=Q(dropped_on=None) | ~Q(drop_reason=""),
                name="milestone_dropped_with_reason",
                violation_error_message="取消节点必须写明原因",
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_on"],
                name="milestone_open_by_day",
                condition=Q(done_on=None, dropped_on=None),
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return self.project.get_absolute_url()

    @property
    def is_open(self) -> bool:
        return self.done_on is None and self.dropped_on is None

    @property
    def was_moved(self) -> bool:
        return self.first_due_on is not None

    def is_late(self, day: date) -> bool:
        """Past its day while the project is worked on."""
        return self.is_open and self.project.is_under_way and self.due_on < day


@tracked
class ProjectEvent(SpanModel):
    """推进会, 观摩会 or 把脉问诊, of one day or of a span, at which projects are shown."""

    kind = models.CharField("形式", max_length=20, choices=EventKind.choices)
    title = models.CharField("名称", max_length=120)
    organisation = models.ForeignKey(
        Organisation,
        verbose_name="组织者",
        on_delete=models.PROTECT,
        related_name="project_events",
        help_text="全市的填工委，单位自己的填本单位党组织",
    )
    place = models.CharField("地点", max_length=100, blank=True)
    findings = models.TextField("情况和意见", blank=True)

    objects = ProjectEventQuerySet.as_manager()

    class Meta(SpanModel.Meta):
        verbose_name = verbose_name_plural = "推进活动"
        ordering = ["-starts_on", "-pk"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("projects:event_detail", args=[self.uuid])


@tracked
class EventProject(models.Model):
    """A project that was shown, and what was said of it."""

    event = models.ForeignKey(
        ProjectEvent, verbose_name="推进活动", on_delete=models.PROTECT, related_name="shown"
    )
    project = models.ForeignKey(
        SecretaryProject, verbose_name="书记项目", on_delete=models.PROTECT, related_name="shown_at"
    )
    findings = models.TextField("点评意见", blank=True)

    objects = OfProjectQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "展示的项目"
        ordering = ["event", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["event", "project"],
                name="event_project_once",
                violation_error_message="这个项目在这次活动里已经登记过了",
            )
        ]

    def __str__(self) -> str:
        return str(self.project)
