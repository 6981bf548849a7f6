"""Observations at the desk: who goes when, what came back, and the unit's feedback."""

from django.contrib.admin import SimpleListFilter
from django.db.models import Prefetch
from django.http import HttpResponse
from django.utils import timezone

from apps.branches.admin.filters import AreaFilter
from apps.core.admin import (
    ReadOnlyAdmin,
    ViewInline,
    action,
    display,
    register,
    step_page,
    verb_page,
)
from apps.observations import services
from apps.observations.admin.forms import AgreeForm, ReasonForm, TeamForm, WordsForm
from apps.observations.choices import ObservationStatus
from apps.observations.models import ItemFinding, Observation, ObservedProblem, Observer

TONES = {
    ObservationStatus.PLANNED: "info",
    ObservationStatus.NOTIFIED: "info",
    ObservationStatus.HELD: "warning",
    ObservationStatus.RETURNED: "warning",
    ObservationStatus.FED_BACK: "success",
    ObservationStatus.CALLED_OFF: "danger",
}


class AreaOfGroupFilter(AreaFilter):
    unit_lookup = "group__unit"


class WaitingFilter(SimpleListFilter):
    title = "待办"
    parameter_name = "waiting"

    def lookups(self, request, model_admin):
        return [
            ("day", "到了计划月份没有商定日期"),
            ("notice", "该通知单位"),
            ("form", "反馈表逾期未交"),
        ]

    def queryset(self, request, queryset):
        today = timezone.localdate()
        match self.value():
            case "day":
                return queryset.without_day(today)
            case "notice":
                return queryset.notice_due(today)
            case "form":
                return queryset.form_overdue(today)
        return queryset


class ObserverInline(ViewInline):
    model = Observer
    fields = ("person", "is_head")
    readonly_fields = fields
    show_change_link = False

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("person")


class FindingInline(ViewInline):
    model = ItemFinding
    fields = ("item", "words", "remark")
    readonly_fields = fields
    show_change_link = False

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("item")

    @display(description="评价")
    def words(self, finding) -> str:
        return finding.words


class ProblemInline(ViewInline):
    model = ObservedProblem
    fields = ("text", "issue")
    readonly_fields = fields
    show_change_link = False

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("issue")


@register(Observation)
class ObservationAdmin(ReadOnlyAdmin):
    list_display = (
        "group",
        "planned_label",
        "scheduled_on",
        "team",
        "notified_on",
        "form_due_on",
        "returned_on",
        "state",
    )
    list_filter = ("cycle", "status", WaitingFilter, AreaOfGroupFilter)
    list_select_related = ("group__unit",)
    search_fields = ("group__unit__name", "observers__person__name")
    fieldsets = (
        (
            None,
            {
                "fields": (
                    ("cycle", "group", "status"),
                    ("planned_label", "session"),
                    ("notice_due_on", "notified_on"),
                    ("form_due_on", "returned_on", "fed_back_on"),
                )
            },
        ),
        (
            "反馈表",
            {
                "fields": (
                    ("overall", "has_plan", "has_minutes"),
                    "summary",
                    "highlights",
                    "suggestions",
                )
            },
        ),
    )
    readonly_fields = (
        *("planned_label", "status", "notice_due_on", "notified_on", "form_due_on", "returned_on"),
        "fed_back_on",
    )
    inlines = (ObserverInline, FindingInline, ProblemInline)
    actions_detail = (
        *("agree", "assign", "notify", "postpone", "hear", "send_back", "feed_back"),
        "call_off",
    )

    def get_queryset(self, request):
        team = Observer.objects.select_related("person")
        return super().get_queryset(request).prefetch_related(Prefetch("observers", team))

    @display(description="计划月份", ordering="planned_month")
    def planned_label(self, observation) -> str:
        return f"{observation.planned_month:%Y年%-m月}"

    @display(description="旁听组")
    def team(self, observation) -> str:
        return "、".join(map(str, observation.observers.all())) or "—"

    @display(description="状态", ordering="status", label=TONES)
    def state(self, observation) -> tuple[str, str]:
        return observation.status, observation.get_status_display()

    def has_conduct_permission(self, request, object_id=None) -> bool:
        return request.user.has_perm("observations.conduct_observation")

    def has_return_permission(self, request, object_id=None) -> bool:
        return request.user.has_perm("observations.return_observation")

    def get_actions_detail(self, request, object_id):
        """Besides the steps: the day is agreed and the team chosen while it is ahead; a unit is
        told of a day once there is one."""
        observation = self.get_object(request, str(object_id))
        offered = super().get_actions_detail(request, object_id)
        hidden = set()
        if observation is None or observation.status != ObservationStatus.PLANNED:
            hidden.add("agree")
        if observation is None or not observation.is_ahead:
            hidden.add("assign")
        if observation is None or observation.session_id is None:
            hidden.add("notify")
        return [a for a in offered if a.method.original_function_name not in hidden]

    @action(description="商定日期", url_path="agree", icon="event", permissions=["conduct"])
    def agree(self, request, object_id) -> HttpResponse:
        return verb_page(
            self,
            request,
            object_id,
            title="商定日期",
            form_class=AgreeForm,
            permission="conduct",
            run=lambda observation, given: services.agree(observation=observation, **given),
            done="旁听日期已定，通知和交表的期限已算好",
        )

    @action(description="派旁听组", url_path="assign", icon="group_add", permissions=["conduct"])
    def assign(self, request, object_id) -> HttpResponse:
        return verb_page(
            self,
            request,
            object_id,
            title="派旁听组",
            form_class=TeamForm,
            permission="conduct",
            run=lambda observation, given: services.assign(observation=observation, **given),
            done="旁听组已改派",
        )

    @action(description="通知单位", url_path="notify", icon="campaign", permissions=["conduct"])
    def notify(self, request, object_id):
        return self._step(request, object_id, "notify", "通知单位", WordsForm)

    @action(description="改期", url_path="postpone", icon="update", permissions=["conduct"])
    def postpone(self, request, object_id):
        return self._step(request, object_id, "postpone", "改期", ReasonForm)

    @action(description="登记已旁听", url_path="hear", icon="hearing", permissions=["return"])
    def hear(self, request, object_id):
        return self._step(request, object_id, "hear", "登记已旁听", WordsForm, "return")

    @action(description="退回反馈表", url_path="send-back", icon="undo", permissions=["conduct"])
    def send_back(self, request, object_id):
        return self._step(request, object_id, "send_back", "退回反馈表", ReasonForm)

    @action(description="反馈单位", url_path="feed-back", icon="send", permissions=["conduct"])
    def feed_back(self, request, object_id):
        return self._step(request, object_id, "feed_back", "反馈单位", WordsForm)

    @action(description="取消旁听", url_path="call-off", icon="block", permissions=["conduct"])
    def call_off(self, request, object_id):
        return self._step(request, object_id, "call_off", "取消旁听", ReasonForm)

    def _step(self, request, object_id, step, title, form_class, permission="conduct"):
        return step_page(
            self,
            request,
            object_id,
            step=step,
            title=title,
            form_class=form_class,
            permission=permission,
        )
