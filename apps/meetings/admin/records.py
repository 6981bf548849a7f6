"""The review desk: records are read here, passed or sent back with a reason; nothing is rewritten."""

from functools import partial

from django.urls import path

from apps.branches.admin.filters import AreaFilter
from apps.core.admin import (
    ReadOnlyAdmin,
    RelatedDropdownFilter,
    TextField,
    VerbForm,
    action,
    display,
    register,
    step_page,
)
from apps.core.lifecycle import lifecycle_of
from apps.meetings.admin.filters import LateFilter, NotesFilter, PeriodFilter, WeekFilter
from apps.meetings.admin.inlines import (
    AgendaInline,
    AttendanceInline,
    GuestInline,
    ResolutionInline,
    SpeechInline,
    VoteInline,
)
from apps.meetings.admin.reasons import ReturnForm
from apps.meetings.admin.review import review_queue
from apps.meetings.choices import MeetingStatus
from apps.meetings.models import Meeting

TONES = {
    MeetingStatus.DRAFT: "info",
    MeetingStatus.FILED: "warning",
    MeetingStatus.RETURNED: "danger",
    MeetingStatus.REVIEWED: "success",
    MeetingStatus.ARCHIVED: "success",
    MeetingStatus.SUPERSEDED: "info",
    MeetingStatus.VOID: "info",
}


class PassForm(VerbForm):
    note = TextField(label="说明", max_length=200, required=False, help_text="可不填")


@register(Meeting)
class MeetingAdmin(ReadOnlyAdmin):
    list_display = ("held_on", "title", "organisation", "heads", "state", "filed_at")
    list_display_links = ("title",)
    extra_columns = (
        *("kind", "place", "chair", "recorder", "present_count", "expected_count"),
        *("created_by", "reviewed_at"),
    )
    list_filter = (
        "kind",
        AreaFilter,
        ("organisation__unit", RelatedDropdownFilter),
        PeriodFilter,
        "status",
        LateFilter,
        NotesFilter,
        WeekFilter,
    )
    list_select_related = ("organisation",)
    search_fields = ("organisation__name", "title")
    ordering = ("-held_on", "-pk")
    inlines = (
        AgendaInline,
        AttendanceInline,
        VoteInline,
        ResolutionInline,
        SpeechInline,
        GuestInline,
    )
    actions_detail = ("review", "send_back", "archive")
    fieldsets = (
        (
            None,
            {"fields": ("organisation", "title", "status", ("started_at", "ended_at"), "place")},
        ),
        ("人员", {"fields": (("chair", "chair_reason"), "recorder", "heads")}),
        ("记录", {"fields": ("minutes_style", "minutes")}),
        ("更正", {"fields": ("corrects", "correction_reason")}),
        ("办理", {"fields": (("created_by", "filed_at", "reviewed_at"),)}),
    )

    def get_urls(self):
        queue = self.admin_site.admin_view(partial(review_queue, self))
        queue.model_admin = self
        return [path("queue/", queue, name="meetings_meeting_queue"), *super().get_urls()]

    @display(description="实到/应到")
    def heads(self, obj) -> str:
        return f"{obj.present_count}/{obj.expected_count}"

    @display(description="状态", ordering="status", label=TONES)
    def state(self, obj) -> tuple[str, str]:
        return obj.status, obj.get_status_display()

    def get_actions_detail(self, request, object_id):
        """Only the steps that are open; the path of each action is the name of its step."""
        offered = super().get_actions_detail(request, object_id)
        meeting = self.get_object(request, object_id)
        if meeting is None:
            return offered
        open_now = {t.step for t in lifecycle_of(meeting).open_steps(meeting, request.user)}
        return [button for button in offered if button.path in open_now]

    def has_review_permission(self, request, object_id=None) -> bool:
        return request.user.has_perm("meetings.review_meeting")

    def has_archive_permission(self, request, object_id=None) -> bool:
        return request.user.has_perm("meetings.archive_meeting")

    @action(description="通过", url_path="review", icon="check", permissions=["review"])
    def review(self, request, object_id):
        return self._step(request, object_id, "review", "通过", PassForm)

    @action(description="退回", url_path="return", icon="undo", permissions=["review"])
    def send_back(self, request, object_id):
        return self._step(request, object_id, "return", "退回", ReturnForm)

    @action(description="归档", url_path="archive", icon="inventory_2", permissions=["archive"])
    def archive(self, request, object_id):
        return self._step(request, object_id, "archive", "归档", PassForm)

    def _step(self, request, object_id, step: str, title: str, form_class):
        return step_page(
            self,
            request,
            object_id,
            step=step,
            title=title,
            form_class=form_class,
            permission="archive" if step == "archive" else "review",
        )
