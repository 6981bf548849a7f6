from apps.core.admin import VisibleAdmin, register
from apps.news.models import Article


@register(Article)
class ArticleAdmin(VisibleAdmin):
    list_display = ("title", "section", "organisation", "status", "published_at")
    list_select_related = ("organisation",)
    search_fields = ("title", "source")
    autocomplete_fields = ("organisation",)
    fields = ("section", "title", "subtitle", "organisation", "source", "author", "body")
