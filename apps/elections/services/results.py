"""What an election gave, and its approval: terms and posts change in the same transaction."""

from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from apps.branches.models import Term
from apps.core.lifecycle import StepRefused, advance
from apps.elections.choices import ElectionKind, PaperKind
from apps.elections.entries import ResultEntry
from apps.elections.facts import refuse_impossible
from apps.elections.models import Election, ElectionCandidate, ElectionSeat, Renewal
from apps.elections.services.papers import DECIDE, PREPARE, PaperEntry, locked, write_paper


@transaction.atomic
def record_election(
    *, renewal: Renewal, entry: ResultEntry, report: PaperEntry | None = None, by
) -> Election:
    """登记选举结果 of a general election, with the report (结果报告) where it is written already."""
    stored = locked(renewal, by, PREPARE)
    refuse_impossible(stored.term, entry)
    election = _write(stored.term, ElectionKind.GENERAL, entry, by, renewal=stored)
    stored.held_on = entry.held_on
    stored.save(update_fields=["held_on", "updated_at"])
    if report:
        write_paper(stored, PaperKind.REPORT, report, by)
    advance(stored, "hold", by=by)
    return election


@transaction.atomic
def record_by_election(*, term: Term, entry: ResultEntry, by) -> Election:
    """补选: an empty seat is filled within the term (R-TERM-07)."""
    rows = Term.objects.select_for_update(of=("self",)).select_related("organisation")
    stored = rows.get(pk=term.pk)
    refuse_impossible(stored, entry)
    return _write(stored, ElectionKind.BY_ELECTION, entry, by)


@transaction.atomic
def confirm_result(
    *, renewal: Renewal, in_office_on: date, term_years: int, paper: PaperEntry, by
) -> Renewal:
    """结果批复: the old term closes, the new one begins, posts end and begin on the day."""
    stored = locked(renewal, by, DECIDE)
    election = stored.elections.standing().first()
    if election is None:
        raise StepRefused(f"“{stored}”还没有选举结果，请先登记选举结果")
    _settle(election, in_office_on, paper.doc_no, by)
    stored.next_term_years = term_years
    stored.save(update_fields=["next_term_years", "updated_at"])
    write_paper(stored, PaperKind.RESULT_APPROVAL, paper, by)
    return advance(stored, "confirm", by=by)


@transaction.atomic
def confirm_by_election(*, election: Election, in_office_on: date, doc_no: str, by) -> Election:
    return _settle(election, in_office_on, doc_no, by)


@transaction.atomic
def void_by_election(*, election: Election, note: str, by) -> Election:
    return advance(election, "void", by=by, note=note)


def _settle(election: Election, in_office_on: date, doc_no: str, by) -> Election:
    stored = Election.objects.select_for_update(of=("self",)).get(pk=election.pk)
    stored.in_office_on, stored.doc_no = in_office_on, doc_no
    stored.full_clean(exclude=["created_by"])
    stored.save(update_fields=["in_office_on", "doc_no", "updated_at"])
    return advance(stored, "confirm", by=by)


def _write(term: Term, kind: ElectionKind, entry: ResultEntry, by, **given: Any) -> Election:
    election = Election(
        term=term,
        kind=kind,
        held_on=entry.held_on,
        body=entry.body,
        meeting=entry.meeting,
        entitled=entry.entitled,
        present=entry.present,
        ballots=entry.ballots,
        created_by=by,
        **given,
    )
    if by is not None and not by.has_perm("elections.add_election", election):
        raise PermissionDenied("您没有登记选举结果的权限")
    election.full_clean()
    election.save(force_insert=True)
    ElectionSeat.objects.bulk_create(
        ElectionSeat(election=election, **vars(seat)) for seat in entry.seats
    )
    ElectionCandidate.objects.bulk_create(
        ElectionCandidate(election=election, **vars(candidate)) for candidate in entry.candidates
    )
    return election
