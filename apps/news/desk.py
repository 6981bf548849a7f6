"""What of 党员之家 waits for the staff: one queue for each of the three reviews."""

from django.urls import reverse

from apps.core.command import OFFERED, Found, finder
from apps.core.desk import queue
from apps.news.choices import ArticleStatus
from apps.news.models import Article

# State → (label, action of the permission that reviews it).
REVIEWS = {
    ArticleStatus.FIRST: ("文章待初审", "review"),
    ArticleStatus.SECOND: ("文章待复审", "recheck"),
    ArticleStatus.FINAL: ("文章待终审", "publish"),
}


def _watch(status: ArticleStatus, label: str, action: str) -> None:
    @queue(
        label,
        permission=f"news.{action}_article",
        order=45,
        link=lambda: f"{reverse('admin:news_article_changelist')}?status__exact={status}",
    )
    def waiting(user):
        return Article.objects.visible_to(user, action).filter(status=status)


for _status, (_label, _action) in REVIEWS.items():
    _watch(_status, _label, _action)


@finder
def articles(user, typed):
    rows = Article.objects.visible_to(user).filter(typed.within("title")).defer("body")
    for row in rows.order_by("-updated_at")[:OFFERED]:
        link = reverse("admin:news_article_change", args=[row.pk])
        yield Found(row.title, row.get_status_display(), link, "article")
