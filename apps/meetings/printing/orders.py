"""Papers that are printed in the background, through the ledger of jobs."""

from datetime import datetime
from urllib.parse import urljoin

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from apps.branches.models import Organisation
from apps.core import documents, jobs, pdf
from apps.core.models import Document, Job, JobItem
from apps.core.standings import Standing, standing
from apps.meetings.documents import MinuteBook
from apps.meetings.models import Meeting, PaperOrder
from apps.meetings.printing.book import book_of
from apps.meetings.printing.paper import (
    RECORD_KIND,
    RECORD_TEMPLATE_VERSION,
    render_record,
    sheet_of_one,
)

JOB_KIND = "meetings.paper"
BOOK_KIND = "meetings.minute_book"
BOOK_TEMPLATE = "meetings/paper/minute_book.pdf.html"
# Moves on with every change of the template: documents of an older one stay as they were.
BOOK_TEMPLATE_VERSION = "1"
# The hard limit of an item is 120 seconds; a lease must outlast it.
LEASE_SECONDS = 150
UNFINISHED = (JobItem.Status.QUEUED, JobItem.Status.RUNNING)
NEWEST = Standing(True, "此后没有为这个党组织生成过这一年度的新手册")
OLDER = Standing(False, "此后又生成过这一年度的新手册，请以新的为准")


@transaction.atomic
def order_minute_book(*, organisation: Organisation, year: int, by) -> PaperOrder:
    """Begin to print; an order that is still being worked is answered instead of a second one."""
    Organisation.objects.select_for_update(of=("self",)).only("pk").get(pk=organisation.pk)
    running = PaperOrder.objects.minute_books().filter(organisation=organisation, year=year)
    waiting = running.filter(job__items__status__in=UNFINISHED).first()
    return waiting or _order(
        organisation, year, None, f"{year}年支部工作手册（{organisation}）", by
    )


@transaction.atomic
def order_record(*, meeting: Meeting, by) -> PaperOrder:
    """As order_minute_book, for a record that is too long to be printed in the request."""
    waiting = meeting.paper_orders.filter(job__items__status__in=UNFINISHED).first()
    title = f"{meeting.title}记录（{meeting.organisation}）"
    return waiting or _order(meeting.organisation, meeting.held_on.year, meeting, title, by)


def _order(
    organisation: Organisation, year: int, meeting: Meeting | None, title: str, by
) -> PaperOrder:
    item = jobs.NewItem("paper", title[:200])
    job = jobs.enqueue(kind=JOB_KIND, title=title[:200], items=[item], by=by)
    return PaperOrder.objects.create(organisation=organisation, year=year, meeting=meeting, job=job)


def page_of_order(job: Job) -> str:
    return PaperOrder.objects.get(job=job).get_absolute_url()


@jobs.handler(JOB_KIND, lease_seconds=LEASE_SECONDS, page=page_of_order)
def print_order(item: JobItem) -> Document:
    orders = PaperOrder.objects.select_related("organisation__unit", "organisation__parent")
    order = orders.get(job=item.job_id)
    return print_long_record(order.meeting_id) if order.meeting_id else print_book(order)


def print_book(order: PaperOrder) -> Document:
    book, moment = book_of(order.organisation, order.year)
    digest = documents.data_hash(dict(book))
    return documents.publish(
        kind=BOOK_KIND,
        title=f"{order.year}年支部工作手册（{book['organisation']}）",
        template_version=BOOK_TEMPLATE_VERSION,
        digest=digest,
        render=lambda: render_book(book, digest, moment),
    )


def render_book(book: MinuteBook, digest: str, moment: datetime) -> bytes:
    code = documents.verification_code(BOOK_KIND, BOOK_TEMPLATE_VERSION, digest)
    address = urljoin(settings.PUBLIC_URL, f"{reverse('core:verify')}?code={code}")
    stamped = {
        **book,
        "verification_code": code,
        "verification_url": address,
        "data_hash": digest,
    }
    return pdf.render(BOOK_TEMPLATE, {"book": stamped}, created=moment)


def print_long_record(meeting_pk: int) -> Document:
    meeting, sheet = sheet_of_one(meeting_pk)
    return documents.publish(
        kind=RECORD_KIND,
        title=f"{sheet['heading']}（{sheet['organisation']}）",
        template_version=RECORD_TEMPLATE_VERSION,
        digest=documents.data_hash(dict(sheet)),
        render=lambda: render_record(meeting, sheet),
    )


@documents.reader
def reads_paper(document: Document, user) -> bool:
    """Whoever sees an order of it, that is its organisation."""
    orders = PaperOrder.objects.visible_to(user)
    return orders.filter(job__items__document=document).exists()


@standing(BOOK_KIND)
def standing_of_book(document: Document) -> Standing:
    own = PaperOrder.objects.filter(job__items__document=document).first()
    if own is None:
        return OLDER
    books = PaperOrder.objects.minute_books().done()
    newest = books.filter(organisation=own.organisation_id, year=own.year).latest("pk")
    return NEWEST if newest.document == document else OLDER
