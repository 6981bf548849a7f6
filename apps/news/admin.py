from apps.core.admin import VisibleAdmin, register
from apps.news.models import Article


@register(Article)
class ArticleAdmin(VisibleAdmin):
    list_display = ("title", "source", "published_on")
    search_fields = ("title", "source")
    date_hierarchy = "published_on"
    fields = ("title", "source", "body", "published_on")
