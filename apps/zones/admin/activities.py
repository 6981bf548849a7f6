"""Activities at the desk: rounds of the whole city are written here, records returned, published."""

from django.contrib.admin import SimpleListFilter
from django.utils import timezone

from apps.core.admin import (
    LongTextField,
    TabularInline,
    VerbForm,
    VisibleAdmin,
    action,
    display,
    register,
    step_page,
)
from apps.zones.attendance import attendance_of
from apps.zones.choices import ActivityStatus
from apps.zones.models import (
    AttendingUnit,
    Demand,
    HostUnit,
    Lecture,
    Practice,
    Publication,
    ShownVenue,
    Speech,
    ZoneActivity,
)

TONES = {
    ActivityStatus.PLANNED: "info",
    ActivityStatus.CALLED: "info",
    ActivityStatus.HELD: "warning",
    ActivityStatus.RECORDED: "warning",
    ActivityStatus.PUBLISHED: "success",
    ActivityStatus.CALLED_OFF: "danger",
}


class OfActivityInline(TabularInline):
    tab = True

    def get_queryset(self, request):
        relations = [name for name in self.autocomplete_fields if name]
        return super().get_queryset(request).select_related("activity", *relations)


class HostInline(OfActivityInline):
    model = HostUnit
    fields = ("unit", "provides")
    autocomplete_fields = ("unit",)


class AttendingInline(OfActivityInline):
    model = AttendingUnit
    fields = ("unit", "persons", "persons_hedge")
    autocomplete_fields = ("unit",)


class LectureInline(OfActivityInline):
    model = Lecture
    fields = ("lecturer", "topic")


class SpeechInline(OfActivityInline):
    model = Speech
    fields = ("unit", "person", "speaker", "topic")
    autocomplete_fields = ("unit", "person")


class DemandInline(OfActivityInline):
    model = Demand
    fields = ("kind", "speaker", "gist")


class PracticeInline(OfActivityInline):
    model = Practice
    fields = ("name", "unit", "gist")
    autocomplete_fields = ("unit",)


class VenueInline(OfActivityInline):
    model = ShownVenue
    fields = ("venue",)


class PublicationInline(OfActivityInline):
    model = Publication
    fields = ("title", "medium", "published_on", "address")

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if db_field.name == "address":
            kwargs["assume_scheme"] = "https"
        return super().formfield_for_dbfield(db_field, request, **kwargs)


class WaitingFilter(SimpleListFilter):
    """What the desk's first page counts."""

    title = "待办"
    parameter_name = "waiting"

    def lookups(self, request, model_admin):
        return [("record", "举办后没有记录"), ("publication", "待发布")]

    def queryset(self, request, queryset):
        if self.value() == "record":
            return queryset.waiting_for_record(timezone.localdate())
        if self.value() == "publication":
            return queryset.waiting_for_publication()
        return queryset


class PublishForm(VerbForm):
    """The page itself shows what is published; the reports are rows of the record."""


class ReasonForm(VerbForm):
    note = LongTextField(
        label="原因",
        max_length=500,
        help_text="召集单位会看到",
        error_messages={"required": "请写明原因"},
    )


@register(ZoneActivity)
class ZoneActivityAdmin(VisibleAdmin):
    list_display = ("starts_on", "title", "held_by_words", "attended", "sent", "state")
    list_display_links = ("title",)
    list_filter = (WaitingFilter, "status", "zone__year", "zone__name")
    list_select_related = ("zone", "organiser")
    search_fields = ("title", "theme", "place")
    date_hierarchy = "starts_on"
    autocomplete_fields = ("zone", "part_of", "organiser")
    actions_detail = ("publish", "send_back", "call_off")
    fieldsets = (
        (
            None,
            {
                "fields": (
                    ("zone", "part_of", "organiser"),
                    ("number", "title"),
                    "theme",
                    ("starts_on", "ends_on"),
                    ("place", "base"),
                    "plan",
                    ("hosts_hedge", "practices_hedge"),
                )
            },
        ),
        (
            "参加情况（只公布了总数的）",
            {"fields": (("units", "units_hedge"), ("persons", "persons_hedge"))},
        ),
        ("记录", {"fields": ("record",)}),
    )
    inlines = (
        HostInline,
        AttendingInline,
        LectureInline,
        SpeechInline,
        DemandInline,
        PracticeInline,
        VenueInline,
        PublicationInline,
    )

    def perform(self, request, obj, form, change) -> None:
        if not change:
            obj.created_by = request.user
        super().perform(request, obj, form, change)

    @display(description="联系片", ordering="zone__number")
    def held_by_words(self, activity) -> str:
        return activity.held_by

    @display(description="参加单位")
    def attended(self, activity) -> str:
        return str(self._attendance(activity).units or "—")

    @display(description="参加人数")
    def sent(self, activity) -> str:
        return str(self._attendance(activity).persons or "—")

    def _attendance(self, activity):
        if not hasattr(activity, "attendance"):
            activity.attendance = attendance_of(activity)
        return activity.attendance

    @display(description="状态", ordering="status", label=TONES)
    def state(self, activity) -> tuple[str, str]:
        return activity.status, activity.get_status_display()

    def has_publish_permission(self, request, object_id=None) -> bool:
        return request.user.has_perm("zones.publish_zoneactivity")

    @action(description="发布", url_path="publish", icon="campaign", permissions=["publish"])
    def publish(self, request, object_id):
        return self._step(request, object_id, "publish", "发布", PublishForm, "publish")

    @action(description="退回", url_path="send_back", icon="undo", permissions=["publish"])
    def send_back(self, request, object_id):
        return self._step(request, object_id, "return", "退回", ReasonForm, "publish")

    @action(description="取消活动", url_path="call_off", icon="event_busy", permissions=["publish"])
    def call_off(self, request, object_id):
        return self._step(request, object_id, "call_off", "取消活动", ReasonForm, "convene")

    def _step(self, request, object_id, step: str, title: str, form_class, permission: str):
        return step_page(
            self,
            request,
            object_id,
            step=step,
            title=title,
            form_class=form_class,
            permission=permission,
        )
