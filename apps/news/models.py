from django.db import models

from apps.branches.scope import Scope, VisibleQuerySet
from apps.core.history import tracked
from apps.core.models import EditableModel


class ArticleQuerySet(VisibleQuerySet):
    def in_scope(self, where: Scope):
        return self if where else self.none()

    def published(self):
        return self.exclude(published_on=None)


@tracked
class Article(EditableModel):
    """A page of 党员之家; plain text, so that nothing has to be sanitised."""

    title = models.CharField("标题", max_length=120)
    source = models.CharField("来源", max_length=80, blank=True)
    body = models.TextField("正文")
    published_on = models.DateField("发布日期", null=True, blank=True)

    objects = ArticleQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "文章"
        ordering = ["-published_on", "-pk"]

    def __str__(self) -> str:
        return self.title
