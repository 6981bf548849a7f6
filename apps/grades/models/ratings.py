"""A body on its way to a grade: what the portal knows, what it says itself, what others say."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.urls import reverse

from apps.branches.models import Grade, Organisation
from apps.core.history import tracked
from apps.core.models import EditableModel, PublicModel
from apps.grades.choices import OF_SELF, RatingStatus
from apps.grades.models.schemes import GradeItem, GradeLevel, GradeScheme, GradeVeto
from apps.grades.querysets import OfRatingQuerySet, RatingQuerySet


def points_field(label: str) -> models.DecimalField:
    return models.DecimalField(label, max_digits=6, decimal_places=2, null=True, blank=True)


def level_field(label: str, **options) -> models.ForeignKey:
    return models.ForeignKey(
        GradeLevel,
        verbose_name=label,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        **options,
    )


@tracked
class Rating(EditableModel):
    """评定: of one body, by one version of a measure, for a year.

    What its lines come to (`points`, `level_by_points`, `level`, `explanation`) is written with
    each change of them, and stays as it is from the notice on.
    """

    scheme = models.ForeignKey(
        GradeScheme, verbose_name="评定办法", on_delete=models.PROTECT, related_name="ratings"
    )
    organisation = models.ForeignKey(
        Organisation, verbose_name="党组织", on_delete=models.PROTECT, related_name="ratings"
    )
    year = models.PositiveSmallIntegerField("年度", help_text="评的是哪一年")
    status = models.CharField(
        "状态",
        max_length=12,
        choices=RatingStatus.choices,
        default=RatingStatus.SELF_RATING,
        editable=False,
    )
    self_words = models.TextField("自评说明", blank=True)
    committee_words = models.TextField("初评意见", blank=True)
    read_at = models.DateTimeField("取数时间", null=True, blank=True, editable=False)
    points = models.DecimalField(
        "得分", max_digits=6, decimal_places=2, null=True, blank=True, editable=False
    )
    level_by_points = level_field("按分数的等级", editable=False)
    chosen = level_field("工委确定的等级", editable=False)
    choice_reason = models.CharField("确定等级的理由", max_length=200, blank=True, editable=False)
    level = level_field("等级", editable=False)
    explanation = models.TextField("等级说明", blank=True, editable=False)
    handed_in_on = models.DateField("自评提交日期", null=True, blank=True, editable=False)
    endorsed_on = models.DateField("初评日期", null=True, blank=True, editable=False)
    noticed_on = models.DateField("公示日期", null=True, blank=True, editable=False)
    decided_on = models.DateField("定级日期", null=True, blank=True, editable=False)
    grade = models.OneToOneField(
        Grade,
        verbose_name="定级结果",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="rating",
        editable=False,
    )

    objects = RatingQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "评星定级"
        permissions = [
            ("rate_rating", "填写自评"),
            ("endorse_rating", "初评"),
            ("review_rating", "评定和定级"),
        ]
        ordering = ["-year", "scheme", "organisation__name"]
        constraints = [
            models.UniqueConstraint(
                fields=["scheme", "organisation", "year"],
                name="rating_once_a_year",
                violation_error_message="这个党组织当年已按这个办法参评",
            )
        ]
        indexes = [models.Index(fields=["scheme", "year", "status"], name="rating_round")]

    def __str__(self) -> str:
        return f"{self.organisation}{self.year}年{self.scheme.get_kind_display()}"

    def get_absolute_url(self) -> str:
        return reverse("grades:rating_detail", args=[self.uuid])

    @property
    def is_self_rating_open(self) -> bool:
        return self.status in OF_SELF


@tracked
class RatingLine(PublicModel):
    """One item of a rating. What somebody leaves empty stays as it was said before him: the
    committee's points are the body's own, and these are the portal's, unless they are given."""

    rating = models.ForeignKey(
        Rating, verbose_name="评定", on_delete=models.PROTECT, related_name="lines"
    )
    item = models.ForeignKey(
        GradeItem, verbose_name="评定内容", on_delete=models.PROTECT, related_name="lines"
    )
    number = models.DecimalField("数值", max_digits=12, decimal_places=2, null=True, editable=False)
    target = models.DecimalField("目标", max_digits=12, decimal_places=2, null=True, editable=False)
    is_applicable = models.BooleanField("计入", default=True, editable=False)
    finding = models.TextField("门户数据", blank=True, editable=False)
    indicator = models.CharField("指标", max_length=60, blank=True, editable=False)
    evidence = ArrayField(
        models.BigIntegerField(), verbose_name="依据的记录", default=list, editable=False
    )
    self_points = points_field("自评分")
    self_remark = models.CharField("自评说明", max_length=500, blank=True)
    committee_points = points_field("初评分")
    committee_remark = models.CharField("初评说明", max_length=500, blank=True)
    staff_points = points_field("评定分")
    staff_remark = models.CharField("评定说明", max_length=500, blank=True)

    objects = OfRatingQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "评定得分"
        ordering = ["rating", "item__order"]
        constraints = [
            models.UniqueConstraint(fields=["rating", "item"], name="rating_line_once"),
        ]

    def __str__(self) -> str:
        return f"{self.item}"


@tracked
class RatingVeto(PublicModel):
    """A veto of the measure and what was found of it: a number of the portal, or words of the
    staff, who may lift what they entered."""

    rating = models.ForeignKey(
        Rating, verbose_name="评定", on_delete=models.PROTECT, related_name="found_vetoes"
    )
    veto = models.ForeignKey(
        GradeVeto, verbose_name="情形", on_delete=models.PROTECT, related_name="found"
    )
    number = models.DecimalField("数值", max_digits=12, decimal_places=2, null=True, editable=False)
    evidence = ArrayField(
        models.BigIntegerField(), verbose_name="依据的记录", default=list, editable=False
    )
    reason = models.CharField("认定的理由", max_length=200, blank=True)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="认定人",
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
    )

    objects = OfRatingQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "否决情况"
        ordering = ["rating", "veto__order"]
        constraints = [
            models.UniqueConstraint(fields=["rating", "veto"], name="rating_veto_once"),
        ]

    def __str__(self) -> str:
        return str(self.veto)
