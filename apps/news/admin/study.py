"""集体学习和培训班."""

from apps.core.admin import (
    RelatedDropdownFilter,
    TabularInline,
    VisibleAdmin,
    display,
    register,
)
from apps.news.models import Audience, ClassAudience, StudySession, TrainingClass


class GatheringAdmin(VisibleAdmin):
    list_select_related = ("unit",)
    date_hierarchy = "starts_on"
    autocomplete_fields = ("unit",)

    @display(description="日期", ordering="starts_on")
    def days(self, gathering) -> str:
        return gathering.days_in_words

    @display(description="参加人次", ordering="person_times")
    def attended(self, gathering) -> str:
        return str(gathering.attendance or "—")


@register(StudySession)
class StudySessionAdmin(GatheringAdmin):
    list_display = ("theme", "number", "days", "unit", "speaker", "audience", "attended")
    list_filter = (("unit", RelatedDropdownFilter),)
    search_fields = ("theme", "speaker", "unit__name")
    fieldsets = (
        (None, {"fields": ("unit", ("number", "sessions"), "theme", ("starts_on", "ends_on"))}),
        ("讲和听", {"fields": ("speaker", "audience", ("person_times", "person_times_hedge"))}),
    )


class AudienceInline(TabularInline):
    model = ClassAudience
    fields = ("audience",)


@register(TrainingClass)
class TrainingClassAdmin(GatheringAdmin):
    list_display = ("name", "days", "unit", "for_whom", "attended")
    list_filter = ("audiences", ("unit", RelatedDropdownFilter))
    search_fields = ("name", "unit__name")
    fieldsets = (
        (None, {"fields": ("unit", ("name", "classes"), ("starts_on", "ends_on"))}),
        ("参加", {"fields": (("person_times", "person_times_hedge"),)}),
    )
    inlines = (AudienceInline,)

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("audiences")

    @display(description="培训对象")
    def for_whom(self, training_class) -> str:
        return "、".join(map(str, training_class.audiences.all())) or "—"


@register(Audience)
class AudienceAdmin(VisibleAdmin):
    list_display = ("name", "order")
    search_fields = ("name",)
    fields = ("name", "order")
