"""信息报送: what units reported, and where it was adopted."""

from django.db import models
from django.db.models import Count

from apps.core.admin import (
    RelatedDropdownFilter,
    TabularInline,
    ViewInline,
    VisibleAdmin,
    display,
    register,
)
from apps.news.models import InfoAdoption, InfoFile, InfoSubmission


class AdoptionInline(TabularInline):
    model = InfoAdoption
    fields = ("level", "medium", "starts_on", "ends_on", "issue", "address", "printed_number")

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        """An address without a scheme is one of the web's safe ones."""
        if isinstance(db_field, models.URLField):
            kwargs["assume_scheme"] = "https"
        return super().formfield_for_dbfield(db_field, request, **kwargs)


class FileInline(ViewInline):
    model = InfoFile
    fields = ("name", "size")
    show_change_link = False


@register(InfoSubmission)
class InfoSubmissionAdmin(VisibleAdmin):
    list_display = ("title", "unit", "days", "number", "submitted_to", "adopted")
    list_filter = (
        "adoptions__level",
        ("unit", RelatedDropdownFilter),
    )
    list_select_related = ("unit",)
    search_fields = ("title", "unit__name", "adoptions__medium")
    date_hierarchy = "starts_on"
    autocomplete_fields = ("unit", "article")
    fieldsets = (
        (None, {"fields": ("unit", "title", ("starts_on", "ends_on"), "submitted_to")}),
        ("内容", {"fields": ("article", "text")}),
        ("篇数", {"fields": (("items", "items_hedge"),)}),
    )
    inlines = (AdoptionInline, FileInline)

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(adoption_count=Count("adoptions"))

    @display(description="报送日期", ordering="starts_on")
    def days(self, submission) -> str:
        return submission.days_in_words

    @display(description="篇数", ordering="items")
    def number(self, submission) -> str:
        return str(submission.quantity)

    @display(description="采用次数", ordering="adoption_count")
    def adopted(self, submission) -> int:
        return submission.adoption_count

    def perform(self, request, obj, form, change) -> None:
        if not change:
            obj.submitted_by = request.user
        super().perform(request, obj, form, change)
