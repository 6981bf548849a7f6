"""What an election gave, and its approval: terms and posts change in the same transaction."""

from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from apps.branches.models import Term
from apps.core.lifecycle import StepRefused, advance
from apps.core.models.spans import day_in_words
from apps.core.versions import claim_version
from apps.elections import rules
from apps.elections.choices import ElectionKind, ElectionStatus, PaperKind
from apps.elections.entries import ResultEntry
from apps.elections.facts import refuse_impossible
from apps.elections.models import Election, ElectionCandidate, ElectionSeat, Renewal
from apps.elections.services.papers import (
    ADD,
    DECIDE,
    PREPARE,
    PaperEntry,
    last_day_of,
    locked,
    write_paper,
)


@transaction.atomic
def record_election(
    *, renewal: Renewal, entry: ResultEntry, report: PaperEntry | None = None, by
) -> Election:
    """登记选举结果 of a general election, with the report (结果报告) where it is written already."""
    stored = locked(renewal, by, PREPARE)
    refuse_impossible(stored.term, entry)
    _refuse_before_approval(stored, entry.held_on)
    election = _write(stored.term, ElectionKind.GENERAL, entry, by, renewal=stored)
    stored.held_on = entry.held_on
    stored.save(update_fields=["held_on", "updated_at"])
    if report:
        write_paper(stored, PaperKind.REPORT, report, by)
    advance(stored, "hold", by=by)
    return election


@transaction.atomic
def record_by_election(
    *, term: Term, entry: ResultEntry, request: PaperEntry, approval: PaperEntry, by
) -> Election:
    """补选: an empty seat is filled within the term (R-TERM-07), as the higher body has approved."""
    rows = Term.objects.select_for_update(of=("self",)).select_related("organisation")
    stored = rows.get(pk=term.pk)
    refuse_impossible(stored, entry)
    _check_order(request, approval, entry.held_on)
    election = _write(stored, ElectionKind.BY_ELECTION, entry, by)
    write_paper(election, PaperKind.REQUEST, request, by)
    write_paper(election, PaperKind.APPROVAL, approval, by)
    return election


@transaction.atomic
def change_result(*, election: Election, entry: ResultEntry, expected_version: int, by) -> Election:
    """Put right what was typed wrong, until the higher body has decided."""
    stored = _recorded(election, by)
    claim_version(stored, expected=expected_version)
    refuse_impossible(stored.term, entry)
    if stored.renewal:
        _refuse_before_approval(stored.renewal, entry.held_on)
    for name in ("held_on", "body", "meeting", "entitled", "present", "ballots"):
        setattr(stored, name, getattr(entry, name))
    stored.full_clean(exclude=["created_by"])
    stored.save()
    stored.seat_rows.all().delete()
    stored.candidates.all().delete()
    _write_ballots(stored, entry)
    if stored.renewal:
        Renewal.objects.filter(pk=stored.renewal.pk).update(held_on=entry.held_on)
    return stored


@transaction.atomic
def confirm_result(
    *,
    renewal: Renewal,
    in_office_on: date,
    term_years: int,
    paper: PaperEntry,
    by,
    expected_version: int | None = None,
) -> Renewal:
    """结果批复: the old term closes, the new one begins, posts end and begin on the day."""
    stored = locked(renewal, by, DECIDE, expected_version)
    election = stored.elections.standing().first()
    if election is None:
        raise StepRefused(f"“{stored}”还没有选举结果，请先登记选举结果")
    if not 1 <= term_years <= rules.LONGEST_TERM:
        raise ValidationError({"term_years": f"任期写成 1 到 {rules.LONGEST_TERM} 的整数（年）"})
    _settle(election, in_office_on, paper.doc_no, by)
    stored.next_term_years = term_years
    stored.save(update_fields=["next_term_years", "updated_at"])
    write_paper(stored, PaperKind.RESULT_APPROVAL, paper, by)
    return advance(stored, "confirm", by=by)


@transaction.atomic
def confirm_by_election(*, election: Election, in_office_on: date, doc_no: str, by) -> Election:
    settled = _settle(election, in_office_on, doc_no, by)
    title = f"关于{settled.organisation}补选结果的批复"
    paper = PaperEntry(dated_on=timezone.localdate(), title=title[:120], doc_no=doc_no)
    write_paper(settled, PaperKind.RESULT_APPROVAL, paper, by)
    return settled


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
    _write_ballots(election, entry)
    return election


def _write_ballots(election: Election, entry: ResultEntry) -> None:
    ElectionSeat.objects.bulk_create(
        ElectionSeat(election=election, **vars(seat)) for seat in entry.seats
    )
    ElectionCandidate.objects.bulk_create(
        ElectionCandidate(election=election, **vars(candidate)) for candidate in entry.candidates
    )


def _recorded(election: Election, by) -> Election:
    """The stored row, while the numbers may still be put right."""
    rows = Election.objects.select_for_update(of=("self",))
    stored = rows.select_related("term__organisation").get(pk=election.pk)
    if by is not None and not by.has_perm(ADD, stored):
        raise PermissionDenied("您没有登记选举结果的权限")
    if stored.status != ElectionStatus.RECORDED:
        raise ValidationError(f"“{stored}”{stored.get_status_display()}，不能再改")
    return stored


def _refuse_before_approval(renewal: Renewal, held_on: date) -> None:
    approved_on = last_day_of(renewal, PaperKind.APPROVAL)
    if approved_on and held_on < approved_on:
        sentence = (
            f"上级{day_in_words(approved_on)}才批复换届，选举在{day_in_words(held_on)}："
            "换届须先经批准（R-TERM-03），请核对日期"
        )
        raise ValidationError({"held_on": sentence})


def _check_order(request: PaperEntry, approval: PaperEntry, held_on: date) -> None:
    """R-TERM-03: asked, approved, elected."""
    problems: dict[str, str] = {}
    if not approval.doc_no:
        problems["approval_no"] = "请填写上级同意补选的批复文号，补选须经批准（R-TERM-03）"
    if approval.dated_on > held_on:
        problems["approved_on"] = (
            f"上级{day_in_words(approval.dated_on)}才批复，选举在{day_in_words(held_on)}：补选须先经批准（R-TERM-03），请核对日期"
        )
    if request.dated_on > approval.dated_on:
        problems["requested_on"] = (
            f"请示日期{day_in_words(request.dated_on)}晚于批复日期{day_in_words(approval.dated_on)}，请核对日期"
        )
    if problems:
        raise ValidationError(problems)
