"""评定办法: items, levels with their lines and quotas, vetoes: rows with a version, never code."""

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from apps.branches.choices import GradeKind, OrganisationKind
from apps.core.history import tracked
from apps.core.models import EditableModel, PublicModel
from apps.grades.choices import (
    FROM_INDICATOR,
    OF_INDICATOR,
    OF_ITEM,
    WITH_LIMIT,
    Feed,
    LimitEffect,
    LimitTest,
)
from apps.grades.querysets import GradeItemQuerySet, GradeSchemeQuerySet, OfSchemeQuerySet


@tracked
class GradeScheme(EditableModel):
    """A local measure (handbook 5): written until a rating begins with it, then copied."""

    name = models.CharField("名称", max_length=80)
    number = models.PositiveSmallIntegerField("版次", default=1, editable=False)
    kind = models.CharField("类别", max_length=20, choices=GradeKind.choices)
    kinds = ArrayField(
        models.CharField(max_length=20, choices=OrganisationKind.choices),
        verbose_name="参评的组织类别",
    )
    valid_from = models.DateField("启用日期")
    total = models.DecimalField(
        "总分",
        max_digits=6,
        decimal_places=2,
        null=True,
        blank=True,
        help_text="含加分项；不打分、由工委在名额内确定等级的留空",
    )
    notice_days = models.PositiveSmallIntegerField(
        "公示（工作日）", default=5, help_text="满这些工作日才能定级；不公示的填 0"
    )
    has_binding_quotas = models.BooleanField(
        "名额不能超过",
        default=False,
        help_text="勾选后，某一等级超过比例就不能定级；不勾选的只提醒",
    )
    source = models.CharField("依据", max_length=200, blank=True)

    objects = GradeSchemeQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "评定办法"
        ordering = ["kind", "name", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["name", "number"], name="grade_scheme_version_once"),
            models.CheckConstraint(
                condition=Q(total=None) | Q(total__gt=0),
                name="grade_scheme_worth_points",
                violation_error_message="总分要大于 0；不打分的办法请留空",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}（第{self.number}版）"

    def natural_key(self) -> tuple[str, int]:
        return self.name, self.number

    @property
    def is_editable(self) -> bool:
        """Whoever is rated is rated by what it began with."""
        return not self.ratings.exists()


@tracked
class GradeItem(PublicModel):
    """评定内容: an item, or one of its parts (创建标准); points go to what has no parts."""

    scheme = models.ForeignKey(
        GradeScheme, verbose_name="评定办法", on_delete=models.PROTECT, related_name="items"
    )
    parent = models.ForeignKey(
        "self",
        verbose_name="属于",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="parts",
    )
    order = models.PositiveSmallIntegerField(
        "序号", help_text="整个办法内不重复，如 10、11、12、20"
    )
    name = models.CharField("评定内容", max_length=60)
    most = models.DecimalField(
        "满分", max_digits=6, decimal_places=2, validators=[MinValueValidator(0)]
    )
    is_extra = models.BooleanField("加分项", default=False, help_text="加在基本分之外")
    feed = models.CharField("得分来源", max_length=10, choices=Feed.choices, default=Feed.BY_HAND)
    duty_key = models.SlugField("应办事项", max_length=40, blank=True)
    indicator = models.CharField("指标", max_length=60, blank=True)
    target = models.DecimalField(
        "目标值（每项分值）",
        max_digits=8,
        decimal_places=2,
        null=True,
        blank=True,
        help_text="达到多少得满分；每项计分的填每项几分",
    )
    meaning = models.CharField("说明", max_length=200, blank=True)

    objects = GradeItemQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "评定内容"
        ordering = ["scheme", "order"]
        constraints = [
            models.UniqueConstraint(
                fields=["scheme", "order"],
                name="grade_item_order_once",
                violation_error_message="同一办法中序号不能重复",
            ),
            models.CheckConstraint(
                condition=Q(feed=Feed.DUTY) ^ Q(duty_key=""),
                name="grade_item_names_its_duty",
                violation_error_message="按应办事项得分的，请选择应办事项；其他的不要选",
            ),
            models.CheckConstraint(
                condition=(Q(feed__in=FROM_INDICATOR) & ~Q(indicator="") & Q(target__gt=0))
                | (~Q(feed__in=FROM_INDICATOR) & Q(indicator="", target=None)),
                name="grade_item_names_its_number",
                violation_error_message="按指标得分的，请选择指标并填写大于 0 的目标值；其他的都不要填",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def natural_key(self) -> tuple[str, int, int]:
        return *self.scheme.natural_key(), self.order

    natural_key.dependencies = ["grades.gradescheme"]  # type: ignore[attr-defined]

    def clean(self) -> None:
        if self.parent is None:
            return
        if self.parent.scheme_id != self.scheme_id or self.parent.parent_id:
            raise ValidationError({"parent": "请选择同一办法中的一级内容"})


@tracked
class GradeLevel(PublicModel):
    """等级: the points from which it is given and the share that it should not exceed."""

    scheme = models.ForeignKey(
        GradeScheme, verbose_name="评定办法", on_delete=models.PROTECT, related_name="levels"
    )
    order = models.PositiveSmallIntegerField(
        "级别", help_text="从低到高的序号，如三星填 3；晋级、降级按它比较"
    )
    name = models.CharField("等级", max_length=20)
    minimum = models.DecimalField(
        "最低分",
        max_digits=6,
        decimal_places=2,
        null=True,
        blank=True,
        help_text="办法没有分数线的留空，由工委在名额内确定",
    )
    quota = models.DecimalField(
        "比例（%）",
        max_digits=5,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0), MaxValueValidator(100)],
        help_text="占参评数的比例；没有比例的留空",
    )

    objects = OfSchemeQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "等级"
        ordering = ["scheme", "-order"]
        constraints = [
            models.UniqueConstraint(fields=["scheme", "order"], name="grade_level_order_once"),
            models.UniqueConstraint(fields=["scheme", "name"], name="grade_level_name_once"),
        ]

    def __str__(self) -> str:
        return self.name

    def natural_key(self) -> tuple[str, int, int]:
        return *self.scheme.natural_key(), self.order

    natural_key.dependencies = ["grades.gradescheme"]  # type: ignore[attr-defined]


@tracked
class GradeVeto(PublicModel):
    """否决和限制: what keeps a body below a level whatever its points, or lifts it to one."""

    scheme = models.ForeignKey(
        GradeScheme, verbose_name="评定办法", on_delete=models.PROTECT, related_name="vetoes"
    )
    order = models.PositiveSmallIntegerField("序号")
    name = models.CharField("情形", max_length=100)
    test = models.CharField("怎样认定", max_length=20, choices=LimitTest.choices)
    item = models.ForeignKey(
        GradeItem,
        verbose_name="评定内容",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="vetoes",
    )
    indicator = models.CharField("指标", max_length=60, blank=True)
    limit = models.DecimalField("界限", max_digits=8, decimal_places=2, null=True, blank=True)
    effect = models.CharField(
        "结果", max_length=10, choices=LimitEffect.choices, default=LimitEffect.CAP
    )
    level = models.ForeignKey(
        GradeLevel, verbose_name="等级", on_delete=models.PROTECT, related_name="vetoes"
    )

    objects = OfSchemeQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "否决和限制"
        ordering = ["scheme", "order"]
        constraints = [
            models.UniqueConstraint(fields=["scheme", "order"], name="grade_veto_order_once"),
            models.CheckConstraint(
                condition=Q(test__in=OF_ITEM, item__isnull=False)
                | (~Q(test__in=OF_ITEM) & Q(item=None)),
                name="grade_veto_names_its_item",
                violation_error_message="按某项得分认定的，请选择评定内容；其他的不要选",
            ),
            models.CheckConstraint(
                condition=(Q(test__in=OF_INDICATOR) & ~Q(indicator=""))
                | (~Q(test__in=OF_INDICATOR) & Q(indicator="")),
                name="grade_veto_names_its_number",
                violation_error_message="按指标认定的，请选择指标；其他的不要选",
            ),
            models.CheckConstraint(
                condition=Q(test__in=WITH_LIMIT, limit__isnull=False)
                | (~Q(test__in=WITH_LIMIT) & Q(limit=None)),
                name="grade_veto_names_its_limit",
                violation_error_message="请填写界限；没有得分、由工委认定的不要填",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def natural_key(self) -> tuple[str, int, int]:
        return *self.scheme.natural_key(), self.order

    natural_key.dependencies = [  # type: ignore[attr-defined]
        *("grades.gradescheme", "grades.gradeitem", "grades.gradelevel"),
    ]

    def clean(self) -> None:
        if self.level_id and self.level.scheme_id != self.scheme_id:
            raise ValidationError({"level": "请选择同一办法中的等级"})
        if self.item and self.item.scheme_id != self.scheme_id:
            raise ValidationError({"item": "请选择同一办法中的评定内容"})
