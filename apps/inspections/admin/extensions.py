"""延期申请: asked by the body that corrects, decided here."""

from django.db.models import F
from django.utils.formats import date_format

from apps.branches.admin.filters import AreaFilter
from apps.core.admin import (
    LongTextField,
    ReadOnlyAdmin,
    VerbForm,
    action,
    display,
    register,
    step_page,
)
from apps.inspections.choices import ExtensionStatus
from apps.inspections.models import Extension

TONES = {
    ExtensionStatus.ASKED: "warning",
    ExtensionStatus.APPROVED: "success",
    ExtensionStatus.REFUSED: "danger",
    ExtensionStatus.WITHDRAWN: "info",
}


class ExtensionAreaFilter(AreaFilter):
    unit_lookup = "issue__unit"


class OpinionForm(VerbForm):
    note = LongTextField(
        label="意见", required=False, max_length=500, help_text="可以不写；写了单位会看到"
    )


class RefusalForm(VerbForm):
    note = LongTextField(
        label="原因",
        max_length=500,
        help_text="单位会看到",
        error_messages={"required": "请写明不批准的原因"},
    )


@register(Extension)
class ExtensionAdmin(ReadOnlyAdmin):
    list_display = ("issue", "body", "due_on", "asked_until", "reason", "state")
    list_filter = ("status", ExtensionAreaFilter)
    list_select_related = ("issue__organisation",)
    search_fields = ("issue__text", "issue__organisation__name", "reason")
    # What waits for an answer comes first, then the latest answers.
    ordering = (F("decided_on").desc(nulls_first=True), "asked_until", "pk")
    fields = (
        "issue",
        ("due_on", "first_due_on"),
        ("asked_until", "asked_by"),
        "reason",
        ("status", "decided_on"),
    )
    readonly_fields = ("due_on", "first_due_on")
    actions_detail = ("approve", "refuse")

    def has_decide_permission(self, request, object_id=None) -> bool:
        return request.user.has_perm("inspections.decide_extension")

    @display(description="党组织", ordering="issue__organisation__name")
    def body(self, extension) -> str:
        return str(extension.issue.organisation)

    @display(description="现在的时限", ordering="issue__due_on")
    def due_on(self, extension) -> str:
        return date_format(extension.issue.due_on)

    @display(description="最初时限")
    def first_due_on(self, extension) -> str:
        first = extension.issue.first_due_on
        return date_format(first) if first else "没有改过"

    @display(description="状态", ordering="status", label=TONES)
    def state(self, extension) -> tuple[str, str]:
        return extension.status, extension.get_status_display()

    @action(description="批准", url_path="approve", icon="check", permissions=["decide"])
    def approve(self, request, object_id):
        return self._step(request, object_id, "approve", "批准延期", OpinionForm)

    @action(description="不批准", url_path="refuse", icon="close", permissions=["decide"])
    def refuse(self, request, object_id):
        return self._step(request, object_id, "refuse", "不批准延期", RefusalForm)

    def _step(self, request, object_id, step: str, title: str, form_class):
        return step_page(
            self,
            request,
            object_id,
            step=step,
            title=title,
            form_class=form_class,
            permission="decide",
        )
