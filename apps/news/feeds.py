"""RSS: what was published, for those who want to be told."""

from django.contrib.syndication.views import Feed
from django.http import Http404
from django.urls import reverse
from django.utils.feedgenerator import Rss201rev2Feed
from django.views.decorators.http import require_safe

from apps.core import access
from apps.news import pages
from apps.news.choices import Section
from apps.news.models import Article

ITEMS = 30
WORDS = 200


class ArticleFeed(Feed):
    """The newest articles of one section, or of all of them."""

    feed_type = Rss201rev2Feed
    language = "zh-cn"

    def get_object(self, request, section: str = "") -> str:
        if section and section not in Section.values:
            raise Http404
        return section

    def title(self, section: str) -> str:
        return f"党员之家 · {Section(section).label}" if section else "党员之家"

    def description(self, section: str) -> str:
        return f"{self.title(section)}最近发布的文章"

    def link(self, section: str) -> str:
        return reverse("news:section_list", args=[section]) if section else reverse("news:home")

    def items(self, section: str):
        rows = pages.listed().filter(section=section) if section else pages.listed()
        return rows[:ITEMS]

    def item_title(self, item: Article) -> str:
        return item.title

    def item_description(self, item: Article) -> str:
        return pages.excerpt_of(item, WORDS)

    def item_link(self, item: Article) -> str:
        return item.public_url

    def item_pubdate(self, item: Article):
        return item.published_at

    def item_author_name(self, item: Article) -> str:
        return item.author or item.source_in_words


feed = access.public(require_safe(ArticleFeed()))
