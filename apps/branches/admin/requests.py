"""Requests of branches for changes in the register: settled or refused here, never rewritten."""

from django.db.models import OuterRef, Subquery

from apps.branches.choices import RequestStatus
from apps.branches.models import MembershipRequest
from apps.core.admin import (
    ReadOnlyAdmin,
    TextField,
    VerbForm,
    action,
    display,
    register,
    step_page,
)
from apps.core.models import StatusChange

TONES = {
    RequestStatus.DRAFT: "info",
    RequestStatus.REQUESTED: "warning",
    RequestStatus.DONE: "success",
    RequestStatus.REFUSED: "danger",
    RequestStatus.WITHDRAWN: "info",
}


class AnswerForm(VerbForm):
    note = TextField(label="答复", max_length=200, required=False, help_text="申请人会看到")


class RefusalForm(VerbForm):
    note = TextField(
        label="原因",
        max_length=200,
        help_text="申请人会看到",
        error_messages={"required": "请写明不予办理的原因"},
    )


@register(MembershipRequest)
class MembershipRequestAdmin(ReadOnlyAdmin):
    list_display = ("created_at", "person_name", "kind", "organisation", "state")
    list_display_links = ("person_name",)
    list_filter = ("status", "kind")
    list_select_related = ("organisation",)
    search_fields = ("person_name", "organisation__name")
    fields = ("organisation", "kind", "person_name", "detail", "created_by", "status", "answer")
    readonly_fields = fields
    actions_detail = ("settle", "refuse")

    def get_queryset(self, request):
        steps = StatusChange.objects.filter(
            model_label="branches.MembershipRequest", object_pk=OuterRef("pk")
        )
        last = Subquery(steps.order_by("-pk").values("note")[:1])
        return super().get_queryset(request).annotate(last_note=last)

    @display(description="状态", ordering="status", label=TONES)
    def state(self, asked) -> tuple[str, str]:
        return asked.status, asked.get_status_display()

    @display(description="答复")
    def answer(self, asked) -> str:
        return asked.last_note or "—"

    def has_settle_permission(self, request, object_id=None) -> bool:
        return request.user.has_perm("branches.settle_membershiprequest")

    @action(description="办结", url_path="settle", icon="check", permissions=["settle"])
    def settle(self, request, object_id):
        return self._step(request, object_id, "settle", "办结", AnswerForm)

    @action(description="不予办理", url_path="refuse", icon="block", permissions=["settle"])
    def refuse(self, request, object_id):
        return self._step(request, object_id, "refuse", "不予办理", RefusalForm)

    def _step(self, request, object_id, step: str, title: str, form_class):
        return step_page(
            self,
            request,
            object_id,
            step=step,
            title=title,
            form_class=form_class,
            permission="settle",
        )
