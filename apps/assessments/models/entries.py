from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q

from apps.assessments.choices import ManualKind
from apps.assessments.querysets import GivenPointsQuerySet, OfYearQuerySet
from apps.branches.models import Organisation
from apps.core.history import tracked
from apps.core.models import EditableModel


class GivenPoints(EditableModel):
    """What one person entered with a reason counts once another has approved it (R-ASM-06)."""

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

    class Meta:
        abstract = True

    @property
    def is_approved(self) -> bool:
        return self.approved_at is not None


@tracked
class ManualEntry(GivenPoints):
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

    objects = GivenPointsQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "人工计分"
        ordering = ["-year", "organisation__name"]
        permissions = [("approve_manualentry", "批准人工计分")]

    def __str__(self) -> str:
        return f"{self.organisation} {self.get_kind_display()}"

    def clean(self) -> None:
        is_veto = self.kind == ManualKind.VETO
        if is_veto and not self.grade_cap:
            raise ValidationError({"grade_cap": "否决请填写最高等次，例如“一般”"})
        if is_veto == bool(self.points):
            raise ValidationError({"points": "加分、扣分填大于 0 的分值，否决填 0"})


@tracked
class PanelScore(EditableModel):
    """述职评议: the panel's score of a secretary's report, 0 to 100."""

    year = models.PositiveSmallIntegerField("考核年度")
    organisation = models.ForeignKey(
        Organisation, verbose_name="党组织", on_delete=models.PROTECT, related_name="panel_scores"
    )
    score = models.DecimalField("评分（百分制）", max_digits=5, decimal_places=2)
    raters = models.PositiveSmallIntegerField("评分人数")

    objects = OfYearQuerySet.as_manager()

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
    # None for years that were entered before it was asked.
    electors = models.PositiveSmallIntegerField("应参加测评人数", null=True)
    good = models.PositiveSmallIntegerField("好")
    fairly_good = models.PositiveSmallIntegerField("较好")
    average = models.PositiveSmallIntegerField("一般")
    poor = models.PositiveSmallIntegerField("差")

    objects = OfYearQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "民主测评"
        ordering = ["-year", "organisation__name"]
        constraints = [
            models.UniqueConstraint(fields=["year", "organisation"], name="ballot_total_once"),
            models.CheckConstraint(
                condition=Q(electors=None)
                | Q(electors__gte=F("good") + F("fairly_good") + F("average") + F("poor")),
                name="ballot_total_within_electors",
                violation_error_message=(
                    "票数合计超过应参加测评人数，请核对各栏票数，或改正应参加测评人数"
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation}民主测评"

    @property
    def ballots(self) -> int:
        return self.good + self.fairly_good + self.average + self.poor


@tracked
class OfficeMark(GivenPoints):
    """部门评分: what one office gave one body on one item."""

    year = models.PositiveSmallIntegerField("考核年度")
    organisation = models.ForeignKey(
        Organisation, verbose_name="党组织", on_delete=models.PROTECT, related_name="office_marks"
    )
    # The item's key is the same in all versions of a scheme; so is what was given.
    item_key = models.SlugField("部门评分项", max_length=40)
    office = models.CharField("部门", max_length=30)
    points = models.DecimalField(
        "分值", max_digits=6, decimal_places=2, validators=[MinValueValidator(0)]
    )
    reason = models.CharField("理由", max_length=300)

    objects = GivenPointsQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "部门评分"
        ordering = ["-year", "organisation__name", "item_key", "office"]
        permissions = [("approve_officemark", "批准部门评分")]
        constraints = [
            models.UniqueConstraint(
                fields=["year", "organisation", "item_key", "office"],
                name="office_mark_once",
                violation_error_message="这个部门今年已给它评过这一项，请打开原来的一条修改",
            )
        ]

    def __str__(self) -> str:
        return f"{self.organisation} {self.office}评分"
