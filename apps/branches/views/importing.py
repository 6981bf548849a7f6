"""导入中心: template, upload or paste, preview, import, corrected file, withdrawal."""

from functools import wraps
from urllib.parse import quote

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.views.decorators.http import require_GET, require_POST

from apps.branches.forms import PasteForm, WorkbookForm, kinds_of_sheet
from apps.branches.scope import scope
from apps.core import access, audit, jobs
from apps.core.imports import batches, withdrawal
from apps.core.imports.engine import Busy, Watch
from apps.core.imports.findings import Findings
from apps.core.imports.marked import marked
from apps.core.imports.template import template
from apps.core.models import AuditEvent, ImportBatch

RIGHT = "branches.import_workbook"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# Rows of a table on the page; the corrected file holds them all.
SHOWN = 200
BATCHES_ON_A_PAGE = 15
# Both forms of the page ask for a kind.
PASTE_IDS = "paste_%s"
# A short file that has to wait longer for another one goes to the workers too.
PATIENT = Watch(patience=3)


def importing(view):
    """A file may speak of any organisation, so the right must hold everywhere."""

    @access.permission(RIGHT)
    @wraps(view)
    def guarded(request, *args, **kwargs):
        if not scope(request.user, RIGHT).is_everywhere:
            raise PermissionDenied("导入会涉及全市的党组织，您的授权只在一部分组织内有效")
        return view(request, *args, **kwargs)

    return guarded


@importing
@require_GET
def import_template(request):
    kind = request.GET.get("kind", "")
    known = kind in dict(kinds_of_sheet())
    return _workbook(template(kind if known else ""), f"导入模板{kind if known else ''}.xlsx")


@importing
def import_upload(request):
    """Ask for a file or for cells; what came in before is listed below."""
    is_sent = request.method == "POST"
    form = WorkbookForm(request.POST, request.FILES) if is_sent else WorkbookForm()
    if is_sent and form.is_valid():
        upload = form.cleaned_data["file"]
        batch = batches.submit(
            content=upload.read(),
            name=upload.name,
            kind=form.cleaned_data["kind"],
            by=request.user,
        )
        return _examined(request, batch)
    return _upload_page(request, form, PasteForm(auto_id=PASTE_IDS))


@importing
@require_POST
def import_paste(request):
    form = PasteForm(request.POST, auto_id=PASTE_IDS)
    if not form.is_valid():
        return _upload_page(request, WorkbookForm(), form)
    batch = batches.submit(
        content=form.cleaned_data["text"].encode(),
        name=f"粘贴的{form.cleaned_data['kind']}",
        kind=form.cleaned_data["kind"],
        source=ImportBatch.Source.PASTE,
        by=request.user,
    )
    return _examined(request, batch)


@importing
@require_GET
def import_batch(request, uuid):
    """What the batch is at: progress, preview or result. The progress asks again by itself."""
    batch = get_object_or_404(ImportBatch.objects.select_related("job", "requested_by"), uuid=uuid)
    progress = jobs.progress(batch.job) if batch.job else None
    if progress and not progress.is_finished:
        return _progress_page(request, batch)
    if request.htmx:
        response = HttpResponse()
        response["HX-Refresh"] = "true"
        return response
    return _batch_page(request, batch, has_failed=bool(progress and progress.failed))


@importing
@require_POST
def import_save(request, uuid):
    """Bring in exactly the rows that the preview promised."""
    batch = get_object_or_404(ImportBatch, uuid=uuid)
    if batches.is_long(batch):
        batches.hand_over(batch, batches.SAVE, by=request.user)
        return redirect("branches:import_batch", uuid)
    try:
        if not batches.bring_in_good_rows(batch, by=request.user, request=request, watch=PATIENT):
            messages.error(request, batches.STALE)
    except Busy:
        batches.hand_over(batch, batches.SAVE, by=request.user)
    return redirect("branches:import_batch", uuid)


@importing
@require_GET
def import_marked(request, uuid):
    """The file of the batch in the form of the template, its mistakes written in."""
    batch = get_object_or_404(ImportBatch, uuid=uuid, refusal="", checked_at__isnull=False)
    content = marked(batches.source_of(batch), Findings.from_json(batch.findings))
    audit.record(AuditEvent.Kind.EXPORTED, request=request, subject=f"标错文件 {batch}")
    return _workbook(content, f"标错-{batch.name.rsplit('.', 1)[0]}.xlsx")


@importing
@require_POST
def import_withdraw(request, uuid):
    batch = get_object_or_404(ImportBatch, uuid=uuid)
    try:
        withdrawal.withdraw(batch, by=request.user, request=request)
    except withdrawal.WithdrawalRefused as refusal:
        messages.error(request, f"没有撤销。{refusal}")
    return redirect("branches:import_batch", uuid)


def _examined(request, batch: ImportBatch):
    if batches.is_long(batch):
        batches.hand_over(batch, batches.CHECK, by=request.user)
    else:
        try:
            batches.examine(batch, request=request, watch=PATIENT)
        except Busy:
            batches.hand_over(batch, batches.CHECK, by=request.user)
    return redirect("branches:import_batch", batch.uuid)


def _upload_page(request, form: WorkbookForm, paste: PasteForm):
    rows = ImportBatch.objects.select_related("requested_by").defer("findings")
    page = Paginator(rows, BATCHES_ON_A_PAGE).get_page(request.GET.get("page"))
    return _page(request, "upload", form=form, paste=paste, batches=page, kinds=kinds_of_sheet())


def _progress_page(request, batch: ImportBatch):
    item = batch.job.items.first() if batch.job else None
    if request.htmx:
        return TemplateResponse(
            request, "branches/_import_progress.html", {"batch": batch, "item": item}
        )
    response = _page(request, "progress", batch=batch, item=item)
    # For browsers whose scripts do not run.
    response["Refresh"] = "10"
    return response


def _batch_page(request, batch: ImportBatch, *, has_failed: bool):
    findings = Findings.from_json(batch.findings)
    return _page(
        request,
        "batch",
        batch=batch,
        findings=findings,
        has_failed=has_failed,
        problems=findings.problems[:SHOWN],
        waiting=findings.waiting[:SHOWN],
        changes=findings.changes[:SHOWN],
        until=withdrawal.withdrawable_until(batch),
    )


def _page(request, step: str, **context) -> TemplateResponse:
    return TemplateResponse(
        request,
        f"branches/import_{step}.html",
        {**admin.site.each_context(request), "title": "导入中心", **context},
    )


def _workbook(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=XLSX)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return response
