"""Records and minute books as files."""

from uuid import UUID

from django.contrib import messages
from django.db.models import Count
from django.db.models.functions import ExtractYear
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from apps.branches.choices import OrganisationKind
from apps.branches.models import Organisation
from apps.branches.scope import scope
from apps.core import access, audit, jobs
from apps.core.models import AuditEvent, JobItem
from apps.core.sending import is_in_messenger, is_on_phone, send_bytes
from apps.core.views import open_elsewhere
from apps.meetings.documents import RecordSheet
from apps.meetings.models import Meeting, PaperOrder
from apps.meetings.printing import word
from apps.meetings.printing.book import records_held_by
from apps.meetings.printing.orders import order_minute_book, order_record
from apps.meetings.printing.paper import is_long, render_record
from apps.meetings.printing.records import sheets_of

VIEW = "meetings.view_paperorder"
FEW = 50
# The meetings of a subgroup stand in the book of its branch.
WITHOUT_BOOK = (OrganisationKind.SUBGROUP, OrganisationKind.WORK_COMMITTEE)


@access.permission("meetings.view_meeting")
@require_safe
def meeting_pdf(request, uuid: UUID):
    """The record as a PDF; on a phone first as a page, in a messenger as a page only (ux 3.5)."""
    meeting, sheet = _sheet(request, uuid)
    in_messenger = is_in_messenger(request)
    if in_messenger or (is_on_phone(request) and "file" not in request.GET):
        return _as_page(request, meeting, sheet, in_messenger)
    if is_long(sheet):
        return redirect(order_record(meeting=meeting, by=request.user))
    content = render_record(meeting, sheet)
    return _send(request, sheet, content, "pdf", "application/pdf")


@access.permission("meetings.view_meeting")
@require_safe
def meeting_word(request, uuid: UUID):
    _, sheet = _sheet(request, uuid)
    if is_in_messenger(request):
        return open_elsewhere(request, sheet["heading"])
    return _send(request, sheet, word.render(sheet), "docx", word.CONTENT_TYPE)


def _sheet(request, uuid: UUID) -> tuple[Meeting, RecordSheet]:
    found = sheets_of(Meeting.objects.visible_to(request.user).filter(uuid=uuid))
    if not found:
        raise Http404
    return found[0]


def _as_page(request, meeting: Meeting, sheet: RecordSheet, in_messenger: bool):
    address = f"{reverse('meetings:meeting_pdf', args=[meeting.uuid])}?file=1"
    context = {
        "meeting": meeting,
        "sheet": sheet,
        "in_messenger": in_messenger,
        "file_url": address,
        "address": request.build_absolute_uri(address),
    }
    return render(request, "meetings/meeting_paper.html", context)


def _send(request, sheet: RecordSheet, content: bytes, suffix: str, content_type: str):
    name = f"{sheet['organisation']}_{sheet['heading']}.{suffix}"
    audit.record(AuditEvent.Kind.DOWNLOADED, request=request, subject=name)
    return send_bytes(content, name=name, content_type=content_type)


@access.permission(VIEW)
@require_safe
def book_choose(request):
    """Whose minute book; whoever keeps one only is led straight there."""
    asked = request.GET.get("name", "").strip()[:60]
    places = _places(request).order_by("path")
    if asked:
        places = places.filter(name__icontains=asked)
    found = list(places[: FEW + 1])
    if len(found) == 1 and not asked:
        return redirect("meetings:book_list", uuid=found[0].uuid)
    context = {"places": found[:FEW], "has_more": len(found) > FEW, "asked": asked}
    return render(request, "meetings/book_choose.html", context)


@access.permission(VIEW)
def book_list(request, uuid: UUID):
    """The years of one organisation, each with its book; a POST begins to print one."""
    organisation = get_object_or_404(_places(request), uuid=uuid)
    years = _years(organisation)
    if request.method != "POST":
        context = {"organisation": organisation, "years": _with_orders(organisation, years)}
        return render(request, "meetings/book_list.html", context)
    year = request.POST.get("year", "")
    if year not in map(str, years):
        messages.error(request, "请选择一个有记录的年度，再生成手册")
        return redirect("meetings:book_list", uuid=uuid)
    return redirect(order_minute_book(organisation=organisation, year=int(year), by=request.user))


def book_url(organisation: Organisation | None) -> str:
    """Where the books of an organisation are; of nobody in particular, where one is chosen."""
    if organisation is None or organisation.kind in WITHOUT_BOOK:
        return reverse("meetings:book_choose")
    return reverse("meetings:book_list", args=[organisation.uuid])


def _places(request):
    return Organisation.objects.in_scope(scope(request.user, VIEW)).exclude(kind__in=WITHOUT_BOOK)


def _years(organisation: Organisation) -> dict[int, int]:
    """Records by year, the latest year first."""
    rows = records_held_by(organisation).order_by().annotate(year=ExtractYear("held_on"))
    counted = rows.values("year").annotate(number=Count("pk")).order_by("-year")
    return {row["year"]: row["number"] for row in counted}


def _with_orders(organisation: Organisation, years: dict[int, int]) -> list:
    """(year, records, latest order or None); an order comes with its only item."""
    orders = PaperOrder.objects.minute_books().filter(organisation=organisation)
    rows = orders.select_related("job").prefetch_related("job__items__document").order_by("pk")
    latest = {order.year: order for order in rows}
    return [(year, number, latest.get(year)) for year, number in years.items()]


@access.permission(VIEW)
@require_safe
def paper_detail(request, uuid: UUID):
    """How far a paper is; the page may be left and comes to the same answer later."""
    return render(request, "meetings/paper_detail.html", _progress(request, uuid))


@access.permission(VIEW)
@require_safe
def paper_state(request, uuid: UUID):
    """The part of paper_detail that asks again every two seconds."""
    return render(request, "meetings/_paper_state.html", _progress(request, uuid))


@access.permission(VIEW)
@require_POST
def paper_retry(request, uuid: UUID):
    order = _order(request, uuid)
    jobs.retry_failed(order.job)
    return redirect(order)


def _order(request, uuid: UUID) -> PaperOrder:
    rows = PaperOrder.objects.visible_to(request.user)
    return get_object_or_404(rows.select_related("organisation", "meeting", "job"), uuid=uuid)


def _progress(request, uuid: UUID) -> dict:
    order = _order(request, uuid)
    item = order.job.items.select_related("document").get()
    return {
        "order": order,
        "item": item,
        "is_waiting": item.status in (JobItem.Status.QUEUED, JobItem.Status.RUNNING),
        "is_failed": item.status in (JobItem.Status.FAILED, JobItem.Status.CANCELLED),
    }
