"""What the writer of an article is told about it."""

from apps.core.lifecycle import history_of
from apps.news.models import Article
from apps.notices.choices import NoticeKind
from apps.notices.telling import tell


def tell_returned(article: Article, by) -> None:
    writer = article.created_by
    if writer is None or writer == by:
        return
    step = history_of(article).first()
    reason = step.note if step else ""
    text = f"文章《{article}》退回修改。原因：{reason}"
    tell(users=[writer], kind=NoticeKind.RETURNED, text=text, link=article.get_absolute_url())
