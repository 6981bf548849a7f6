"""Writing, changing and correcting an article; its state changes by news/lifecycle.py alone."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction

from apps.branches.models import Organisation
from apps.core.lifecycle import advance
from apps.core.uploads import AcceptedFile
from apps.core.versions import claim_version
from apps.news.choices import UNDER_REVIEW, WRITABLE, Section
from apps.news.models import Article, Attachment
from apps.news.services.pictures import Hanging, attach, hang


@dataclass(frozen=True)
class ArticleText:
    """What is typed of an article."""

    section: Section | str
    title: str
    body: str
    subtitle: str = ""
    source: str = ""
    author: str = ""
    publish_at: datetime | None = None


@transaction.atomic
def draft_article(
    *,
    organisation: Organisation,
    text: ArticleText,
    by,
    hangings: Iterable[Hanging] = (),
    attachments: Iterable[AcceptedFile] = (),
) -> Article:
    article = Article(organisation=organisation, created_by=by, **asdict(text))
    article.full_clean(exclude=["created_by"])
    article.save()
    hang(article, hangings)
    attach(article, attachments)
    return article


@transaction.atomic
def rewrite_article(
    *,
    article: Article,
    text: ArticleText,
    expected_version: int,
    hangings: Iterable[Hanging] = (),
    attachments: Iterable[AcceptedFile] = (),
    removed: Iterable[Attachment] = (),
) -> Article:
    """Change what is not public. StaleVersion where somebody was faster."""
    claim_version(article, expected=expected_version)
    article.refresh_from_db(fields=["status"])
    if article.status not in (*WRITABLE, *UNDER_REVIEW):
        raise ValidationError(
            f"文章现在是“{article.get_status_display()}”，不能直接修改。已发布的请工委“更正”"
        )
    _write(article, text)
    hang(article, hangings)
    article.attachments.filter(pk__in=[a.pk for a in removed]).delete()
    attach(article, attachments)
    return article


@transaction.atomic
def correct_article(
    *, article: Article, title: str, body: str, note: str, expected_version: int, by
) -> Article:
    """更正: what is public changes under the eyes of its readers, who are told what and when."""
    claim_version(article, expected=expected_version)
    article.refresh_from_db(fields=["title", "body"])
    if (title, body) == (article.title, article.body):
        raise ValidationError("标题和正文都没有变化，没有需要更正的内容")
    article.title, article.body = title, body
    article.full_clean(exclude=["created_by"])
    article.save(update_fields=["title", "body", "version", "updated_at"])
    return advance(article, "correct", by=by, note=note)


def _write(article: Article, text: ArticleText) -> None:
    for name, value in asdict(text).items():
        setattr(article, name, value)
    article.full_clean(exclude=["created_by"])
    article.save()
