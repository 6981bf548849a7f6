"""Reports on screen: which there are, what stands in one, and the rows behind its numbers."""

from collections import Counter
from collections.abc import Iterable
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from apps.branches.models import Organisation
from apps.core import access, audit
from apps.core.models import AuditEvent, JobItem
from apps.core.sending import is_in_messenger, send_bytes
from apps.core.views import open_elsewhere
from apps.indicators import catalogue
from apps.indicators.views import rows_shown
from apps.reports import word
from apps.reports.composing import paper_of
from apps.reports.duties import MEASURE_WORD, is_of_duties
from apps.reports.models import QuarterlyReport
from apps.reports.numbers import Asked, asked, duties_of, label_of, value_of
from apps.reports.pages import newer_than, page_of, state_of, story_of
from apps.reports.printing import bundle_of

VIEW = "reports.view_quarterlyreport"
DUTIES = "duties.view_dutyrule"
PAGE_SIZE = 50


@access.permission(VIEW)
@require_safe
def report_list(request):
    """Of one year or of all, by quarter, the latest first: the city, its zones, its units."""
    visible = QuarterlyReport.objects.visible_to(request.user)
    years = list(visible.order_by("-year").values_list("year", flat=True).distinct())
    year = request.GET.get("year", "")
    reports = visible.filter(year=int(year)) if year in map(str, years) else visible
    page = Paginator(reports.shown().by_place(), PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "bundled": _bundled(page),
        "years": years,
        "year": year,
        "address": f"year={year}",
    }
    return render(request, "reports/report_list.html", context)


def _bundled(reports: Iterable[QuarterlyReport]) -> set[str]:
    """The quarters of which at least two papers stand: one alone is downloaded by itself."""
    printed = Counter(one.period.key for one in reports if one.is_issued and one.document)
    return {quarter for quarter, number in printed.items() if number > 1}


@access.permission(VIEW)
@require_safe
def report_bundle(request):
    """All printed reports of a quarter that the reader may see and that stand, as one ZIP."""
    visible = QuarterlyReport.objects.visible_to(request.user)
    try:
        printed = visible.about_period(request.GET.get("period", "")).issued()
    except ValueError as error:
        raise Http404(str(error)) from None
    reports = list(printed.exclude(document=None).shown().by_place())
    if not reports:
        raise Http404("这个季度还没有可以下载的报告，请从季度报告的列表里下载")
    name = f"{reports[0].period.label}报告.zip"
    if is_in_messenger(request):
        return open_elsewhere(request, name)
    audit.record(AuditEvent.Kind.DOWNLOADED, request=request, subject=name)
    response = StreamingHttpResponse(bundle_of(reports), content_type="application/zip")
    response["Content-Disposition"] = content_disposition_header(True, name)
    return response


@access.permission(VIEW)
@require_safe
def report_detail(request, uuid: UUID):
    """The very values of the paper; until it is issued, as they would be printed today. The part
    that asks again while something is done in the background comes alone."""
    report = _seen(request, uuid)
    state = state_of(report)
    if "HX-Request" in request.headers:
        return _state(request, report, state)
    context = {
        "report": report,
        "state": state,
        "paper": page_of(report) if report.closing else None,
        "newer": newer_than(report),
        "story": story_of(report),
        "may_write": request.user.has_perm("reports.change_quarterlyreport", report),
    }
    return render(request, "reports/report_detail.html", context)


def _state(request, report: QuarterlyReport, state: JobItem | None):
    """A report that has been closed meanwhile has more to show than its state."""
    response = render(request, "reports/_state.html", {"report": report, "state": state})
    if report.closing and not report.was_sent_out:
        response["HX-Refresh"] = "true"
    return response


@access.permission(VIEW)
@require_safe
def report_word(request, uuid: UUID):
    """The same values as a Word file."""
    report = _closed(request, uuid)
    name = f"{report}.docx"
    if is_in_messenger(request):
        return open_elsewhere(request, name)
    audit.record(AuditEvent.Kind.DOWNLOADED, request=request, subject=name)
    content = word.write(paper_of(report), is_draft=not report.was_sent_out)
    return send_bytes(content, name=name, content_type=word.CONTENT_TYPE)


@access.permission(VIEW)
@require_safe
def report_numbers(request, uuid: UUID, ref: str):
    """The rows behind one number as they are now, and what it was on the day of closing."""
    report = _closed(request, uuid)
    try:
        number = asked(report, ref)
        shown = _duties if is_of_duties(number.key) else _rows
        return shown(request, number)
    except (LookupError, ValueError) as error:
        raise Http404(str(error)) from None


def _rows(request, number: Asked):
    indicator = catalogue.get(number.key)
    where = Organisation.objects.filter(pk__in=number.organisations())
    context = rows_shown(request, indicator, number.period, where)
    context |= _told(number, indicator.unit)
    context["is_same"] = context["frozen"] == context["number"]
    return render(request, "reports/number_rows.html", context)


def _duties(request, number: Asked):
    if not request.user.has_perm(DUTIES):
        raise PermissionDenied("您没有查看应办事项的权限")
    found = duties_of(number)
    context = _told(number, MEASURE_WORD) | {
        "page": Paginator(found, PAGE_SIZE).get_page(request.GET.get("page")),
        "address": "",
        "total": len(found),
    }
    return render(request, "reports/number_duties.html", context)


def _told(number: Asked, unit: str) -> dict:
    frozen = number.frozen()
    return {
        "report": number.report,
        "place": number.place,
        "period": number.period,
        "label": label_of(frozen, number.key),
        "frozen": value_of(frozen, unit),
    }


def _seen(request, uuid: UUID) -> QuarterlyReport:
    reports = QuarterlyReport.objects.visible_to(request.user)
    related = reports.select_related("closing", "zone", "unit", "document", "job", "corrects")
    return get_object_or_404(related, uuid=uuid)


def _closed(request, uuid: UUID) -> QuarterlyReport:
    report = _seen(request, uuid)
    if report.closing is None:
        raise Http404("这份报告没有结账，没有数字")
    return report
