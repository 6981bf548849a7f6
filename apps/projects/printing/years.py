"""Papers of a year through the ledger of jobs: one volume, or one item for each sheet."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from apps.core import documents, jobs, pdf
from apps.core.bundles import bundle
from apps.core.locks import alone
from apps.core.models import Document, Job, JobItem
from apps.projects.choices import PaperKind, ProjectStatus
from apps.projects.documents import BookEntry, CountLine, ProjectSheet, YearBook
from apps.projects.models import SecretaryProject, YearPaper
from apps.projects.printing.paper import on_paper, print_sheet, verification
from apps.projects.printing.sheets import moment_of, sheet_of, with_parts
from apps.projects.querysets import SecretaryProjectQuerySet

JOB_KIND = "projects.paper"
BOOK_KIND = "projects.book"
TEMPLATE = "projects/paper/year_book.pdf.html"
# Moves on with every change of the template: documents of an older one stay as they were.
TEMPLATE_VERSION = "1"
# A volume of four hundred projects takes a minute; its lease must outlast the limit.
LIMIT_SECONDS, LEASE_SECONDS = 300, 330
UNFINISHED = (JobItem.Status.QUEUED, JobItem.Status.RUNNING)
BOOK = "book"


def reported(year: int) -> SecretaryProjectQuerySet:
    """What was handed in for the year, in the order of the units."""
    rows = SecretaryProject.objects.of_year(year).exclude(status=ProjectStatus.DRAFT)
    return rows.order_by("organisation__unit__name", "title", "pk")


def order_paper(*, year: int, kind: PaperKind, by) -> YearPaper | None:
    """Begin to print; an order that is still being worked is answered instead of a second one.

    None where nothing was reported for the year, or somebody orders the same at this moment.
    """
    # The lock outlasts the transaction: whoever comes next sees what was ordered.
    with alone(f"{JOB_KIND}:{kind}:{year}") as is_alone, transaction.atomic():
        waiting = YearPaper.objects.filter(year=year, kind=kind, job__items__status__in=UNFINISHED)
        if found := waiting.first():
            return found
        return _order(year, kind, by) if is_alone else None


def _order(year: int, kind: PaperKind, by) -> YearPaper | None:
    items = list(_items(year, kind))
    if not items:
        return None
    title = f"{year}年书记项目{'汇编' if kind == PaperKind.BOOK else '表'}"
    job = jobs.enqueue(kind=JOB_KIND, title=title, items=items, by=by)
    return YearPaper.objects.create(year=year, kind=kind, job=job)


def _items(year: int, kind: PaperKind) -> Iterator[jobs.NewItem]:
    projects = reported(year).select_related("organisation__unit")
    if kind == PaperKind.BOOK and projects:
        yield jobs.NewItem(BOOK, f"{year}年书记项目汇编", {"year": year})
    elif kind == PaperKind.SHEETS:
        for project in projects:
            name = f"{project.organisation.unit or project.organisation}_{project}"
            yield jobs.NewItem(f"project:{project.pk}", name[:200], {"project": project.pk})


def page_of_paper(job: Job) -> str:
    return YearPaper.objects.get(job=job).get_absolute_url()


@jobs.handler(
    JOB_KIND, lease_seconds=LEASE_SECONDS, limit_seconds=LIMIT_SECONDS, page=page_of_paper
)
def print_item(item: JobItem) -> Document:
    if item.key == BOOK:
        return print_book(item.arguments["year"])
    return print_sheet(item.arguments["project"])


def print_book(year: int) -> Document:
    projects = list(with_parts(reported(year)))
    book = book_of(year, [(project, sheet_of(project)) for project in projects])
    digest, moment = documents.data_hash(dict(book)), moment_of(projects)
    return documents.publish(
        kind=BOOK_KIND,
        title=f"{year}年书记项目汇编",
        template_version=TEMPLATE_VERSION,
        digest=digest,
        render=lambda: render_book(book, digest, moment),
    )


def book_of(year: int, sheets: list[tuple[SecretaryProject, ProjectSheet]]) -> YearBook:
    entries: list[BookEntry] = [
        {"anchor": f"p{number}", "sheet": sheet} for number, (_, sheet) in enumerate(sheets, 1)
    ]
    return {
        "year": year,
        "total": len(entries),
        "states": _counted((sheet["status"] for _, sheet in sheets), ProjectStatus.labels),
        "kinds": _counted(sheet["kind"] or "未分类" for _, sheet in sheets),
        "entries": entries,
    }


def _counted(labels: Iterable[str], order: Sequence[str] = ()) -> list[CountLine]:
    """In the given order, or by name."""
    counted = Counter(labels)
    return [{"label": str(x), "number": counted[x]} for x in order or sorted(counted) if counted[x]]


def render_book(book: YearBook, digest: str, moment: datetime) -> bytes:
    code = documents.verification_code(BOOK_KIND, TEMPLATE_VERSION, digest)
    entries = [{**entry, "sheet": on_paper(entry["sheet"])} for entry in book["entries"]]
    stamped = {**book, "entries": entries, **verification(code, digest)}
    return pdf.render(TEMPLATE, {"book": stamped}, created=moment)


def bundle_of(paper: YearPaper) -> Iterator[bytes]:
    """All sheets of an order as one ZIP, in the order in which they were ordered."""
    printed = paper.job.items.exclude(document=None).order_by("pk")
    named = printed.values_list("label", "document__path")
    return bundle(named.iterator(), dated=timezone.localdate(paper.job.created_at))


@documents.reader
def may_read(document: Document, user) -> bool:
    """Whoever may order the volume."""
    papers = YearPaper.objects.visible_to(user)
    return document.kind == BOOK_KIND and papers.filter(job__items__document=document).exists()
