"""信息报送: what a unit reported upward, and where it was adopted."""

from decimal import Decimal

from django.conf import settings
from django.db import models
from django.urls import reverse

from apps.branches.models import Unit
from apps.core.history import tracked
from apps.core.models import SpanModel, StoredFileModel
from apps.core.quantities import Quantity, hedge_field
from apps.news.choices import AdoptionLevel
from apps.news.models.articles import Article
from apps.news.querysets import OfSubmissionQuerySet, OfUnitQuerySet


@tracked
class InfoSubmission(SpanModel):
    """One piece, or the published total of a span whose single pieces were never recorded."""

    unit = models.ForeignKey(
        Unit, verbose_name="报送单位", on_delete=models.PROTECT, related_name="info_submissions"
    )
    title = models.CharField("标题", max_length=200)
    text = models.TextField("内容", blank=True)
    submitted_to = models.CharField("报给", max_length=100, blank=True, help_text="如 市委办公室")
    items = models.PositiveIntegerField(
        "篇数", default=1, help_text="一篇一行；只有总数的，一行写总数，标题里说明"
    )
    items_hedge = hedge_field()
    article = models.ForeignKey(
        Article,
        verbose_name="所依据的文章",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="info_submissions",
    )
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="报送人",
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
    )

    objects = OfUnitQuerySet.as_manager()

    class Meta(SpanModel.Meta):
        verbose_name = verbose_name_plural = "信息报送"
        ordering = ["-starts_on", "-pk"]
        constraints = [
            *SpanModel.Meta.constraints,
            models.UniqueConstraint(
                fields=["unit", "starts_on", "title"],
                name="info_submission_once",
                violation_error_message="这个单位当天已报送过同名的信息，请打开那一条核对",
            ),
        ]
        indexes = [models.Index(fields=["starts_on"], name="infosubmission_day")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("news:submission_detail", args=[self.uuid])

    @property
    def quantity(self) -> Quantity:
        return Quantity(Decimal(self.items), "篇", self.items_hedge)


@tracked
class InfoFile(StoredFileModel):
    """The paper that was reported."""

    submission = models.ForeignKey(
        InfoSubmission, verbose_name="信息", on_delete=models.PROTECT, related_name="files"
    )

    objects = OfSubmissionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "信息报送文件"
        ordering = ["pk"]


@tracked
class InfoAdoption(SpanModel):
    """Printed by a medium or taken up by a higher body: which, when, in which issue."""

    submission = models.ForeignKey(
        InfoSubmission, verbose_name="信息", on_delete=models.PROTECT, related_name="adoptions"
    )
    level = models.CharField("采用级别", max_length=10, choices=AdoptionLevel.choices)
    medium = models.CharField("采用单位或媒体", max_length=80, help_text="如 旗帜网、市委信息")
    issue = models.CharField("期号", max_length=40, blank=True, help_text="如 2020年第7期")
    address = models.URLField("网址", max_length=300, blank=True)
    # What a page prints beside its text without saying what it counts: kept as it stands there.
    printed_number = models.PositiveIntegerField(
        "页面上另印的数字",
        null=True,
        blank=True,
        help_text="页面没有说明含义的，照原样登记，不参加任何统计",
    )

    objects = OfSubmissionQuerySet.as_manager()

    class Meta(SpanModel.Meta):
        verbose_name = verbose_name_plural = "信息采用"
        ordering = ["-starts_on", "-pk"]
        constraints = [
            *SpanModel.Meta.constraints,
            models.UniqueConstraint(
                fields=["submission", "medium", "starts_on"],
                name="info_adoption_once",
                violation_error_message="这篇信息当天在这个媒体的采用已登记过",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.medium} {self.issue or self.days_in_words}"
