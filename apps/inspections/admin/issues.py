"""整改台账: one line for each issue, whoever found it, with all that was done about it."""

from django.db.models import Case, F, When
from django.utils import timezone

from apps.branches.admin.filters import AreaFilter
from apps.core.admin import (
    RelatedDropdownFilter,
    VerbForm,
    VisibleAdmin,
    action,
    display,
    register,
    step_page,
    verb_page,
)
from apps.inspections import services
from apps.inspections.admin.choosing import group_page, reconcile_page
from apps.inspections.admin.filters import RelapseFilter, StageFilter
from apps.inspections.admin.forms import ReasonForm, RecheckForm
from apps.inspections.admin.inlines import (
    EvidenceInline,
    ExtensionInline,
    MeasureInline,
    RecheckInline,
)
from apps.inspections.choices import UNSETTLED, IssueLevel, IssueSource, IssueStatus
from apps.inspections.models import Checklist, Issue

TONES = {
    IssueStatus.OPEN: "warning",
    IssueStatus.REOPENED: "danger",
    IssueStatus.ACKNOWLEDGED: "info",
    IssueStatus.IN_CORRECTION: "info",
    IssueStatus.SUBMITTED: "warning",
    IssueStatus.RETURNED: "danger",
    IssueStatus.RECHECKED: "warning",
    IssueStatus.CLOSED: "success",
    IssueStatus.VOID: "info",
}
LEVELS = {IssueLevel.ORDINARY: "info", IssueLevel.SERIOUS: "warning", IssueLevel.GRAVE: "danger"}
# What stays once it was raised; the deadline moves by an extension alone (R-INS-03).
GIVEN = ("organisation", "source", "item", "meeting_kind", "found_on", "due_on", "relapse_of")
WORDED = ("text", "level", "kind", "source_text")


def _lateness(issue: Issue) -> str:
    today = timezone.localdate()
    if issue.is_overdue(today):
        return "，逾期"
    return "，签收逾期" if issue.is_unacknowledged(today) else ""


@register(Issue)
class IssueAdmin(VisibleAdmin):
    list_display = (
        *("text", "organisation", "source", "rank", "found_on", "due_on", "state", "closed_on"),
    )
    extra_columns = (
        *("unit", "kind", "parent", "item", "first_due_on", "acknowledge_due_on"),
        *("acknowledged_on", "submitted_on", "relapse_of", "reconciled_on", "source_text"),
    )
    list_filter = (
        StageFilter,
        "status",
        "source",
        "level",
        "kind",
        RelapseFilter,
        AreaFilter,
        ("organisation__unit", RelatedDropdownFilter),
    )
    list_select_related = (
        *("organisation", "unit", "parent", "item", "relapse_of", "meeting", "visit__unit"),
    )
    search_fields = ("text", "organisation__name", "organisation__unit__name")
    date_hierarchy = "found_on"
    # What is open by its day, then what was closed, the latest first.
    ordering = (
        Case(When(status__in=UNSETTLED, then=0), default=1),
        F("closed_on").desc(nulls_last=True),
        *("due_on", "pk"),
    )
    autocomplete_fields = ("organisation", "relapse_of")
    fieldsets = (
        (
            None,
            {
                "fields": (
                    "organisation",
                    "text",
                    ("source", "source_text"),
                    ("item", "meeting_kind"),
                    ("level", "kind"),
                    ("found_on", "due_on"),
                    "relapse_of",
                )
            },
        ),
        (
            "办理",
            {
                "fields": (
                    ("status", "first_due_on"),
                    ("acknowledge_due_on", "acknowledged_on"),
                    ("submitted_on", "closed_on"),
                    ("visit", "meeting"),
                    ("parent", "reconciled_on"),
                )
            },
        ),
    )
    shown = (
        *("status", "first_due_on", "acknowledge_due_on", "acknowledged_on"),
        *("submitted_on", "closed_on", "visit", "meeting", "parent", "reconciled_on"),
    )
    inlines = (MeasureInline, EvidenceInline, RecheckInline, ExtensionInline)
    actions_list = ("reconcile", "group")
    actions_detail = ("recheck", "close", "void")

    def get_readonly_fields(self, request, obj=None):
        return (*self.shown, *GIVEN) if obj else self.shown

    def narrow(self, db_field, queryset):
        if db_field.name == "item":
            valid = Checklist.objects.valid_on(timezone.localdate()).order_by()
            return queryset.filter(checklist__in=valid.values("pk"))
        if db_field.name == "relapse_of":
            return queryset.filter(status=IssueStatus.CLOSED).select_related("organisation")
        return queryset

    def picked(self, issue) -> str:
        """Many bodies have an issue of the same words."""
        closed = f"，{issue.closed_on}销号" if issue.closed_on else ""
        return f"{issue.organisation}：{issue.text}{closed}"

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change, **kwargs)
        if "due_on" in form.base_fields:
            form.base_fields["due_on"].required = False
            form.base_fields["due_on"].help_text = "留空的，按问题程度的规定天数计算"
        return form

    def get_changeform_initial_data(self, request) -> dict:
        """The other sources have doors of their own: a visit, a meeting, an observation."""
        return {
            "found_on": timezone.localdate(),
            "source": IssueSource.HIGHER,
            **super().get_changeform_initial_data(request),
        }

    def perform(self, request, obj, form, change) -> None:
        if change:
            # The form has claimed the next version, which is not stored yet.
            worded = {name: form.cleaned_data[name] for name in WORDED}
            services.update_issue(
                issue=obj, expected_version=obj.version - 1, by=request.user, **worded
            )
            return
        given = {name: form.cleaned_data[name] for name in (*GIVEN, *WORDED)}
        raised = services.raise_issue(by=request.user, **given)
        obj.__dict__.update(raised.__dict__)

    def has_recheck_permission(self, request, object_id=None) -> bool:
        return request.user.has_perm("inspections.recheck_issue")

    def has_void_permission(self, request, object_id=None) -> bool:
        return request.user.has_perm("inspections.void_issue")

    def get_actions_detail(self, request, object_id):
        issue = self.get_object(request, str(object_id))
        offered = super().get_actions_detail(request, object_id)
        if issue is None or issue.status == IssueStatus.SUBMITTED:
            return offered
        return [a for a in offered if a.method.original_function_name != "recheck"]

    @display(description="程度", ordering="level", label=LEVELS)
    def rank(self, issue) -> tuple[str, str]:
        return issue.level, issue.get_level_display()

    @display(description="状态", ordering="status", label=TONES)
    def state(self, issue) -> tuple[str, str]:
        return issue.status, f"{issue.get_status_display()}{_lateness(issue)}"

    @action(description="登记复核", url_path="recheck", icon="fact_check", permissions=["recheck"])
    def recheck(self, request, object_id):
        return verb_page(
            self,
            request,
            object_id,
            title="登记复核",
            form_class=RecheckForm,
            permission="recheck",
            run=lambda issue, given: services.recheck(issue=issue, by=request.user, **given),
            done="已登记复核，整改单位会收到消息",
        )

    @action(description="销号", url_path="close", icon="task_alt", permissions=["recheck"])
    def close(self, request, object_id):
        return step_page(
            self,
            request,
            object_id,
            step="close",
            title="销号",
            form_class=VerbForm,
            permission="recheck",
        )

    @action(description="撤销", url_path="void", icon="block", permissions=["void"])
    def void(self, request, object_id):
        return step_page(
            self,
            request,
            object_id,
            step="void",
            title="撤销问题",
            form_class=ReasonForm,
            permission="void",
        )

    def has_group_permission(self, request, object_id=None) -> bool:
        return request.user.has_perm("inspections.change_commonissue")

    @action(description="本季度对账", url_path="reconcile", icon="checklist", permissions=["act"])
    def reconcile(self, request):
        return reconcile_page(self, request)

    @action(description="归入共性问题", url_path="group", icon="hub", permissions=["group"])
    def group(self, request):
        return group_page(self, request)
