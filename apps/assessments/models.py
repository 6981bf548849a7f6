from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse

from apps.assessments.choices import ManualKind, Measure, PartSource, RunStatus, SchemeStatus
from apps.assessments.querysets import (
    ResultQuerySet,
    RunQuerySet,
    SchemeQuerySet,
    ScoreLineQuerySet,
)
from apps.branches.choices import OrganisationKind
from apps.branches.models import Organisation
from apps.branches.scope import VisibleQuerySet
from apps.core.history import tracked
from apps.core.models import Document, EditableModel, Job, PublicModel

POINTS = {"max_digits": 8, "decimal_places": 4}


class OfSchemeQuerySet(VisibleQuerySet):
    def in_scope(self, where):
        return self if where else self.none()


@tracked
class Scheme(EditableModel):
    """A versioned measure of assessment; frozen once results of it are issued (R-ASM-01)."""

    name = models.CharField("名称", max_length=80)
    number = models.PositiveSmallIntegerField("版次", default=1)
    kinds = ArrayField(
        models.CharField(max_length=20, choices=OrganisationKind.choices),
        verbose_name="考核的组织类别",
    )
    status = models.CharField(
        "状态",
        max_length=10,
        choices=SchemeStatus.choices,
        default=SchemeStatus.DRAFT,
        editable=False,
    )
    note = models.TextField("说明", blank=True)

    objects = SchemeQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "考核方案"
        ordering = ["name", "-number"]
        permissions = [("activate_scheme", "启用考核方案")]
        constraints = [
            models.UniqueConstraint(fields=["name", "number"], name="scheme_version_once")
        ]

    def __str__(self) -> str:
        return f"{self.name}（第{self.number}版）"


@tracked
class Part(PublicModel):
    """Weighted parts share 100 points; for bonus and deduction the weight is a cap (11.2)."""

    scheme = models.ForeignKey(
        Scheme, verbose_name="考核方案", on_delete=models.PROTECT, related_name="parts"
    )
    order = models.PositiveSmallIntegerField("序号")
    name = models.CharField("名称", max_length=40)
    source = models.CharField("来源", max_length=12, choices=PartSource.choices)
    weight = models.DecimalField(
        "权重（分）", max_digits=6, decimal_places=2, validators=[MinValueValidator(0)]
    )

    objects = OfSchemeQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "考核部分"
        ordering = ["scheme", "order"]
        constraints = [models.UniqueConstraint(fields=["scheme", "order"], name="part_order_once")]

    def __str__(self) -> str:
        return self.name


@tracked
class Criterion(PublicModel):
    """One line of a part. `points` are relative inside a weighted part: what applies is scaled to
    the part's weight, so a duty that does not apply leaves the denominator (R-ASM-04)."""

    part = models.ForeignKey(
        Part, verbose_name="部分", on_delete=models.PROTECT, related_name="criteria"
    )
    order = models.PositiveSmallIntegerField("序号")
    label = models.CharField("考核内容", max_length=80)
    measure = models.CharField("计分方式", max_length=20, choices=Measure.choices)
    points = models.DecimalField("分值", max_digits=6, decimal_places=2)
    duty_key = models.SlugField("应办事项", max_length=40, blank=True)
    indicator = models.CharField("指标", max_length=60, blank=True)
    target = models.DecimalField("目标值", max_digits=8, decimal_places=2, null=True, blank=True)

    objects = OfSchemeQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "考核指标"
        ordering = ["part", "order"]
        constraints = [
            models.UniqueConstraint(fields=["part", "order"], name="criterion_order_once"),
            models.CheckConstraint(
                condition=~Q(duty_key="") ^ ~Q(indicator=""),
                name="criterion_has_one_number",
                violation_error_message="应办事项和指标必须且只能填一个",
            ),
        ]

    def __str__(self) -> str:
        return self.label


@tracked
class GradeThreshold(PublicModel):
    """等次: the lowest total of a grade and, optionally, the share it should not exceed."""

    scheme = models.ForeignKey(
        Scheme, verbose_name="考核方案", on_delete=models.PROTECT, related_name="thresholds"
    )
    grade = models.CharField("等次", max_length=10)
    minimum = models.DecimalField("最低分", max_digits=6, decimal_places=2)
    share_limit = models.DecimalField(
        "比例上限（%）", max_digits=5, decimal_places=2, null=True, blank=True
    )

    objects = OfSchemeQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "等次标准"
        ordering = ["scheme", "-minimum"]
        constraints = [
            models.UniqueConstraint(fields=["scheme", "minimum"], name="threshold_minimum_once"),
            models.UniqueConstraint(fields=["scheme", "grade"], name="threshold_grade_once"),
        ]

    def __str__(self) -> str:
        return f"{self.grade}（{self.minimum} 分以上）"


@tracked
class Run(EditableModel):
    """The assessment of one year under one scheme."""

    year = models.PositiveSmallIntegerField("考核年度")
    scheme = models.ForeignKey(
        Scheme, verbose_name="考核方案", on_delete=models.PROTECT, related_name="runs"
    )
    status = models.CharField(
        "状态",
        max_length=10,
        choices=RunStatus.choices,
        default=RunStatus.DRAFT,
        editable=False,
    )
    job = models.ForeignKey(
        Job,
        verbose_name="任务",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
    )
    computed_at = models.DateTimeField("计算时间", null=True, editable=False)
    issued_at = models.DateTimeField("发布时间", null=True, editable=False)

    objects = RunQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "年度考核"
        ordering = ["-year", "-pk"]
        permissions = [("start_run", "启动年度考核"), ("issue_run", "发布考核结果")]
        constraints = [
            models.UniqueConstraint(
                fields=["year", "scheme"],
                condition=~Q(status="cancelled"),
                name="run_once_a_year",
                violation_error_message="这个年度已按同一方案建立了考核",
            )
        ]

    def __str__(self) -> str:
        return f"{self.year}年度考核"


@tracked
class Result(EditableModel):
    """One organisation's total; rounded once, half-up, to two decimals (R-ASM-05)."""

    run = models.ForeignKey(
        Run, verbose_name="年度考核", on_delete=models.PROTECT, related_name="results"
    )
    organisation = models.ForeignKey(
        Organisation, verbose_name="党组织", on_delete=models.PROTECT, related_name="results"
    )
    total = models.DecimalField("总分", max_digits=6, decimal_places=2)
    grade = models.CharField("等次", max_length=10)
    # Where a veto or a share limit lowers the grade, both stay visible.
    grade_by_score = models.CharField("按分数的等次", max_length=10)
    grade_reason = models.CharField("等次说明", max_length=200, blank=True)
    data_hash = models.CharField("数据摘要", max_length=64)
    document = models.ForeignKey(
        Document,
        verbose_name="考核表",
        null=True,
        on_delete=models.PROTECT,
        related_name="results",
    )

    objects = ResultQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "考核结果"
        ordering = ["organisation__name"]
        constraints = [models.UniqueConstraint(fields=["run", "organisation"], name="result_once")]

    def __str__(self) -> str:
        return f"{self.organisation}{self.run}"

    def get_absolute_url(self) -> str:
        return reverse("assessments:result_detail", args=[self.uuid])


class ScoreLine(models.Model):
    """Why a point was given or taken, with the keys of the rows that did it (R-ASM-02)."""

    result = models.ForeignKey(Result, on_delete=models.PROTECT, related_name="lines")
    part = models.ForeignKey(Part, on_delete=models.PROTECT, related_name="+")
    criterion = models.ForeignKey(Criterion, null=True, on_delete=models.PROTECT, related_name="+")
    order = models.PositiveSmallIntegerField()
    label = models.CharField(max_length=120)
    rule_code = models.CharField(max_length=20, blank=True)
    number = models.DecimalField(max_digits=10, decimal_places=2)
    target = models.DecimalField(max_digits=10, decimal_places=2, null=True)
    unit = models.CharField(max_length=10, blank=True)
    points = models.DecimalField(**POINTS)
    max_points = models.DecimalField(**POINTS)
    is_applicable = models.BooleanField(default=True)
    explanation = models.TextField(blank=True)
    # Keys of rows of the indicator's model; what is missing is named in the explanation.
    evidence = ArrayField(models.BigIntegerField(), default=list)

    objects = ScoreLineQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "得分明细"
        ordering = ["result", "order"]
        constraints = [
            models.UniqueConstraint(fields=["result", "order"], name="score_line_order_once")
        ]

    def __str__(self) -> str:
        return self.label


class OfOrganisationQuerySet(VisibleQuerySet):
    pass


@tracked
class ManualEntry(EditableModel):
    """A separate entry with author, reason and approval; nothing is overwritten (R-ASM-06)."""

    year = models.PositiveSmallIntegerField("考核年度")
    organisation = models.ForeignKey(
        Organisation, verbose_name="党组织", on_delete=models.PROTECT, related_name="manual_entries"
    )
    kind = models.CharField("类别", max_length=10, choices=ManualKind.choices)
    points = models.DecimalField(
        "分值",
        max_digits=6,
        decimal_places=2,
        default=0,
        validators=[MinValueValidator(0)],
        help_text="加分或扣分的分值，都填正数；否决填 0",
    )
    grade_cap = models.CharField("最高等次", max_length=10, blank=True, help_text="否决时填写")
    reason = models.CharField("原因", max_length=300)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="录入人",
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
    )
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="批准人",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
    )
    approved_at = models.DateTimeField("批准时间", null=True, blank=True, editable=False)

    objects = OfOrganisationQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "人工计分"
        ordering = ["-year", "organisation__name"]
        permissions = [("approve_manualentry", "批准人工计分")]

    def __str__(self) -> str:
        return f"{self.organisation} {self.get_kind_display()}"


@tracked
class PanelScore(EditableModel):
    """述职评议: the panel's score of a secretary's report, 0 to 100."""

    year = models.PositiveSmallIntegerField("考核年度")
    organisation = models.ForeignKey(
        Organisation, verbose_name="党组织", on_delete=models.PROTECT, related_name="panel_scores"
    )
    score = models.DecimalField("评分（百分制）", max_digits=5, decimal_places=2)
    raters = models.PositiveSmallIntegerField("评分人数")

    objects = OfOrganisationQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "述职评议"
        ordering = ["-year", "organisation__name"]
        constraints = [
            models.UniqueConstraint(fields=["year", "organisation"], name="panel_score_once"),
            models.CheckConstraint(
                condition=Q(score__gte=0, score__lte=100),
                name="panel_score_in_range",
                violation_error_message="评分必须在 0 到 100 之间",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation} {self.score}"


@tracked
class BallotTotal(EditableModel):
    """民主测评: totals of an anonymous ballot and nothing else (handbook 3.4, 11.2)."""

    year = models.PositiveSmallIntegerField("考核年度")
    organisation = models.ForeignKey(
        Organisation, verbose_name="党组织", on_delete=models.PROTECT, related_name="ballot_totals"
    )
    good = models.PositiveSmallIntegerField("好")
    fairly_good = models.PositiveSmallIntegerField("较好")
    average = models.PositiveSmallIntegerField("一般")
    poor = models.PositiveSmallIntegerField("差")

    objects = OfOrganisationQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "民主测评"
        ordering = ["-year", "organisation__name"]
        constraints = [
            models.UniqueConstraint(fields=["year", "organisation"], name="ballot_total_once")
        ]

    def __str__(self) -> str:
        return f"{self.organisation}民主测评"

    @property
    def ballots(self) -> int:
        return self.good + self.fairly_good + self.average + self.poor
