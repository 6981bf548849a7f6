from apps.core.admin import TabularInline, VisibleAdmin, action, display, register
from apps.core.admin.verbs import step_page
from apps.sixlights.choices import ActivityStatus
from apps.sixlights.entries import check_metrics
from apps.sixlights.forms.desk import AskNothing, ReasonForm
from apps.sixlights.models import Activity, ActivityCount, ActivityItem, ActivityLecturer

TONES = {ActivityStatus.LOGGED: "success", ActivityStatus.VOID: "danger"}


class ActivityItemInline(TabularInline):
    model = ActivityItem
    fields = ("item",)
    min_num = 1


class ActivityCountInline(TabularInline):
    model = ActivityCount
    fields = ("metric", "value", "value_hedge", "is_of_meeting")
    readonly_fields = ("is_of_meeting",)


class ActivityLecturerInline(TabularInline):
    model = ActivityLecturer
    fields = ("order", "name", "office", "person", "lecturer", "is_of_meeting")
    readonly_fields = ("is_of_meeting",)
    autocomplete_fields = ("person", "lecturer")


@register(Activity)
class ActivityAdmin(VisibleAdmin):
    list_display = ("title", "under", "organisation", "starts_on", "is_summary", "state")
    list_filter = ("items__campaign", "items", "status", "is_summary", "organisation__unit")
    list_select_related = ("organisation",)
    search_fields = ("title", "organisation__name", "series")
    autocomplete_fields = ("organisation", "team")
    date_hierarchy = "starts_on"
    fieldsets = (
        (
            None,
            {"fields": ("organisation", "title", "team", ("starts_on", "ends_on"), "is_day_open")},
        ),
        ("怎样做的", {"fields": ("place", ("form", "minutes"), "text")}),
        ("系列", {"fields": ("series", ("number", "edition"))}),
        ("只有总数的", {"fields": ("is_summary", ("sessions", "sessions_hedge"))}),
    )
    inlines = (ActivityItemInline, ActivityCountInline, ActivityLecturerInline)
    actions_detail = ("void", "restore")

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("items").distinct()

    def has_change_permission(self, request, obj=None) -> bool:
        """What is void, or follows the record of a meeting, is not rewritten here."""
        is_open = obj is None or not (obj.is_void or obj.meeting_id)
        return is_open and super().has_change_permission(request, obj)

    def save_related(self, request, form, formsets, change) -> None:
        """Items and numbers come in rows of their own, so they meet when all are stored."""
        super().save_related(request, form, formsets, change)
        check_metrics(form.instance)

    @display(description="计入")
    def under(self, activity) -> str:
        return "、".join(str(item) for item in activity.items.all())

    @display(description="状态", ordering="status", label=TONES)
    def state(self, activity) -> tuple[str, str]:
        return activity.status, activity.get_status_display()

    @action(description="作废", url_path="void", icon="block", permissions=["act"])
    def void(self, request, object_id):
        return self._step(request, object_id, "void", "作废", ReasonForm)

    @action(description="恢复", url_path="restore", icon="undo", permissions=["act"])
    def restore(self, request, object_id):
        return self._step(request, object_id, "restore", "恢复", AskNothing)

    def _step(self, request, object_id, step: str, title: str, form_class):
        return step_page(
            self,
            request,
            object_id,
            step=step,
            title=title,
            form_class=form_class,
            permission="change",
        )
