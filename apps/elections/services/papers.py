"""The papers of a renewal: what the portal printed is linked, what exists on paper is told."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from apps.core.files import register_of_paths
from apps.core.models import Document
from apps.core.models.spans import day_in_words
from apps.core.uploads import AcceptedFile, keep
from apps.core.versions import StaleVersion
from apps.elections.choices import OF_HIGHER_BODY, OPEN, ElectionStatus, PaperKind
from apps.elections.models import Election, Renewal, RenewalPaper

PREPARE, DECIDE = "elections.prepare_renewal", "elections.decide_renewal"
ADD = "elections.add_election"


@dataclass(frozen=True)
class PaperEntry:
    dated_on: date
    title: str = ""
    doc_no: str = ""
    file: AcceptedFile | None = None
    document: Document | None = None


@transaction.atomic
def add_paper(*, renewal: Renewal, kind: PaperKind, entry: PaperEntry, by) -> RenewalPaper:
    """Whoever writes such papers enters them, while the renewal goes on."""
    stored = locked(renewal, by, DECIDE if kind in OF_HIGHER_BODY else PREPARE)
    return write_paper(stored, kind, entry, by)


@transaction.atomic
def add_by_election_paper(
    *, election: Election, kind: PaperKind, entry: PaperEntry, by
) -> RenewalPaper:
    """The body enters them all: it has the approval of its request in its hands."""
    return write_paper(locked_by_election(election, by, ADD), kind, entry, by)


@transaction.atomic
def remove_paper(*, paper: RenewalPaper, by) -> None:
    """Its row stays in the history."""
    if paper.renewal:
        locked(paper.renewal, by, DECIDE if paper.kind in OF_HIGHER_BODY else PREPARE)
    else:
        locked_by_election(paper.subject, by, ADD)
    paper.delete()


def write_paper(
    subject: Renewal | Election, kind: PaperKind, entry: PaperEntry, by
) -> RenewalPaper:
    if entry.dated_on > timezone.localdate():
        raise ValidationError(
            {"dated_on": f"成文日期{day_in_words(entry.dated_on)}还没有到，请核对"}
        )
    paper = RenewalPaper(
        kind=kind,
        title=entry.title,
        doc_no=entry.doc_no,
        dated_on=entry.dated_on,
        document=entry.document,
        created_by=by,
    )
    setattr(paper, "renewal" if isinstance(subject, Renewal) else "election", subject)
    if entry.file:
        paper.hold(keep(entry.file))
    paper.full_clean()
    paper.save(force_insert=True)
    return paper


def last_day_of(renewal: Renewal, kind: PaperKind) -> date | None:
    """The day of the paper that counts: one that was sent back is followed by another."""
    papers = renewal.papers.filter(kind=kind)
    return papers.order_by("-pk").values_list("dated_on", flat=True).first()


def locked(renewal: Renewal, by, permission: str, expected_version: int | None = None) -> Renewal:
    """The stored row, for whoever may do this to it; None is the portal itself. Whoever has read an
    older version of it is told."""
    rows = Renewal.objects.select_for_update(of=("self",)).select_related("term__organisation")
    stored = rows.get(pk=renewal.pk)
    if by is not None and not by.has_perm(permission, stored):
        raise PermissionDenied("您没有办理这次换届的权限")
    if stored.status not in OPEN:
        raise ValidationError(
            f"“{stored}”现在是“{stored.get_status_display()}”，材料和结果不能再改"
        )
    if expected_version is not None and stored.version != expected_version:
        raise StaleVersion(stored)
    return stored


def locked_by_election(election: Election, by, permission: str) -> Election:
    """As `locked`, for a by-election that waits for its approval."""
    rows = Election.objects.select_for_update(of=("self",)).select_related("term__organisation")
    stored = rows.get(pk=election.pk)
    if by is not None and not by.has_perm(permission, stored):
        raise PermissionDenied("您没有办理这次补选的权限")
    if stored.status != ElectionStatus.RECORDED:
        raise ValidationError(
            f"“{stored}”现在是“{stored.get_status_display()}”，材料和结果不能再改"
        )
    return stored


@register_of_paths
def paths_of_papers() -> Iterable[str]:
    return RenewalPaper.objects.exclude(path="").values_list("path", flat=True)
