import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from apps.assessments.choices import RunStatus
from apps.assessments.models.criteria import Criterion
from apps.assessments.models.schemes import Part, Scheme
from apps.assessments.querysets import ResultQuerySet, RunQuerySet, ScoreLineQuerySet
from apps.branches.models import Organisation, Unit
from apps.core.history import tracked
from apps.core.models import Document, EditableModel, Job
from apps.core.periods import Period

# R-ASM-03: what is issued stays as it is, whatever path a change takes.
FROZEN = pgtrigger.Trigger(
    name="frozen",
    when=pgtrigger.Before,
    operation=pgtrigger.Update | pgtrigger.Delete,
    func="""
        IF EXISTS (
            SELECT FROM assessments_run WHERE id = OLD.run_id AND status = 'issued'
        ) THEN
            RAISE EXCEPTION '已发布的考核结果不能改动';
        END IF;
        IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
        RETURN NEW;
    """,
)
WRITTEN_ONCE = pgtrigger.Protect(name="written_once", operation=pgtrigger.Update | pgtrigger.Delete)


@tracked
class Run(EditableModel):
    """The assessment of one year under one scheme."""

    year = models.PositiveSmallIntegerField("考核年度")
    scheme = models.ForeignKey(
        Scheme, verbose_name="考核方案", on_delete=models.PROTECT, related_name="runs"
    )
    # Printed on every sheet; a date of its own, so that printing again gives the same bytes.
    dated_on = models.DateField("落款日期", default=timezone.localdate)
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
    announced_at = models.DateTimeField("公示时间", null=True, editable=False)
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

    @property
    def is_issued(self) -> bool:
        return self.status == RunStatus.ISSUED

    @property
    def period(self) -> Period:
        return Period.year(self.year)


@tracked
class Result(EditableModel):
    """One organisation's total; rounded once, half-up, to two decimals (R-ASM-05)."""

    run = models.ForeignKey(
        Run, verbose_name="年度考核", on_delete=models.PROTECT, related_name="results"
    )
    organisation = models.ForeignKey(
        Organisation, verbose_name="党组织", on_delete=models.PROTECT, related_name="results"
    )
    # Where a unit was assessed; its body of this row is then the one that answers for it.
    unit = models.ForeignKey(
        Unit,
        verbose_name="单位",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="results",
    )
    total = models.DecimalField("总分", max_digits=6, decimal_places=2)
    grade = models.CharField("等次", max_length=10)
    # Where a veto or a share limit lowers the grade, both stay visible.
    grade_by_score = models.CharField("按分数的等次", max_length=10)
    grade_reason = models.CharField("等次说明", max_length=500, blank=True)
    # R-ASM-07: results are compared inside a class.
    class_label = models.CharField("比较类别", max_length=80)
    # The plain values beside the score that go to paper: who led it, how many members, the months.
    facts = models.JSONField("基本情况", default=dict, encoder=DjangoJSONEncoder)
    # The whole sheet as printed; from then on paper is made of it and of nothing else (R-ASM-03).
    sheet = models.JSONField("考核表内容", null=True, encoder=DjangoJSONEncoder)
    data_hash = models.CharField("数据摘要", max_length=64, blank=True)
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
        triggers = [FROZEN]

    def __str__(self) -> str:
        return f"{self.subject_name}{self.run}"

    @property
    def subject_name(self) -> str:
        return self.unit.name if self.unit else self.organisation.name

    def get_absolute_url(self) -> str:
        return reverse("assessments:result_detail", args=[self.uuid])


class ScoreLine(models.Model):
    """Why a point was given or taken, with the keys of the rows that did it (R-ASM-02)."""

    result = models.ForeignKey(Result, on_delete=models.PROTECT, related_name="lines")
    part = models.ForeignKey(Part, on_delete=models.PROTECT, related_name="+")
    criterion = models.ForeignKey(Criterion, null=True, on_delete=models.PROTECT, related_name="+")
    manual_entry = models.ForeignKey(
        "ManualEntry", null=True, on_delete=models.PROTECT, related_name="score_lines"
    )
    order = models.PositiveSmallIntegerField()
    label = models.CharField(max_length=120)
    rule_code = models.CharField(max_length=20, blank=True)
    number = models.DecimalField(max_digits=10, decimal_places=2)
    target = models.DecimalField(max_digits=10, decimal_places=2, null=True)
    unit = models.CharField(max_length=10, blank=True)
    points = models.DecimalField(max_digits=8, decimal_places=4)
    max_points = models.DecimalField(max_digits=8, decimal_places=4)
    is_applicable = models.BooleanField(default=True)
    explanation = models.TextField(blank=True)
    indicator = models.CharField(max_length=60, blank=True)
    # Keys of rows of the indicator's model (panel and ballot: of their own row); what is missing
    # is named in the explanation.
    evidence = ArrayField(models.BigIntegerField(), default=list)

    objects = ScoreLineQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "得分明细"
        ordering = ["result", "order"]
        constraints = [
            models.UniqueConstraint(fields=["result", "order"], name="score_line_order_once")
        ]
        triggers = [WRITTEN_ONCE]

    def __str__(self) -> str:
        return self.label
