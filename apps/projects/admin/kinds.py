from apps.core.admin import VisibleAdmin, register
from apps.projects.models import OutcomeKind, ProjectKind, TitleKind


@register(ProjectKind)
class ProjectKindAdmin(VisibleAdmin):
    list_display = ("name", "order")
    search_fields = ("name",)
    fields = ("name", "order")


@register(OutcomeKind)
class OutcomeKindAdmin(VisibleAdmin):
    list_display = ("name", "unit", "order")
    search_fields = ("name",)
    fields = ("name", "unit", "order")


@register(TitleKind)
class TitleKindAdmin(VisibleAdmin):
    list_display = ("name", "level", "places", "order")
    list_filter = ("level",)
    search_fields = ("name",)
    fields = ("name", "level", "places", "order")
