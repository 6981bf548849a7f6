"""What came of a project, countable and with its evidence (handbook 8.1)."""

from django.db import models
from django.db.models import F, Q

from apps.core.history import tracked
from apps.core.models import EditableModel, OptionalFileModel
from apps.core.quantities import Quantity, hedge_field
from apps.meetings.models import Meeting
from apps.projects.models.projects import SecretaryProject
from apps.projects.querysets import OutcomeEvidenceQuerySet, OutcomeQuerySet, SharedQuerySet
from apps.sixlights.models import Activity


@tracked
class OutcomeKind(EditableModel):
    """A name and a unit; what is counted in another unit is another kind."""

    name = models.CharField("名称", max_length=60, unique=True, help_text="如 化解基层矛盾")
    unit = models.CharField("计量单位", max_length=10, help_text="如 个、场、项、人、人次")
    order = models.PositiveSmallIntegerField("序号", default=1)

    objects = SharedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "成果类别"
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return f"{self.name}（{self.unit}）"

    def natural_key(self) -> tuple[str]:
        return (self.name,)


@tracked
class Outcome(EditableModel):
    """One number of a project, as exact as it was stated, and the days that it covers.

    An ordinal (全省首个) is no amount; a target was only aimed at. Neither is ever added up with
    what was reached.
    """

    project = models.ForeignKey(
        SecretaryProject, verbose_name="书记项目", on_delete=models.PROTECT, related_name="outcomes"
    )
    kind = models.ForeignKey(
        OutcomeKind, verbose_name="成果类别", on_delete=models.PROTECT, related_name="outcomes"
    )
    value = models.DecimalField("数值", max_digits=14, decimal_places=2)
    value_hedge = hedge_field()
    is_ordinal = models.BooleanField(
        "是名次", default=False, help_text="如“全省首个”：数值填1，不与别的数相加"
    )
    reach = models.CharField("范围", max_length=20, blank=True, help_text="名次在哪里，如 全省")
    is_target = models.BooleanField("是目标", default=False, help_text="计划达到的，还没有做到")
    starts_on = models.DateField(
        "从哪一天起", null=True, blank=True, help_text="材料没有写明的留空"
    )
    ends_on = models.DateField(
        "到哪一天止", help_text="“目前”“今年来”填材料的日期；目标填要达到的日期"
    )
    text = models.TextField("说明", blank=True)

    objects = OutcomeQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "项目成果"
        ordering = ["project", "kind", "ends_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(starts_on=None) | Q(ends_on__gte=F("starts_on")),
                name="outcome_days_in_order",
                violation_error_message="截止日期不能早于起始日期，请核对两个日期",
            ),
            models.CheckConstraint(
                condition=Q(value__gte=0),
                name="outcome_not_negative",
                violation_error_message="数值不能小于 0",
            ),
            models.UniqueConstraint(
                fields=["project", "kind", "ends_on", "is_target"],
                name="outcome_once_a_day",
                violation_error_message="这项成果到这一天的数已经登记过，请打开那一条修改",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind.name}：{self.words}"

    def get_absolute_url(self) -> str:
        return self.project.get_absolute_url()

    @property
    def quantity(self) -> Quantity:
        return Quantity(self.value, self.kind.unit, self.value_hedge)

    @property
    def words(self) -> str:
        """3800多场, 全省第1个 or 目标100%, as a sheet prints it."""
        if self.is_ordinal:
            return f"{self.reach}第{self.quantity}"
        return f"目标{self.quantity}" if self.is_target else str(self.quantity)


@tracked
class OutcomeEvidence(OptionalFileModel, EditableModel):
    """What an outcome rests on: words, a file, or something that the portal knows already."""

    outcome = models.ForeignKey(
        Outcome, verbose_name="成果", on_delete=models.PROTECT, related_name="evidence"
    )
    text = models.TextField("说明", blank=True)
    meeting = models.ForeignKey(
        Meeting,
        verbose_name="会议记录",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="outcome_evidence",
    )
    activity = models.ForeignKey(
        Activity,
        verbose_name="行动活动",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="outcome_evidence",
    )

    objects = OutcomeEvidenceQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "成果依据"
        ordering = ["outcome", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(text="", path="", meeting=None, activity=None),
                name="outcome_evidence_not_empty",
                violation_error_message="请写说明、上传文件，或选择会议记录、行动活动",
            )
        ]

    def __str__(self) -> str:
        return str(self.file_name or self.meeting or self.activity or self.text)
