"""What holds beside the points: conditions that cap a grade, and who is compared with whom."""

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from apps.assessments.choices import OF_INDICATOR, VetoTest
from apps.assessments.models.schemes import Part, Scheme
from apps.assessments.querysets import OfSchemeQuerySet
from apps.branches.choices import OrganisationKind, UnitKind
from apps.core.history import tracked
from apps.core.models import PublicModel


@tracked
class Veto(PublicModel):
    """否决情形: a condition on a number or on a part that caps the grade whatever the total."""

    scheme = models.ForeignKey(
        Scheme, verbose_name="考核方案", on_delete=models.PROTECT, related_name="vetoes"
    )
    order = models.PositiveSmallIntegerField("序号")
    name = models.CharField("情形", max_length=60)
    test = models.CharField("怎样认定", max_length=12, choices=VetoTest.choices)
    indicator = models.CharField("指标", max_length=60, blank=True)
    part = models.ForeignKey(
        Part,
        verbose_name="部分",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="vetoes",
    )
    limit = models.DecimalField("界限", max_digits=8, decimal_places=2)
    grade_cap = models.CharField("最高等次", max_length=10)

    objects = OfSchemeQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "否决情形"
        ordering = ["scheme", "order"]
        constraints = [
            models.UniqueConstraint(fields=["scheme", "order"], name="veto_order_once"),
            models.CheckConstraint(
                condition=Q(test__in=OF_INDICATOR, part=None) & ~Q(indicator="")
                | Q(test=VetoTest.PART_BELOW, part__isnull=False, indicator=""),
                name="veto_has_one_measure",
                violation_error_message="按指标认定的只选指标，按得分率认定的只选部分",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        if self.part and self.part.scheme_id != self.scheme_id:
            raise ValidationError({"part": "请选择同一方案中的部分"})


@tracked
class ComparisonClass(PublicModel):
    """比较类别 (R-ASM-07): the first that fits; who fits none is compared with its own kind."""

    scheme = models.ForeignKey(
        Scheme, verbose_name="考核方案", on_delete=models.PROTECT, related_name="classes"
    )
    order = models.PositiveSmallIntegerField("序号")
    name = models.CharField("类别名称", max_length=30)
    kinds = ArrayField(
        models.CharField(max_length=20, choices=OrganisationKind.choices),
        verbose_name="党组织类别",
        default=list,
        blank=True,
        help_text="不选的不限",
    )
    unit_kinds = ArrayField(
        models.CharField(max_length=20, choices=UnitKind.choices),
        verbose_name="单位性质",
        default=list,
        blank=True,
        help_text="不选的不限",
    )
    members_from = models.PositiveSmallIntegerField("党员人数从", null=True, blank=True)
    members_to = models.PositiveSmallIntegerField("到", null=True, blank=True)
    is_per_zone = models.BooleanField("各联系片分开比较", default=False)

    objects = OfSchemeQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "比较类别"
        ordering = ["scheme", "order"]
        constraints = [
            models.UniqueConstraint(fields=["scheme", "order"], name="class_order_once"),
            models.CheckConstraint(
                condition=Q(members_from=None)
                | Q(members_to=None)
                | Q(members_to__gte=F("members_from")),
                name="class_sizes_in_order",
                violation_error_message="人数的上限不能小于下限",
            ),
        ]

    def __str__(self) -> str:
        return self.name
