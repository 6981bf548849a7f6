from django.db.models import Count

from apps.core.admin import TabularInline, VisibleAdmin, display, register
from apps.projects.admin.inlines import shortened
from apps.projects.models import EventProject, ProjectEvent


class ShownInline(TabularInline):
    model = EventProject
    fields = ("project", "findings")
    autocomplete_fields = ("project",)
    can_delete = True
    hide_title = True

    def has_delete_permission(self, request, obj=None) -> bool:
        """A project that was put down by mistake; the history keeps it."""
        return self.has_change_permission(request, obj)

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("event", "project")

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        return shortened(super().formfield_for_dbfield(db_field, request, **kwargs))


@register(ProjectEvent)
class ProjectEventAdmin(VisibleAdmin):
    list_display = ("title", "kind", "days", "place", "organisation", "shown_count")
    list_filter = ("kind", "starts_on")
    list_select_related = ("organisation",)
    search_fields = ("title", "place", "organisation__name")
    date_hierarchy = "starts_on"
    autocomplete_fields = ("organisation",)
    fieldsets = (
        (
            None,
            {
                "fields": (
                    ("kind", "title"),
                    "organisation",
                    ("starts_on", "ends_on"),
                    "place",
                    "findings",
                )
            },
        ),
    )
    inlines = (ShownInline,)

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(shown_count=Count("shown", distinct=True))

    @display(description="日期", ordering="starts_on")
    def days(self, event) -> str:
        return event.days_in_words

    @display(description="展示项目", ordering="shown_count")
    def shown_count(self, event) -> int:
        return event.shown_count
