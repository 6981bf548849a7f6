"""Venues (党员活动阵地) and the versioned standard by which they get their stars.

A starred venue is not a starred branch (trap 5): the grade of a branch stands elsewhere.
"""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import OuterRef, Q, Subquery
from django.urls import reverse

from apps.branches.models import PINYIN_ORDER, DatedModel, Organisation, Unit
from apps.branches.querysets import DatedQuerySet
from apps.branches.scope import Scope
from apps.core.history import tracked
from apps.core.models import EditableModel
from apps.sixlights.querysets import SharedQuerySet

MOST_STARS = 5


class VenueQuerySet(DatedQuerySet):
    def in_scope(self, where: Scope):
        """Good venues are there to be looked at: whoever may see any of them sees all."""
        return self if where else self.none()

    def reviewed(self, day: date):
        """With what the latest review up to that day found: `stars` and `is_up_to_standard`."""
        latest = VenueReview.objects.filter(venue=OuterRef("pk"), reviewed_on__lte=day)
        latest = latest.order_by("-reviewed_on", "-pk")
        return self.annotate(
            stars=Subquery(latest.values("stars")[:1]),
            is_up_to_standard=Subquery(latest.values("is_up_to_standard")[:1]),
            reviewed_on=Subquery(latest.values("reviewed_on")[:1]),
        )


class StandardQuerySet(SharedQuerySet):
    def valid_on(self, day: date):
        return self.filter(valid_from__lte=day).filter(Q(valid_to=None) | Q(valid_to__gt=day))


class StandardPartQuerySet(SharedQuerySet):
    pass


@tracked
class Venue(DatedModel):
    """A room or ground where members meet."""

    name = models.CharField("阵地名称", max_length=80, db_collation=PINYIN_ORDER)
    organisation = models.ForeignKey(
        Organisation, verbose_name="所属党组织", on_delete=models.PROTECT, related_name="venues"
    )
    unit = models.ForeignKey(
        Unit,
        verbose_name="单位",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="venues",
    )
    address = models.CharField("地址", max_length=120, blank=True)
    area = models.DecimalField(
        "面积（平方米）", max_digits=7, decimal_places=1, null=True, blank=True
    )

    objects = VenueQuerySet.as_manager()

    class Meta(DatedModel.Meta):
        verbose_name = verbose_name_plural = "党员活动阵地"
        ordering = ["name", "pk"]
        constraints = [
            *DatedModel.Meta.constraints,
            models.UniqueConstraint(
                fields=["organisation", "name"],
                condition=Q(valid_to=None),
                name="venue_name_once",
                violation_error_message="这个党组织已有同名的阵地",
            ),
            models.CheckConstraint(
                condition=Q(area=None) | Q(area__gt=0),
                name="venue_area_above_zero",
                violation_error_message="面积应大于 0",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("sixlights:venue_detail", args=[self.uuid])


@tracked
class VenueStandard(DatedModel):
    """建设标准 of one version; a new year may bring a new one, and old reviews keep theirs."""

    name = models.CharField("标准名称", max_length=80)
    number = models.PositiveSmallIntegerField("版本", unique=True)
    # Whatever is required, a venue is 规范化 only from so many points.
    points_to_standard = models.DecimalField("规范化的最低得分", max_digits=5, decimal_places=1)
    source = models.CharField("依据", max_length=200, blank=True)

    objects = StandardQuerySet.as_manager()

    class Meta(DatedModel.Meta):
        verbose_name = verbose_name_plural = "阵地建设标准"
        ordering = ["-number"]

    def __str__(self) -> str:
        return f"{self.name}（第 {self.number} 版）"


@tracked
class VenueCriterion(models.Model):
    standard = models.ForeignKey(
        VenueStandard, verbose_name="标准", on_delete=models.PROTECT, related_name="criteria"
    )
    order = models.PositiveSmallIntegerField("序号")
    text = models.CharField("内容", max_length=120)
    points = models.DecimalField("分值", max_digits=5, decimal_places=1)
    is_required = models.BooleanField("规范化必备", default=False)

    objects = StandardPartQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "标准条目"
        ordering = ["standard", "order"]
        constraints = [
            models.UniqueConstraint(
                fields=["standard", "order"],
                name="venue_criterion_order_once",
                violation_error_message="序号重复",
            )
        ]

    def __str__(self) -> str:
        return f"{self.order}. {self.text}"


@tracked
class StarThreshold(models.Model):
    """From how many points a venue has so many stars, under one version."""

    standard = models.ForeignKey(
        VenueStandard, verbose_name="标准", on_delete=models.PROTECT, related_name="thresholds"
    )
    stars = models.PositiveSmallIntegerField(
        "星级", choices=[(n, f"{n} 星") for n in range(1, MOST_STARS + 1)]
    )
    points = models.DecimalField("最低得分", max_digits=5, decimal_places=1)

    objects = StandardPartQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "星级分数线"
        ordering = ["standard", "stars"]
        constraints = [
            models.UniqueConstraint(
                fields=["standard", "stars"],
                name="star_threshold_once",
                violation_error_message="同一星级只能有一条分数线",
            )
        ]

    def __str__(self) -> str:
        return f"{self.stars} 星：{self.points} 分起"


class VenueReviewQuerySet(SharedQuerySet):
    def starred(self):
        """星级阵地, whether or not the number of stars is known."""
        return self.exclude(stars=0)

    def of_each_venue(self, day: date):
        """The last one of each venue up to that day, while the venue is in use."""
        last = self.model._base_manager.filter(reviewed_on__lte=day).order_by(
            "venue_id", "-reviewed_on", "-pk"
        )
        return self.filter(pk__in=last.distinct("venue_id").values("pk")).filter(
            Q(venue__valid_to=None) | Q(venue__valid_to__gt=day)
        )


def star_words(stars: int | None) -> str:
    if stars is None:
        return "星级阵地"
    return f"{stars} 星" if stars else "未评上星级"


@tracked
class VenueReview(EditableModel):
    """What was found at a venue on a day; stars follow from the version of the standard that held
    then, and a later version changes nothing about it.

    What a document tells without its sheet is kept without a standard; if it calls the venue a
    starred one and not how many stars it has, `stars` stays empty. 0 is a venue without a star.
    """

    venue = models.ForeignKey(
        Venue, verbose_name="阵地", on_delete=models.PROTECT, related_name="reviews"
    )
    standard = models.ForeignKey(
        VenueStandard,
        verbose_name="标准",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="reviews",
    )
    reviewed_on = models.DateField("评定日期")
    points = models.DecimalField(
        "得分", max_digits=5, decimal_places=1, null=True, blank=True, editable=False
    )
    stars = models.PositiveSmallIntegerField("星级", null=True, blank=True, editable=False)
    is_up_to_standard = models.BooleanField("规范化", default=False, editable=False)
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="评定人",
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
    )
    note = models.CharField("说明", max_length=200, blank=True)

    objects = VenueReviewQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "阵地评定"
        ordering = ["-reviewed_on", "-pk"]
        indexes = [models.Index(fields=["venue", "-reviewed_on"])]

    def __str__(self) -> str:
        return f"{self.venue}：{self.star_words}"

    @property
    def star_words(self) -> str:
        return star_words(self.stars)


@tracked
class MetCriterion(models.Model):
    """A criterion that a review found to be met."""

    review = models.ForeignKey(
        VenueReview, verbose_name="评定", on_delete=models.PROTECT, related_name="met"
    )
    criterion = models.ForeignKey(
        VenueCriterion, verbose_name="标准条目", on_delete=models.PROTECT, related_name="+"
    )

    objects = StandardPartQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "达到的条目"
        ordering = ["criterion__order"]
        constraints = [
            models.UniqueConstraint(fields=["review", "criterion"], name="met_criterion_once")
        ]

    def __str__(self) -> str:
        return str(self.criterion)
