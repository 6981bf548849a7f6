"""The names under which drafts of the forms are kept, and how what they change stands now."""

from uuid import UUID

from apps.core import drafts
from apps.news.models import Article

ARTICLE, SUBMISSION = "news.article", "news.infosubmission"


def form_of(article: Article | None) -> str:
    return f"{ARTICLE}:{article.uuid}" if article else ARTICLE


def form_of_correction(article: Article) -> str:
    return f"{ARTICLE}:{article.uuid}:correction"


def standing(user, rest: str) -> drafts.Standing | None:
    """None for a new article, and for one that is not seen."""
    try:
        key = UUID(rest.partition(":")[0])
    except ValueError:
        return None
    article = Article.objects.visible_to(user).filter(uuid=key).first()
    return drafts.Standing(article.version, article.updated_at) if article else None


drafts.register_standing(ARTICLE, standing)
