"""Renewals: what is due, what waits for a decision, and the steps of the higher body."""

from django.contrib.admin import SimpleListFilter
from django.db.models import Case, When
from django.utils import timezone

from apps.branches.admin.filters import AreaFilter
from apps.core.admin import (
    ViewInline,
    VisibleAdmin,
    action,
    display,
    register,
    step_page,
    verb_page,
)
from apps.elections import services
from apps.elections.admin.forms import (
    AskNothing,
    ConfirmForm,
    DecisionForm,
    NotifyForm,
    ReasonForm,
    paper_of,
)
from apps.elections.checking import advice_of, advice_on_body
from apps.elections.choices import OPEN, RenewalStatus
from apps.elections.models import Election, Renewal, RenewalPaper
from apps.elections.next_steps import next_step

TONES = {
    RenewalStatus.DUE: "danger",
    RenewalStatus.NOTIFIED: "warning",
    RenewalStatus.REQUESTED: "warning",
    RenewalStatus.APPROVED: "info",
    RenewalStatus.LIST_APPROVED: "info",
    RenewalStatus.HELD: "warning",
    RenewalStatus.CONFIRMED: "success",
    RenewalStatus.CANCELLED: "info",
}


class RenewalAreaFilter(AreaFilter):
    unit_lookup = "term__organisation__unit"


class WaitingFilter(SimpleListFilter):
    title = "等待"
    parameter_name = "waiting"

    def lookups(self, request, model_admin):
        return [("notice", "待提醒"), ("decision", "待批复"), ("overdue", "届满未换届")]

    def queryset(self, request, queryset):
        match self.value():
            case "notice":
                return queryset.to_be_noticed()
            case "decision":
                return queryset.to_be_decided()
            case "overdue":
                return queryset.overdue(timezone.localdate())
        return queryset


class PaperInline(ViewInline):
    model = RenewalPaper
    fields = ("kind", "title", "doc_no", "dated_on")
    show_change_link = False

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("renewal__term__organisation")


class ElectionInline(ViewInline):
    model = Election
    fields = ("held_on", "body", "entitled", "present", "ballots", "status")
    readonly_fields = ("status",)

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("term__organisation")


@register(Renewal)
class RenewalAdmin(VisibleAdmin):
    list_display = ("body_name", "ends_on", "state", "planned_on", "held_on", "confirmed_on")
    extra_columns = ("noticed_on", "requested_on", "approved_on", "list_approved_on")
    list_filter = (WaitingFilter, "status", RenewalAreaFilter)
    list_select_related = ("term__organisation",)
    search_fields = ("term__organisation__name",)
    date_hierarchy = "term__ends_on"
    # What is under way, the earliest end of a term at the top; then what is over.
    ordering = (Case(When(status__in=OPEN, then=0), default=1), "term__ends_on", "pk")
    autocomplete_fields = ("term",)
    inlines = (PaperInline, ElectionInline)
    fields = (
        ("term", "ends_on"),
        ("state", "planned_on"),
        "next",
        ("body", "seats"),
        ("noticed_on", "requested_on", "approved_on"),
        ("list_approved_on", "held_on", "confirmed_on"),
        ("next_term", "next_term_years"),
        "advice",
    )
    actions_detail = (
        *("notify", "approve", "send_back", "approve_list"),
        *("confirm", "repeat", "cancel"),
    )

    def has_change_permission(self, request, obj=None) -> bool:
        """A renewal changes through its steps."""
        return obj is None and request.user.has_perm("elections.decide_renewal")

    def get_fields(self, request, obj=None):
        return self.fields if obj else ("term",)

    def get_readonly_fields(self, request, obj=None):
        if obj is None:
            return ()
        told = ("ends_on", "state", "next", "advice")
        return (*super().get_readonly_fields(request, obj), *told)

    def get_inlines(self, request, obj):
        return self.inlines if obj else ()

    @display(description="党组织", ordering="term__organisation__name")
    def body_name(self, renewal) -> str:
        return str(renewal.term)

    @display(description="下一步")
    def next(self, renewal) -> str:
        return next_step(renewal, timezone.localdate())

    @display(description="提示")
    def advice(self, renewal) -> str:
        """What the rules say of the way so far, the seats, and the size of the body (R-ORG)."""
        found = [*advice_of(renewal), *advice_on_body(renewal.organisation)]
        return "；".join(map(str, found)) or "没有"

    @display(description="届满日期", ordering="term__ends_on")
    def ends_on(self, renewal):
        return renewal.term.ends_on

    @display(description="状态", ordering="status", label=TONES)
    def state(self, renewal) -> tuple[str, str]:
        late = "，届满未换届" if renewal.is_overdue(timezone.localdate()) else ""
        return renewal.status, f"{renewal.get_status_display()}{late}"

    def perform(self, request, obj, form, change) -> None:
        opened = services.open_renewal(term=obj.term, by=request.user)
        obj.__dict__.update(opened.__dict__)

    def has_guide_permission(self, request, object_id=None) -> bool:
        return request.user.has_perm("elections.guide_renewal")

    def has_decide_permission(self, request, object_id=None) -> bool:
        return request.user.has_perm("elections.decide_renewal")

    @action(description="发提醒函", url_path="notify", icon="mail", permissions=["guide"])
    def notify(self, request, object_id):
        return verb_page(
            self,
            request,
            object_id,
            title="发提醒函",
            form_class=NotifyForm,
            run=lambda renewal, given: services.notify_body(
                renewal=renewal, doc_no=given["doc_no"], by=request.user
            ),
            done="已提醒，提醒函可以在换届页面打印",
            permission="guide",
        )

    @action(description="批复换届", url_path="approve", icon="task_alt", permissions=["decide"])
    def approve(self, request, object_id):
        return verb_page(
            self,
            request,
            object_id,
            title="批复换届",
            form_class=DecisionForm,
            run=lambda renewal, given: services.approve_renewal(
                renewal=renewal,
                paper=paper_of(given, f"关于同意{renewal.organisation}换届选举的批复"),
                by=request.user,
            ),
            done="已批复，批复可以在换届页面打印",
            permission="decide",
        )

    @action(description="批复选举结果", url_path="confirm", icon="verified", permissions=["decide"])
    def confirm(self, request, object_id):
        return verb_page(
            self,
            request,
            object_id,
            title="批复选举结果",
            form_class=ConfirmForm,
            run=lambda renewal, given: services.confirm_result(
                renewal=renewal,
                in_office_on=given["in_office_on"],
                term_years=given["term_years"],
                paper=paper_of(given, f"关于{renewal.organisation}选举结果的批复"),
                by=request.user,
            ),
            done="已批复，新一届的任期和职务已登记",
            permission="decide",
        )

    @action(description="退回请示", url_path="send_back", icon="undo", permissions=["decide"])
    def send_back(self, request, object_id):
        return self._step(request, object_id, "send_back", "退回请示", "decide", ReasonForm)

    @action(
        description="批准候选人预备人选",
        url_path="approve_list",
        icon="checklist",
        permissions=["decide"],
    )
    def approve_list(self, request, object_id):
        return self._step(request, object_id, "approve_list", "批准候选人预备人选", "decide")

    @action(description="重新选举", url_path="repeat", icon="replay", permissions=["decide"])
    def repeat(self, request, object_id):
        return self._step(request, object_id, "repeat", "要求重新选举", "decide", ReasonForm)

    @action(description="撤销换届", url_path="cancel", icon="block", permissions=["guide"])
    def cancel(self, request, object_id):
        return self._step(request, object_id, "cancel", "撤销换届", "guide", ReasonForm)

    def _step(self, request, object_id, step, title, permission, form_class=AskNothing):
        return step_page(
            self,
            request,
            object_id,
            step=step,
            title=title,
            form_class=form_class,
            permission=permission,
        )
