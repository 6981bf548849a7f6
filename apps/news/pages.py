"""What stands on the public pages, read in a fixed number of queries."""

from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from apps.core.lifecycle import history_of
from apps.core.search import Typed
from apps.news import prose
from apps.news.choices import Section
from apps.news.models import Article, Picture

# Lists of the home page (ux 3.4); the words of an article shown in a list and in a feed.
WORK_SHOWN, NOTICES_SHOWN, PICTURES_SHOWN, OTHERS_SHOWN = 8, 6, 4, 5
EXCERPT = 90
PAGE = 20
LONGEST_QUERY = 50


def excerpt_of(article: Article, length: int = EXCERPT) -> str:
    """What the article begins with, up to its first heading."""
    opening, _, rest = article.body.partition("\n#")
    words = prose.plain(opening) or prose.plain(rest)
    return words if len(words) <= length else f"{words[:length]}……"


def listed():
    """Published articles for lists, the newest first."""
    return Article.objects.published().select_related("organisation").newest_first()


def of_section(section: str):
    return listed().filter(section=section).defer("body")


def home() -> dict[str, Any]:
    head = _headline()
    work = of_section(Section.WORK)
    return {
        "headline": head,
        "headline_excerpt": excerpt_of(head) if head else "",
        "headline_picture": head and head.pictures.first(),
        "work": (work.exclude(pk=head.pk) if head else work)[:WORK_SHOWN],
        "notices": of_section(Section.NOTICES)[:NOTICES_SHOWN],
        "shown": _with_pictures(),
        "materials": of_section(Section.MATERIALS)[:OTHERS_SHOWN],
        "cases": of_section(Section.CASES)[:OTHERS_SHOWN],
    }


def _headline() -> Article | None:
    """The newest one that was chosen for it, else the newest work news."""
    rows = listed()
    chosen = rows.filter(Q(is_headline=True) | Q(section=Section.WORK))
    return chosen.order_by("-is_headline", "-published_at", "-pk").first()


def _with_pictures() -> list[tuple[Article, Picture]]:
    """The newest of 支部风采 that have a picture, each with its first one."""
    pictures = Picture.objects.filter(article=OuterRef("pk"))
    rows = of_section(Section.BRANCHES).filter(Exists(pictures))
    rows = rows.prefetch_related(Prefetch("pictures", Picture.objects.order_by("order", "pk")))
    return [(article, article.pictures.all()[0]) for article in rows[:PICTURES_SHOWN]]


def page(rows: QuerySet[Article], number: str) -> Page:
    return Paginator(rows, PAGE).get_page(number)


def with_excerpts(articles) -> list[tuple[Article, str]]:
    return [(article, excerpt_of(article)) for article in articles]


def found(typed: Typed):
    return listed().holding(typed)


def article(article: Article) -> dict[str, Any]:
    """Everything that the page of an article shows, for visitors and on the preview alike."""
    return {
        "article": article,
        "blocks": prose.laid_out(article.body, list(article.pictures.all())),
        "files": article.attachments.all(),
        "correction": history_of(article).filter(step="correct").first(),
    }


def neighbours(article: Article) -> dict[str, Article | None]:
    """The one before and the one after it in its section."""
    rows = Article.objects.published().filter(section=article.section).only("uuid", "title")
    at, key = article.published_at, article.pk
    later = Q(published_at__gt=at) | Q(published_at=at, pk__gt=key)
    earlier = Q(published_at__lt=at) | Q(published_at=at, pk__lt=key)
    return {
        "newer": rows.filter(later).order_by("published_at", "pk").first(),
        "older": rows.filter(earlier).newest_first().first(),
    }
