"""书记交接: confirmed or sent back; asked for on the pages of the organisation."""

from apps.branches.choices import HandoverStatus
from apps.branches.models import Handover
from apps.core.admin import (
    LongTextField,
    ReadOnlyAdmin,
    VerbForm,
    action,
    display,
    register,
    step_page,
)

TONES = {
    HandoverStatus.REQUESTED: "warning",
    HandoverStatus.CONFIRMED: "success",
    HandoverStatus.DECLINED: "danger",
    HandoverStatus.CANCELLED: "info",
}


class ConfirmForm(VerbForm):
    """The page itself shows who follows whom."""


class DeclineForm(VerbForm):
    note = LongTextField(
        label="退回的原因", max_length=500, error_messages={"required": "请写明退回的原因"}
    )


@register(Handover)
class HandoverAdmin(ReadOnlyAdmin):
    list_display = ("organisation", "leaving", "successor", "takes_over_on", "state")
    list_filter = ("status",)
    list_select_related = ("organisation", "outgoing__person", "successor")
    search_fields = ("organisation__name", "successor__name")
    fields = ("organisation", "leaving", "successor", "takes_over_on", "reason", "status")
    readonly_fields = ("leaving", "status")
    actions_detail = ("confirm", "decline")

    @display(description="现任书记")
    def leaving(self, handover) -> str:
        return str(handover.outgoing.person)

    @display(description="状态", ordering="status", label=TONES)
    def state(self, handover) -> tuple[str, str]:
        return handover.status, handover.get_status_display()

    def has_confirm_permission(self, request, object_id=None) -> bool:
        return request.user.has_perm("branches.confirm_handover")

    @action(description="确认交接", url_path="confirm", icon="check", permissions=["confirm"])
    def confirm(self, request, object_id):
        return self._step(request, object_id, "confirm", "确认交接", ConfirmForm)

    @action(description="退回", url_path="decline", icon="undo", permissions=["confirm"])
    def decline(self, request, object_id):
        return self._step(request, object_id, "decline", "退回", DeclineForm)

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
