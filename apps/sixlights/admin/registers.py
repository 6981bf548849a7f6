"""The desk of honours: entered here, or proposed by branches and checked here."""

from django.contrib.admin import SimpleListFilter

from apps.branches.admin.filters import AreaFilter
from apps.core.admin import (
    TextField,
    VerbForm,
    VisibleAdmin,
    action,
    display,
    emptiness,
    register,
    step_page,
)
from apps.core.lifecycle import begin
from apps.sixlights.choices import HonourStatus
from apps.sixlights.models import CITY_AND_ABOVE, Honour

TONES = {
    HonourStatus.DRAFT: "info",
    HonourStatus.PROPOSED: "warning",
    HonourStatus.CONFIRMED: "success",
    HonourStatus.DECLINED: "danger",
}


class CityAndAboveFilter(SimpleListFilter):
    title = "市级以上"
    parameter_name = "reach"

    def lookups(self, request, model_admin):
        return [("city", "市级以上")]

    def queryset(self, request, queryset):
        return queryset.filter(level__in=CITY_AND_ABOVE) if self.value() == "city" else queryset


class CheckForm(VerbForm):
    note = TextField(label="说明", max_length=200, required=False, help_text="登记人会看到")


class DeclineForm(VerbForm):
    note = TextField(
        label="原因",
        max_length=200,
        help_text="登记人会看到",
        error_messages={"required": "请写明不采用的原因"},
    )


@register(Honour)
class HonourAdmin(VisibleAdmin):
    list_display = (
        *("name", "holder", "organisation", "level"),
        *("granted_by", "granted_on", "state"),
    )
    extra_columns = ("document_number", "created_by")
    list_filter = (
        "level",
        CityAndAboveFilter,
        ("person", emptiness("授予", empty="集体", filled="个人")),
        "status",
        AreaFilter,
    )
    list_select_related = ("organisation", "unit", "person")
    search_fields = ("name", "organisation__name", "person__name", "granted_by")
    autocomplete_fields = ("organisation", "unit", "person")
    date_hierarchy = "granted_on"
    fields = (
        "organisation",
        ("unit", "person"),
        ("name", "level"),
        ("granted_by", "granted_on"),
        "document_number",
    )
    actions_detail = ("accept", "decline")

    @display(description="获得者")
    def holder(self, honour) -> str:
        return str(honour.holder)

    @display(description="状态", ordering="status", label=TONES)
    def state(self, honour) -> tuple[str, str]:
        return honour.status, honour.get_status_display()

    def perform(self, request, obj, form, change) -> None:
        if change:
            super().perform(request, obj, form, change)
        else:
            begin([obj], "enter", by=request.user)

    def get_actions_detail(self, request, object_id):
        """Their steps have names of their own."""
        offered = super().get_actions_detail(request, object_id)
        honour = self.get_object(request, str(object_id))
        return offered if honour and honour.status == HonourStatus.PROPOSED else []

    def has_check_permission(self, request, object_id=None) -> bool:
        return request.user.has_perm("sixlights.check_honour")

    @action(description="核对无误", url_path="accept", icon="check", permissions=["check"])
    def accept(self, request, object_id):
        return self._step(request, object_id, "check", "核对无误", CheckForm)

    @action(description="不采用", url_path="decline", icon="block", permissions=["check"])
    def decline(self, request, object_id):
        return self._step(request, object_id, "decline", "不采用", DeclineForm)

    def _step(self, request, object_id, step: str, title: str, form_class):
        return step_page(
            self,
            request,
            object_id,
            step=step,
            title=title,
            form_class=form_class,
            permission="check",
        )
