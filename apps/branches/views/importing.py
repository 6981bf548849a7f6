"""导入中心: template, upload and preview, import, result."""

from django.contrib import admin
from django.http import HttpResponse
from django.template.response import TemplateResponse
from django.views.decorators.http import require_GET, require_POST

from apps.branches.forms import ConfirmForm, WorkbookForm
from apps.branches.models import Organisation
from apps.core import access, audit, files
from apps.core.imports import Outcome, WorkbookRefused, bring_in, check
from apps.core.imports.template import template
from apps.core.models import AuditEvent

RIGHT = "branches.import_workbook"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SHOWN = 500


@access.permission(RIGHT)
@require_GET
def import_template(request):
    branches = Organisation.objects.branches().filter(dissolved_on=None)
    names = list(branches.values_list("name", flat=True))
    response = HttpResponse(template({"党支部": names}), content_type=XLSX)
    response["Content-Disposition"] = (
        "attachment; filename*=UTF-8''%E5%AF%BC%E5%85%A5%E6%A8%A1%E6%9D%BF.xlsx"
    )
    return response


@access.permission(RIGHT)
def import_upload(request):
    """Ask for a file and show what bringing it in would do; nothing is saved."""
    form = WorkbookForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["file"]
        content = upload.read()
        try:
            outcome = check(content, name=upload.name)
        except WorkbookRefused as refusal:
            _record_refusal(request, upload.name)
            form.add_error("file", str(refusal))
        else:
            stored = files.store(content, suffix=".xlsx")
            confirm = ConfirmForm(initial={"sha256": stored.sha256, "name": upload.name})
            return _page(request, "preview", outcome=outcome, confirm=confirm, name=upload.name)
    return _page(request, "upload", form=form)


@access.permission(RIGHT)
@require_POST
def import_save(request):
    """Bring in exactly the file of the preview: it is found by its own hash."""
    form = ConfirmForm(request.POST)
    if not form.is_valid():
        return _page(request, "upload", form=WorkbookForm(), message="请重新选择文件")
    name, digest = form.cleaned_data["name"], form.cleaned_data["sha256"]
    try:
        content = files.read(f"{digest[:2]}/{digest}.xlsx")
    except FileNotFoundError:
        return _page(request, "upload", form=WorkbookForm(), message="预览已过期，请重新上传文件")
    outcome = bring_in(content, name=name, by=request.user, request=request)
    confirm = None if outcome.is_saved else form
    step = "result" if outcome.is_saved else "preview"
    return _page(request, step, outcome=outcome, confirm=confirm, name=name)


def _record_refusal(request, name: str) -> None:
    audit.record(AuditEvent.Kind.IMPORTED, request=request, subject=name, succeeded=False)


def _page(request, step: str, **context) -> TemplateResponse:
    outcome: Outcome | None = context.get("outcome")
    shown = {}
    if outcome:
        shown = {
            "problems": outcome.check.problems[:SHOWN],
            "changes": outcome.check.changes[:SHOWN],
            "tallies": outcome.check.tallies,
        }
    return TemplateResponse(
        request,
        f"branches/import_{step}.html",
        {**admin.site.each_context(request), "title": "导入工作簿", **shown, **context},
    )
