"""Two pages above the ledger: issues are gone through by quarter, and joined to a common one."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from apps.core.admin import ChoiceOfRow, ManyChoicesField, TextField, VerbForm
from apps.core.models.spans import day_in_words
from apps.inspections import services
from apps.inspections.models import CommonIssue, Issue
from apps.inspections.rules import reconciliation_of

LIST = "admin:inspections_issue_changelist"


class ChosenForm(VerbForm):
    """Issues to tick."""

    issues = ManyChoicesField(label="问题", error_messages={"required": "请至少选一个问题"})

    def __init__(self, *args, offered: list[Issue], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.offered = {str(issue.pk): issue for issue in offered}
        field: Any = self.fields["issues"]
        field.choices = [(key, _in_words(issue)) for key, issue in self.offered.items()]

    def clean_issues(self) -> list[Issue]:
        return [self.offered[key] for key in self.cleaned_data["issues"]]


class ReconcileForm(ChosenForm):
    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["issues"].initial = list(self.offered)


class GroupForm(ChosenForm):
    common = ChoiceOfRow(
        label="已有的共性问题",
        queryset=CommonIssue.objects.none(),
        required=False,
        empty_label="新建一条",
    )
    text = TextField(
        label="新的共性问题", required=False, max_length=300, help_text="归入已有的不用填"
    )
    field_order = ("common", "text", "issues")

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["common"]
        field.queryset = CommonIssue.objects.of_year(timezone.localdate().year)

    def clean(self):
        cleaned = super().clean()
        if not (cleaned.get("common") or cleaned.get("text")):
            self.add_error("text", "请选择已有的共性问题，或写新的共性问题")
        return cleaned


def reconcile_page(model_admin, request):
    """R-INS-05 定期对账: whatever is open and was not gone through in this quarter's last week."""
    if not model_admin.has_act_permission(request):
        raise PermissionDenied("您没有对账的权限")
    begins_on = reconciliation_of(timezone.localdate())
    rows = _rows(model_admin, request).unreconciled(begins_on)
    form = ReconcileForm(request.POST or None, offered=list(rows))
    if request.method == "POST" and form.is_valid():
        number = services.reconcile(issues=form.cleaned_data["issues"], by=request.user)
        messages.success(request, f"已对账 {number} 个未销号问题")
        return redirect(LIST)
    if timezone.localdate() < begins_on:
        day = date_format(begins_on)
        messages.info(request, f"本季度从{day}起对账；现在对过的，到时候还要再对一次")
    return _answer(model_admin, request, form, "本季度对账", "没有等待对账的问题")


def group_page(model_admin, request):
    """R-INS-04: issues of several units become children of one item of the city."""
    if not model_admin.has_group_permission(request):
        raise PermissionDenied("您没有归集共性问题的权限")
    rows = _rows(model_admin, request).standing().filter(parent=None).unsettled()
    form = GroupForm(request.POST or None, offered=list(rows))
    if request.method == "POST" and form.is_valid():
        try:
            common = _group(request, form.cleaned_data)
        except ValidationError as refusal:
            form.add_refusal(refusal)
        else:
            messages.success(request, f"已归入共性问题“{common}”")
            return redirect("admin:inspections_commonissue_change", common.pk)
    return _answer(model_admin, request, form, "归入共性问题", "没有可以归集的问题")


@transaction.atomic
def _group(request, given: dict[str, Any]) -> CommonIssue:
    common, issues = given["common"], given["issues"]
    fields = {} if common else {"text": given["text"], "year": timezone.localdate().year}
    return services.group_issues(issues=issues, by=request.user, common=common, **fields)


def _rows(model_admin, request):
    rows = model_admin.get_queryset(request).select_related("organisation", "item")
    return rows.order_by("item", "text", "pk")


def _in_words(issue: Issue) -> str:
    return f"{issue.organisation}：{issue.text}（时限 {day_in_words(issue.due_on)}）"


def _answer(model_admin, request, form: ChosenForm, title: str, nothing: str):
    context = {
        **model_admin.admin_site.each_context(request),
        "title": title,
        "nothing": nothing,
        "form": form,
        "back": reverse(LIST),
        "opts": model_admin.opts,
    }
    return TemplateResponse(request, "admin/choose.html", context)
