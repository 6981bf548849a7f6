"""Three pages above the list: the reports of a quarter are closed, checked and issued in one go."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone

from apps.core.admin import ChoiceField, LongTextField, ManyChoicesField, VerbForm
from apps.core.periods import Cycle, Period
from apps.indicators.models import Level
from apps.reports import services
from apps.reports.beginning import LEVELS
from apps.reports.choices import ReportStatus
from apps.reports.issuing import order_issues
from apps.reports.models import QuarterlyReport
from apps.reports.work import list_of

LIST = "admin:reports_quarterlyreport_changelist"
CHECK, ISSUE = "reports.check_quarterlyreport", "reports.issue_quarterlyreport"
OF_LEVEL = {Level.WHOLE: "全市", Level.ZONE: "各联系片", Level.UNIT: "各单位"}
# Closed quarters from which one is chosen.
QUARTERS_OFFERED = 8


class ClosingForm(VerbForm):
    """Which reports, and a first draft of what staff type in each of them."""

    period = ChoiceField(label="季度", error_messages={"required": "请选择季度"})
    levels = ManyChoicesField(
        label="给谁结账",
        choices=[(level.value, OF_LEVEL[level]) for level in LEVELS],
        initial=[level.value for level in LEVELS],
        help_text="已经结过账的不重复办",
        error_messages={"required": "请至少选一项"},
    )
    problems = LongTextField(
        label="存在问题（各份共用的初稿）",
        required=False,
        help_text="每段一行；可以留空，以后逐份写",
    )
    next_steps = LongTextField(
        label="下步安排（各份共用的初稿）",
        required=False,
        help_text="每段一行；可以留空，以后逐份写",
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["period"]
        field.choices = [(period.key, period.label) for period in _over()]

    @property
    def offered(self) -> bool:
        return True

    def asked(self) -> dict[str, Any]:
        """As the service wants it."""
        given = dict(self.cleaned_data)
        start = Period.parse(given.pop("period")).start
        return {"year": start.year, "quarter": (start.month + 2) // 3, **given}


class ChosenForm(VerbForm):
    """Reports to tick, all of them beforehand."""

    reports = ManyChoicesField(label="报告", error_messages={"required": "请至少选一份报告"})

    def __init__(self, *args, offered: list[QuarterlyReport], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.offered = {str(report.pk): report for report in offered}
        field: Any = self.fields["reports"]
        field.choices = [(key, str(report)) for key, report in self.offered.items()]
        field.initial = list(self.offered)

    def clean_reports(self) -> list[QuarterlyReport]:
        return [self.offered[key] for key in self.cleaned_data["reports"]]


def close_page(model_admin, request):
    """整批结账: a job with an item for each report; who was closed before is told."""
    _require(request, ISSUE)
    form = ClosingForm(_answers(request))
    if request.method == "POST" and form.is_valid():
        try:
            job, stood = services.order_closings(**form.asked(), by=request.user)
        except ValidationError as refusal:
            form.add_refusal(refusal)
        else:
            reports = list(job.quarterly_reports.all())
            also = f"；{stood}份以前已结账，没有重复" if stood else ""
            messages.success(
                request, f"{len(reports)}份报告正在结账{also}。可以离开此页，完成后给您发消息"
            )
            return redirect(list_of(reports[0]))
    return _answer(model_admin, request, form, "整批结账", "")


def check_page(model_admin, request):
    """整批核对: each report by itself; those that lack something stay, and why is told."""
    _require(request, CHECK)
    form = ChosenForm(_answers(request), offered=_waiting(model_admin, request, ReportStatus.DRAFT))
    if request.method == "POST" and form.is_valid():
        checked = services.check_many(reports=form.cleaned_data["reports"], by=request.user)
        if checked.done:
            messages.success(request, f"{len(checked.done)}份报告已核对")
        for report, why in checked.stayed:
            messages.warning(request, f"“{report}”没有核对：{why}")
        return redirect(LIST)
    return _answer(model_admin, request, form, "整批核对", "没有草拟好、等待核对的报告")


def issue_page(model_admin, request):
    """整批印发: a job with an item for each report, issued and printed."""
    _require(request, ISSUE)
    waiting = _waiting(model_admin, request, ReportStatus.CHECKED)
    form = ChosenForm(_answers(request), offered=waiting)
    if request.method == "POST" and form.is_valid():
        reports = form.cleaned_data["reports"]
        order_issues(reports=reports, by=request.user)
        messages.success(request, f"{len(reports)}份报告正在印发。可以离开此页，完成后给您发消息")
        return redirect(list_of(reports[0]))
    return _answer(model_admin, request, form, "整批印发", "没有已核对、等待印发的报告")


def _over() -> list[Period]:
    """The last quarters that are over, the latest first."""
    period = Period.containing(timezone.localdate(), Cycle.QUARTER)
    found = []
    for _ in range(QUARTERS_OFFERED):
        period = period.previous
        found.append(period)
    return found


def _waiting(model_admin, request, status: ReportStatus) -> list[QuarterlyReport]:
    rows = model_admin.get_queryset(request).filter(status=status)
    return list(rows.by_place())


def _answers(request):
    return request.POST if request.method == "POST" else None


def _require(request, permission: str) -> None:
    if not request.user.has_perm(permission):
        raise PermissionDenied("您没有办理季度报告的权限")


def _answer(model_admin, request, form: forms.Form, title: str, nothing: str):
    context = {
        **model_admin.admin_site.each_context(request),
        "title": title,
        "nothing": nothing,
        "form": form,
        "back": reverse(LIST),
        "opts": model_admin.opts,
    }
    return TemplateResponse(request, "admin/choose.html", context)
