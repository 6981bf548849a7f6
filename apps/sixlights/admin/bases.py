"""The desk of theme-day bases and of the visits that are booked there."""

from django.contrib.admin import SimpleListFilter
from django.utils import timezone

from apps.branches.admin.filters import AreaFilter
from apps.core.admin import (
    ReadOnlyAdmin,
    RelatedDropdownFilter,
    TextField,
    VerbForm,
    VisibleAdmin,
    action,
    display,
    emptiness,
    register,
    step_page,
)
from apps.core.lifecycle import history_of
from apps.sixlights.choices import BookingStatus
from apps.sixlights.models import BaseBooking, BaseCategory, ThemeDayBase

TONES = {
    BookingStatus.DRAFT: "info",
    BookingStatus.REQUESTED: "warning",
    BookingStatus.CONFIRMED: "success",
    BookingStatus.DECLINED: "danger",
    BookingStatus.CANCELLED: "info",
    BookingStatus.VISITED: "success",
}


@register(BaseCategory)
class BaseCategoryAdmin(VisibleAdmin):
    list_display = ("name", "order")
    search_fields = ("name",)
    fields = (("order", "name"),)


@register(ThemeDayBase)
class ThemeDayBaseAdmin(VisibleAdmin):
    list_display = ("name", "category", "batch", "plaque_on", "keeper", "capacity", "valid_to")
    extra_columns = ("unit", "address", "opening_hours", "contact_person", "contact_phone")
    list_filter = (
        ("category", RelatedDropdownFilter),
        "batch",
        ("valid_to", emptiness("有效", empty="现有", filled="有结束日期")),
    )
    list_select_related = ("category", "keeper")
    search_fields = ("name", "address", "unit__name")
    autocomplete_fields = ("unit", "keeper")
    fieldsets = (
        (None, {"fields": (("name", "category"), ("batch", "plaque_on"), "address")}),
        (
            "接待",
            {"fields": ("keeper", ("capacity", "opening_hours"), "closed_weekdays")},
        ),
        ("联系", {"fields": ("unit", ("contact_person", "contact_phone"), "introduction")}),
        ("有效期", {"fields": (("valid_from", "valid_to"),)}),
    )


class ConfirmForm(VerbForm):
    note = TextField(label="说明", max_length=200, required=False, help_text="预约人会看到")


class DeclineForm(VerbForm):
    note = TextField(
        label="原因",
        max_length=200,
        help_text="预约人会看到",
        error_messages={"required": "请写明不能安排的原因"},
    )


class WaitingFilter(SimpleListFilter):
    title = "等待答复"
    parameter_name = "waiting"

    def lookups(self, request, model_admin):
        return [("yes", "今天及以后的")]

    def queryset(self, request, queryset):
        return queryset.awaiting(timezone.localdate()) if self.value() == "yes" else queryset


@register(BaseBooking)
class BaseBookingAdmin(ReadOnlyAdmin):
    """Asked for by the branches; confirmed or declined here, never rewritten."""

    list_display = ("visit_on", "slot", "base", "organisation", "persons", "state")
    list_display_links = ("visit_on",)
    list_filter = (WaitingFilter, "status", ("base", RelatedDropdownFilter), AreaFilter)
    list_select_related = ("base", "organisation")
    search_fields = ("base__name", "organisation__name", "purpose")
    date_hierarchy = "visit_on"
    fields = (
        *("base", "organisation", "visit_on", "slot", "persons"),
        *("purpose", "status", "said", "meeting", "created_by"),
    )
    readonly_fields = ("said",)
    actions_detail = ("confirm", "decline")

    @display(description="状态", ordering="status", label=TONES)
    def state(self, booking) -> tuple[str, str]:
        return booking.status, booking.get_status_display()

    @display(description="答复的说明或原因")
    def said(self, booking) -> str:
        answers = history_of(booking).filter(step__in=("confirm", "decline"))
        return "；".join(filter(None, (answer.note for answer in answers))) or "—"

    def has_confirm_permission(self, request, object_id=None) -> bool:
        return request.user.has_perm("sixlights.confirm_basebooking")

    @action(description="确认预约", url_path="confirm", icon="check", permissions=["confirm"])
    def confirm(self, request, object_id):
        return self._step(request, object_id, "confirm", "确认预约", ConfirmForm)

    @action(description="不能安排", url_path="decline", icon="block", permissions=["confirm"])
    def decline(self, request, object_id):
        return self._step(request, object_id, "decline", "答复不能安排", DeclineForm)

    def _step(self, request, object_id, step: str, title: str, form_class):
        return step_page(
            self,
            request,
            object_id,
            step=step,
            title=title,
            form_class=form_class,
            permission="confirm",
        )
