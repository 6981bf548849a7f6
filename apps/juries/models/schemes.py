"""评审办法: criteria and rules as rows with a version."""

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q

from apps.core.history import tracked
from apps.core.models import EditableModel, PublicModel
from apps.juries.choices import Averaging, Subject, TieRule
from apps.juries.querysets import JuryCriterionQuerySet, JurySchemeQuerySet


@tracked
class JuryScheme(EditableModel):
    """How a jury marks and how its marks become a result; copied once a jury has opened with it."""

    name = models.CharField("名称", max_length=80)
    number = models.PositiveSmallIntegerField("版次", default=1, editable=False)
    subject = models.CharField("用于", max_length=20, choices=Subject.choices)
    valid_from = models.DateField("启用日期")
    averaging = models.CharField(
        "平均方法", max_length=10, choices=Averaging.choices, default=Averaging.TRIMMED
    )
    trimmed = models.PositiveSmallIntegerField(
        "最高、最低各去掉几份", default=0, help_text="算术平均的填 0"
    )
    is_anonymous = models.BooleanField(
        "不记名", default=True, help_text="不记名时，谁打了几分对任何人都不显示"
    )
    least_sheets = models.PositiveSmallIntegerField(
        "最少有效评分表",
        default=3,
        validators=[MinValueValidator(1)],
        help_text="少于这个份数的不计平均分，不入选",
    )
    passes_from = models.DecimalField(
        "绿灯起点（分）", max_digits=5, decimal_places=2, help_text="平均分达到的，建议通过"
    )
    amend_from = models.DecimalField(
        "黄灯起点（分）",
        max_digits=5,
        decimal_places=2,
        help_text="平均分达到的，建议修改完善；再低的是红灯，建议重新申报",
    )
    ties = models.CharField("末位同分时", max_length=10, choices=TieRule.choices)
    source = models.CharField("依据", max_length=200, blank=True)

    objects = JurySchemeQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "评审办法"
        ordering = ["subject", "name", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["name", "number"], name="jury_scheme_version_once"),
            models.CheckConstraint(
                condition=Q(amend_from__lte=F("passes_from"), amend_from__gte=0),
                name="jury_scheme_lights_in_order",
                violation_error_message="黄灯起点不能高于绿灯起点",
            ),
            models.CheckConstraint(
                condition=Q(averaging=Averaging.PLAIN, trimmed=0)
                | Q(averaging=Averaging.TRIMMED, trimmed__gte=1),
                name="jury_scheme_trims_as_it_says",
                violation_error_message="算术平均的去掉 0 份；去掉最高、最低分的至少各去掉 1 份",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}（第{self.number}版）"

    def natural_key(self) -> tuple[str, int]:
        return self.name, self.number

    @property
    def is_editable(self) -> bool:
        """A jury that has opened marks by what it opened with."""
        return not self.juries.filter(opened_at__isnull=False).exists()


@tracked
class JuryCriterion(PublicModel):
    """One thing that is marked, with the most points that it is worth."""

    scheme = models.ForeignKey(
        JuryScheme, verbose_name="评审办法", on_delete=models.PROTECT, related_name="criteria"
    )
    order = models.PositiveSmallIntegerField("序号")
    name = models.CharField("评审内容", max_length=40)
    most = models.DecimalField(
        "满分", max_digits=5, decimal_places=2, validators=[MinValueValidator(1)]
    )
    meaning = models.CharField("说明", max_length=200, blank=True)

    objects = JuryCriterionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "评审内容"
        ordering = ["scheme", "order"]
        constraints = [
            models.UniqueConstraint(
                fields=["scheme", "order"],
                name="jury_criterion_order_once",
                violation_error_message="同一办法中序号不能重复",
            ),
            models.CheckConstraint(condition=Q(most__gt=0), name="jury_criterion_worth_points"),
        ]

    def __str__(self) -> str:
        return self.name

    def natural_key(self) -> tuple[str, int, int]:
        return *self.scheme.natural_key(), self.order

    natural_key.dependencies = ["juries.juryscheme"]  # type: ignore[attr-defined]
