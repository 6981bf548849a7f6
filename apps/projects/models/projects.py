"""书记项目: what a unit's Party group sets out to solve in a year (handbook 8.1)."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from apps.branches.models import Organisation, Person
from apps.core.history import tracked
from apps.core.models import EditableModel
from apps.juries.choices import Light
from apps.projects.choices import OPEN_APPLICATION, PLANNING, UNDER_WAY, ProjectStatus
from apps.projects.querysets import (
    OfProjectQuerySet,
    SecretaryProjectQuerySet,
    SharedQuerySet,
)


@tracked
class ProjectKind(EditableModel):
    """党建改革创新, 党建引领发展 and so on: kinds are data."""

    name = models.CharField("名称", max_length=30, unique=True)
    order = models.PositiveSmallIntegerField("序号", default=1)

    objects = SharedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "项目类别"
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return self.name

    def natural_key(self) -> tuple[str]:
        return (self.name,)


@tracked
class SecretaryProject(EditableModel):
    """Owned by a unit's Party group, or where a unit has none by its head organisation; the
    secretary of the day is kept.

    The days of its steps are columns, so that its state on an earlier day can be told from the row.
    """

    year = models.PositiveSmallIntegerField("年度")
    title = models.CharField("项目名称", max_length=120)
    kind = models.ForeignKey(
        ProjectKind,
        verbose_name="类别",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="projects",
    )
    organisation = models.ForeignKey(
        Organisation,
        verbose_name="承担党组织",
        on_delete=models.PROTECT,
        related_name="secretary_projects",
    )
    secretary = models.ForeignKey(
        Person,
        verbose_name="领题书记",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="secretary_projects",
        help_text="申报时的书记；以后换了书记也不改",
    )
    contact = models.ForeignKey(
        Person,
        verbose_name="联系人",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="contacted_projects",
    )
    background = models.TextField("项目背景", blank=True)
    problem = models.TextField("要解决的问题", blank=True)
    measures = models.TextField("主要措施", blank=True)
    schedule = models.TextField("进度安排", blank=True)
    expected_effect = models.TextField("预期成效", blank=True)
    starts_on = models.DateField("开始日期", null=True, blank=True)
    ends_on = models.DateField("完成日期", null=True, blank=True)
    status = models.CharField(
        "状态",
        max_length=12,
        choices=ProjectStatus.choices,
        default=ProjectStatus.DRAFT,
        editable=False,
    )
    light = models.CharField(
        "评审意见", max_length=10, choices=Light.choices, blank=True, editable=False
    )
    reported_on = models.DateField("申报日期", null=True, blank=True, editable=False)
    approved_on = models.DateField("立项日期", null=True, blank=True, editable=False)
    started_on = models.DateField("启动日期", null=True, blank=True, editable=False)
    midterm_on = models.DateField("中期检查日期", null=True, blank=True)
    midterm_findings = models.TextField("中期检查情况", blank=True)
    concluded_on = models.DateField("结项日期", null=True, blank=True, editable=False)
    conclusion = models.TextField("结项报告", blank=True)
    evaluated_on = models.DateField("评价日期", null=True, blank=True, editable=False)
    evaluation = models.TextField("评价意见", blank=True)
    stopped_on = models.DateField("中止日期", null=True, blank=True, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="登记人",
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
    )

    # What a queryset tells of each: see `with_titles` and `with_late_count`.
    titles_held: list
    late_count: int

    objects = SecretaryProjectQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "书记项目"
        permissions = [
            ("lead_secretaryproject", "申报和推进书记项目"),
            ("review_secretaryproject", "评审书记项目"),
            ("stop_secretaryproject", "中止书记项目"),
        ]
        ordering = ["-year", "title"]
        constraints = [
            models.UniqueConstraint(
                fields=["year", "organisation", "title"],
                name="project_title_once",
                violation_error_message="这个党组织当年已有同名的书记项目，请打开那一个",
            ),
            models.CheckConstraint(
                condition=Q(starts_on=None) | Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="project_days_in_order",
                violation_error_message="完成日期不能早于开始日期，请核对两个日期",
            ),
        ]
        indexes = [
            models.Index(fields=["year", "status"], name="project_by_year_and_state"),
            # The order of the list: a page of it is read without sorting all of them.
            models.Index(fields=["-year", "title", "id"], name="project_in_order_of_the_list"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("projects:project_detail", args=[self.uuid])

    @property
    def is_application_open(self) -> bool:
        """Whether the unit may still write its application."""
        return self.status in OPEN_APPLICATION

    @property
    def is_plan_open(self) -> bool:
        """Whether milestones may be added and moved."""
        return self.status in PLANNING

    @property
    def is_under_way(self) -> bool:
        return self.status in UNDER_WAY


@tracked
class ProjectMeasure(EditableModel):
    """A measure with a name of its own, such as each of the 五办: countable."""

    project = models.ForeignKey(
        SecretaryProject,
        verbose_name="书记项目",
        on_delete=models.PROTECT,
        related_name="named_measures",
    )
    order = models.PositiveSmallIntegerField("序号", default=1)
    name = models.CharField("名称", max_length=60)
    text = models.TextField("内容", blank=True)

    objects = OfProjectQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "具体举措"
        ordering = ["project", "order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["project", "name"],
                name="project_measure_once",
                violation_error_message="这项举措已经写过了，请只留一条",
            )
        ]

    def __str__(self) -> str:
        return self.name
