"""Projects as files: one at once, all of a year in the background."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST, require_safe

from apps.core import access, audit, jobs
from apps.core.models import AuditEvent, JobItem
from apps.core.sending import is_in_messenger, send_bytes
from apps.core.views import open_elsewhere
from apps.projects import listing
from apps.projects.choices import PaperKind
from apps.projects.models import SecretaryProject, YearPaper
from apps.projects.printing import word
from apps.projects.printing.paper import print_sheet
from apps.projects.printing.sheets import sheets_of
from apps.projects.printing.years import bundle_of, order_paper
from apps.projects.views.seen import VIEW, seen

PAPERS, ORDER = "projects.view_yearpaper", "projects.add_yearpaper"
PAPERS_SHOWN, FAILURES_SHOWN = 20, 10


@require_POST
@access.permission(VIEW)
def project_paper(request, uuid: UUID):
    """The project sheet of today, kept with its code; the same state is the same document."""
    return redirect(print_sheet(seen(request, uuid).pk))


@access.permission(VIEW)
@require_safe
def project_word(request, uuid: UUID):
    found = sheets_of(SecretaryProject.objects.visible_to(request.user).filter(uuid=uuid))
    if not found:
        raise Http404
    [(project, sheet)] = found
    name = f"书记项目表_{project}.docx"
    if is_in_messenger(request):
        return open_elsewhere(request, name)
    audit.record(AuditEvent.Kind.DOWNLOADED, request=request, subject=name)
    return send_bytes(word.render(sheet), name=name, content_type=word.CONTENT_TYPE)


@access.permission(PAPERS)
def paper_list(request):
    """The years, and what was printed of them; a POST begins to print."""
    projects = SecretaryProject.objects.visible_to(request.user)
    years = listing.years_of(projects)
    if request.method == "POST":
        return _ordered(request, years)
    papers = YearPaper.objects.visible_to(request.user).select_related("job__requested_by")
    context = {
        "years": years,
        "year": listing.year_asked(request.GET.get("year", ""), years, timezone.localdate()),
        "kinds": PaperKind.choices,
        "papers": papers[:PAPERS_SHOWN],
    }
    return render(request, "projects/paper_list.html", context)


def _ordered(request, years: list[int]):
    year, kind = request.POST.get("year", ""), request.POST.get("kind", "")
    if year not in map(str, years) or kind not in PaperKind.values:
        messages.error(request, "没有开始：请选择有项目的年度，再选要打印的材料")
        return redirect("projects:paper_list")
    paper = order_paper(year=int(year), kind=PaperKind(kind), by=request.user)
    if paper is None:
        messages.error(request, f"没有开始：{year}年还没有已申报的项目")
        return redirect("projects:paper_list")
    return redirect(paper)


@access.permission(PAPERS)
def paper_detail(request, uuid: UUID):
    """How far a paper is; the part that asks again every two seconds comes alone. A POST has the
    failed items tried again."""
    paper = _paper(request, uuid)
    if request.method == "POST":
        jobs.retry_failed(paper.job)
        return redirect(paper)
    progress = jobs.progress(paper.job)
    items = paper.job.items.select_related("document")
    volume = items.exclude(document=None).first() if paper.is_book else None
    context = {
        "paper": paper,
        "progress": progress,
        "document": volume and volume.document,
        "failed": items.filter(status=JobItem.Status.FAILED)[:FAILURES_SHOWN],
    }
    is_part = "HX-Request" in request.headers
    template = "projects/_paper_state.html" if is_part else "projects/paper_detail.html"
    return render(request, template, context)


@access.permission(PAPERS)
@require_safe
def paper_bundle(request, uuid: UUID):
    """All sheets of an order as one ZIP."""
    paper = _paper(request, uuid)
    if paper.is_book or not jobs.progress(paper.job).done:
        raise Http404
    name = f"{paper}.zip"
    if is_in_messenger(request):
        return open_elsewhere(request, name)
    audit.record(AuditEvent.Kind.DOWNLOADED, request=request, subject=name)
    response = StreamingHttpResponse(bundle_of(paper), content_type="application/zip")
    response["Content-Disposition"] = content_disposition_header(True, name)
    return response


def _paper(request, uuid: UUID) -> YearPaper:
    return get_object_or_404(
        YearPaper.objects.visible_to(request.user).select_related("job"), uuid=uuid
    )
