"""The desk of quarterly reports: a quarter is closed, written, checked and issued."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from apps.core.admin import (
    LongTextField,
    TextField,
    VerbForm,
    VisibleAdmin,
    action,
    display,
    register,
    step_page,
    verb_page,
)
from apps.core.models.spans import day_in_words
from apps.reports import services
from apps.reports.admin.many import check_page, close_page, issue_page
from apps.reports.choices import ReportStatus
from apps.reports.models import QuarterlyReport

TONES = {
    ReportStatus.CLOSING: "info",
    ReportStatus.DRAFT: "info",
    ReportStatus.CHECKED: "warning",
    ReportStatus.ISSUED: "success",
    ReportStatus.SUPERSEDED: "danger",
    ReportStatus.WITHDRAWN: "danger",
}
ASKED = ("year", "quarter", "zone", "unit")
TYPED = ("problems", "next_steps")


class ReasonForm(VerbForm):
    note = LongTextField(
        label="原因",
        max_length=500,
        help_text="留在办理经过里",
        error_messages={"required": "请写明原因"},
    )


class CloseAgainForm(VerbForm):
    reason = TextField(
        label="重新结账的原因",
        max_length=300,
        help_text="例如“补登了两次会议”。原报告在新报告印发以前仍然有效",
        error_messages={"required": "请写明重新结账的原因"},
    )


@register(QuarterlyReport)
class QuarterlyReportAdmin(VisibleAdmin):
    list_display = ("__str__", "state", "closed_on", "issued_on", "is_printed")
    list_filter = ("year", "quarter", "status")
    search_fields = ("zone__name", "unit__name")
    autocomplete_fields = ("zone", "unit")
    readonly_fields = (*ASKED, "status", "closed_on", "issued_on")
    add_fieldsets = (
        (
            None,
            {
                "fields": (("year", "quarter"), ("zone", "unit")),
                "description": (
                    "保存就是结账：本季度、上季度和去年同期的数字一次固定下来，以后的变动不影响这份报告。"
                    "全市的报告，联系片和单位都不选。"
                ),
            },
        ),
    )
    fieldsets = (
        (None, {"fields": (("year", "quarter"), ("zone", "unit"), ("status", "closed_on"))}),
        ("十一、存在问题与下步安排", {"fields": TYPED}),
    )
    actions_list = ("close_many", "check_many", "issue_many")
    actions_detail = ("review", "send_back", "issue", "withdraw", "close_again", "try_again")

    def get_queryset(self, request):
        return super().get_queryset(request).shown()

    def get_fieldsets(self, request, obj=None):
        return super().get_fieldsets(request, obj) if obj else self.add_fieldsets

    def has_change_permission(self, request, obj=None) -> bool:
        """What is checked has to be sent back before a word of it changes."""
        is_open = obj is None or obj.status == ReportStatus.DRAFT
        return is_open and super().has_change_permission(request, obj)

    def get_readonly_fields(self, request, obj=None):
        return self.readonly_fields if obj else ()

    def perform(self, request, obj, form, change) -> None:
        if change:
            super().perform(request, obj, form, change)
            return
        asked = {name: form.cleaned_data[name] for name in ASKED}
        obj.__dict__.update(services.order_closing(**asked, by=request.user).__dict__)

    def response_add(self, request, obj, post_url_continue=None):
        """On to the report itself, which says how far its closing is."""
        messages.info(request, f"{obj}正在结账。可以离开此页，完成后给您发消息")
        return redirect(obj)

    @display(description="状态", ordering="status", label=TONES)
    def state(self, report) -> tuple[str, str]:
        return report.status, report.get_status_display()

    @display(description="结账日期", ordering="closing__closed_at")
    def closed_on(self, report) -> str:
        return _day(report.closing.closed_at) if report.closing else "—"

    @display(description="印发日期", ordering="issued_at")
    def issued_on(self, report) -> str:
        return _day(report.issued_at) if report.issued_at else "—"

    @display(description="文件")
    def is_printed(self, report) -> str:
        return "已生成" if report.document_id else "—"

    def has_check_permission(self, request, object_id=None) -> bool:
        return request.user.has_perm("reports.check_quarterlyreport")

    def has_issue_permission(self, request, object_id=None) -> bool:
        return request.user.has_perm("reports.issue_quarterlyreport")

    def get_actions_detail(self, request, object_id):
        """Besides the steps: an issued report is closed again, or printed where that failed."""
        report = self.get_object(request, str(object_id))
        offered = super().get_actions_detail(request, object_id)
        hidden = set()
        if report is None or not report.is_issued:
            hidden.add("close_again")
        if report is None or not report.awaits_work:
            hidden.add("try_again")
        return [a for a in offered if a.method.original_function_name not in hidden]

    @action(description="核对", url_path="review", icon="fact_check", permissions=["check"])
    def review(self, request, object_id) -> HttpResponse:
        return self._step(request, object_id, "review", "核对", VerbForm, "check")

    @action(description="退回修改", url_path="send-back", icon="undo", permissions=["check"])
    def send_back(self, request, object_id) -> HttpResponse:
        return self._step(request, object_id, "send_back", "退回修改", ReasonForm, "check")

    @action(description="印发", url_path="issue", icon="send", permissions=["issue"])
    def issue(self, request, object_id) -> HttpResponse:
        return self._verb(
            request,
            object_id,
            "印发",
            VerbForm,
            lambda report, given: services.issue_report(report=report, by=request.user),
            "已印发，文件稍后生成。可以离开此页",
        )

    @action(description="撤回", url_path="withdraw", icon="block", permissions=["issue"])
    def withdraw(self, request, object_id) -> HttpResponse:
        return self._step(request, object_id, "withdraw", "撤回", ReasonForm, "issue")

    @action(
        description="重新结账", url_path="close-again", icon="restart_alt", permissions=["issue"]
    )
    def close_again(self, request, object_id) -> HttpResponse:
        return self._verb(
            request,
            object_id,
            "重新结账",
            CloseAgainForm,
            lambda report, given: services.order_closing_again(
                report=report, by=request.user, **given
            ),
            "正在重新结账，新报告在列表里，完成后给您发消息；核对后印发",
        )

    @action(description="重试", url_path="try-again", icon="refresh", permissions=["issue"])
    def try_again(self, request, object_id) -> HttpResponse:
        """What failed in the background: the closing, or the printing."""
        return self._verb(
            request,
            object_id,
            "重试",
            VerbForm,
            lambda report, given: services.try_again(report=report),
            "已登记，稍后办理",
        )

    @action(
        description="整批结账", url_path="close-many", icon="library_add", permissions=["issue"]
    )
    def close_many(self, request):
        return close_page(self, request)

    @action(description="整批核对", url_path="check-many", icon="fact_check", permissions=["check"])
    def check_many(self, request):
        return check_page(self, request)

    @action(description="整批印发", url_path="issue-many", icon="send", permissions=["issue"])
    def issue_many(self, request):
        return issue_page(self, request)

    def _step(self, request, object_id, step, title, form_class, permission) -> HttpResponse:
        return step_page(
            self,
            request,
            object_id,
            step=step,
            title=title,
            form_class=form_class,
            permission=permission,
        )

    def _verb(self, request, object_id, title, form_class, run, done) -> HttpResponse:
        return verb_page(
            self,
            request,
            object_id,
            title=title,
            form_class=form_class,
            permission="issue",
            run=run,
            done=done,
        )


def _day(moment) -> str:
    return day_in_words(timezone.localdate(moment))
