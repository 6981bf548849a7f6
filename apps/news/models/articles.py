"""Articles of 党员之家, with their pictures and files."""

from datetime import date

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from apps.branches.models import Organisation
from apps.core.history import tracked
from apps.core.models import EditableModel, StoredFileModel
from apps.news.choices import UNDER_REVIEW, WRITABLE, ArticleStatus, Section
from apps.news.querysets import ArticleQuerySet, OfArticleQuerySet


@tracked
class Article(EditableModel):
    """A page of 党员之家. Its body is text with a few marks (news/prose.py), never HTML."""

    section = models.CharField("栏目", max_length=12, choices=Section.choices, default=Section.WORK)
    title = models.CharField("标题", max_length=120)
    subtitle = models.CharField("副标题", max_length=120, blank=True)
    organisation = models.ForeignKey(
        Organisation,
        verbose_name="起草党组织",
        on_delete=models.PROTECT,
        related_name="articles",
    )
    source = models.CharField(
        "来源", max_length=80, blank=True, help_text="留空时写起草党组织的名称"
    )
    author = models.CharField("作者", max_length=80, blank=True)
    body = models.TextField("正文")
    is_headline = models.BooleanField("头条", default=False, help_text="最新的一篇放在首页最前面")
    status = models.CharField(
        "状态",
        max_length=12,
        choices=ArticleStatus.choices,
        default=ArticleStatus.DRAFT,
        editable=False,
    )
    publish_at = models.DateTimeField(
        "定时发布", null=True, blank=True, help_text="终审通过后到这个时间才公开；留空即时公开"
    )
    # From this moment on visitors see it; set by the last of the three reviews.
    published_at = models.DateTimeField("发布时间", null=True, blank=True, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="起草人",
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
    )

    objects = ArticleQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "文章"
        permissions = [
            ("review_article", "初审文章"),
            ("recheck_article", "复审文章"),
            ("publish_article", "终审和发布文章"),
        ]
        ordering = ["-published_at", "-pk"]
        indexes = [
            models.Index(
                "section",
                F("published_at").desc(),
                F("id").desc(),
                name="article_published",
                condition=Q(status="published"),
            ),
            GinIndex(OpClass(F("body"), name="gin_trgm_ops"), name="article_body"),
            GinIndex(OpClass(F("title"), name="gin_trgm_ops"), name="article_title"),
        ]
        constraints = [
            models.CheckConstraint(
                name="published_article_has_moment",
                condition=~Q(status="published") | Q(published_at__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Where its writers and reviewers look at it."""
        return reverse("news:draft_detail", args=[self.uuid])

    @property
    def public_url(self) -> str:
        return reverse("news:article_detail", args=[self.uuid])

    @property
    def is_writable(self) -> bool:
        return self.status in WRITABLE

    @property
    def is_under_review(self) -> bool:
        return self.status in UNDER_REVIEW

    @property
    def is_public(self) -> bool:
        """Passed by all reviewers, and its hour has come."""
        if self.status != ArticleStatus.PUBLISHED or self.published_at is None:
            return False
        return self.published_at <= timezone.now()

    @property
    def waits_for_its_hour(self) -> bool:
        return self.status == ArticleStatus.PUBLISHED and not self.is_public

    @property
    def day(self) -> date | None:
        """The day of publication in Shanghai."""
        return timezone.localtime(self.published_at).date() if self.published_at else None

    @property
    def source_in_words(self) -> str:
        return self.source or str(self.organisation)


@tracked
class Picture(StoredFileModel):
    """A photograph of an article, drawn anew without metadata; the small one is for lists."""

    article = models.ForeignKey(
        Article, verbose_name="文章", on_delete=models.PROTECT, related_name="pictures"
    )
    order = models.PositiveSmallIntegerField("序号")
    caption = models.CharField("图片说明", max_length=120, blank=True)
    alt = models.CharField("画面内容", max_length=200)
    small_path = models.CharField("小图存放位置", max_length=120)
    width = models.PositiveIntegerField("宽")
    height = models.PositiveIntegerField("高")

    objects = OfArticleQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "文章图片"
        ordering = ["article", "order", "pk"]

    def __str__(self) -> str:
        return self.caption or self.alt


@tracked
class Attachment(StoredFileModel):
    """A file that the readers of an article may take along."""

    article = models.ForeignKey(
        Article, verbose_name="文章", on_delete=models.PROTECT, related_name="attachments"
    )

    objects = OfArticleQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "文章附件"
        ordering = ["pk"]
