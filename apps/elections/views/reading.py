"""The calendar of expiries, one renewal, one election, and what can be taken along."""

from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from apps.branches.choices import Post
from apps.branches.models import Term
from apps.core import access, audit, chronicle, word
from apps.core.lifecycle import lifecycle_of
from apps.core.models import AuditEvent
from apps.core.periods import QUARTER_NAMES, Cycle, Period, months_after
from apps.core.sending import is_in_messenger, send_bytes, send_stored
from apps.core.views import open_elsewhere
from apps.elections import calendar, letters
from apps.elections.checking import advice_of, advice_on_body, findings_of, vacancies_of
from apps.elections.choices import (
    OF_BY_ELECTION,
    ElectionStatus,
    PaperKind,
    RenewalStatus,
)
from apps.elections.models import Election, Renewal, RenewalPaper
from apps.elections.next_steps import next_step, offered
from apps.elections.rules import Finding
from apps.elections.turnover import winners
from apps.elections.views.seen import (
    DECIDE,
    GUIDE,
    PREPARE,
    VIEW,
    extended,
    kinds_for,
    seen,
    seen_election,
    seen_term,
)

YEARS_AHEAD, AHEAD = 5, 12
# On a phone the bar has room for a few characters.
SHORT = {RenewalStatus.LIST_APPROVED: "名单已批"}
# Which page each step of the table is taken on, where it asks for something.
PAGES = {
    "notify": (GUIDE, "elections:renewal_notify"),
    "ask": (PREPARE, "elections:renewal_ask"),
    "approve": (DECIDE, "elections:renewal_approve"),
    "hold": (PREPARE, "elections:election_create"),
    "confirm": (DECIDE, "elections:renewal_confirm"),
}


@access.permission(VIEW)
@require_safe
def renewal_list(request):
    """届满日历: what is overdue and the year that begins today, or the year, quarter or month that was
    asked for."""
    today = timezone.localdate()
    years = [Period.year(today.year + ahead) for ahead in range(YEARS_AHEAD)]
    period = _asked_of(request.GET.get("period", ""), years)
    terms = Term.objects.visible_to(request.user)
    if period:
        rows = calendar.ending_in(terms, period)
    else:
        ahead = calendar.ending_in(terms, Period(today, months_after(today, AHEAD)))
        rows = ahead | calendar.overdue(terms, today)
    context = {
        "months": calendar.months_of(rows, today),
        "years": years,
        "period": period,
        "parts": _parts(period),
        "waiting": Renewal.objects.visible_to(request.user, "decide").to_be_decided().count(),
    }
    return render(request, "elections/renewal_list.html", context)


def _asked_of(key: str, years: list[Period]) -> Period | None:
    """A period within the years that are offered; anything else is the next twelve months."""
    try:
        period = Period.parse(key)
    except ValueError:
        return None
    return period if years[0].start <= period.start < years[-1].end else None


def _parts(period: Period | None) -> list[tuple[str, Period]]:
    """The quarters of the year that is shown, each with its months where it is looked at."""
    if period is None:
        return []
    found: list[tuple[str, Period]] = []
    for quarter in Period.year(period.start.year).split(Cycle.QUARTER):
        found.append((QUARTER_NAMES[(quarter.start.month - 1) // 3], quarter))
        if period.cycle != Cycle.YEAR and period.start in quarter:
            found += [(f"{m.start.month}月", m) for m in quarter.split(Cycle.MONTH)]
    return found


@access.permission(VIEW)
@require_safe
def term_detail(request, uuid: UUID):
    """One term: its renewal, what was elected within it, its extensions and its empty seats."""
    term, user = seen_term(request, uuid), request.user
    standing = Renewal.objects.exclude(status=RenewalStatus.CANCELLED)
    is_open, extensions = term.closed_on is None, list(term.extensions.all())
    context = {
        "term": term,
        "renewal": standing.filter(term=term).first(),
        "elections": _with_elected(term.elections.by_elections()),
        **extended(term, extensions, user),
        "vacancies": vacancies_of(term.organisation) if is_open else [],
        "is_overdue": is_open and term.ends_on < timezone.localdate(),
        "can_elect": is_open and user.has_perm("elections.add_election", term),
    }
    return render(request, "elections/term_detail.html", context)


@access.permission(VIEW)
@require_safe
def renewal_detail(request, uuid: UUID):
    renewal, user = seen(request, uuid), request.user
    table = lifecycle_of(renewal)
    labels = {t.step: t.label for t in table.transitions}
    pages = [
        (labels[step], name)
        for step, (permission, name) in PAGES.items()
        if renewal.status in table.by_step[step].sources and user.has_perm(permission, renewal)
    ]
    papers = list(renewal.papers.select_related("created_by"))
    extensions = list(renewal.term.extensions.all())
    set_up = advice_on_body(renewal.organisation) if renewal.is_open else []
    context = {
        "renewal": renewal,
        "pages": pages,
        "steps": offered(table.open_steps(renewal, user), papers),
        "papers": papers,
        "can_add": renewal.is_open and bool(kinds_for(user, renewal)),
        "elections": _with_elected(renewal.elections.all()),
        "advice": [*_barring(renewal), *advice_of(renewal), *set_up] if renewal.is_open else [],
        "next_step": next_step(renewal, timezone.localdate()),
        "is_overdue": renewal.is_overdue(timezone.localdate()),
        **extended(renewal.term, extensions, user),
        "entries": chronicle.of(renewal),
        "places": _places(renewal),
        "printed": set(letters.MAKERS),
    }
    return render(request, "elections/renewal_detail.html", context)


def _barring(renewal: Renewal) -> list[Finding]:
    """What keeps its result from being approved, told where one waits for the approval."""
    if renewal.status != RenewalStatus.HELD:
        return []
    return [f for e in renewal.elections.standing() for f in findings_of(e) if f.bars]


def _with_elected(elections: QuerySet[Election]) -> list[tuple[Election, str]]:
    """Each election with the names of those elected and their posts."""
    return [
        (
            election,
            "、".join(
                f"{person}（{post.label}）" for person, post in winners(election.candidates.all())
            ),
        )
        for election in elections.prefetch_related("candidates__person")
    ]


def _places(renewal: Renewal) -> list[dict]:
    """The way from the reminder to the new term, with where it stands."""
    if renewal.status == RenewalStatus.CANCELLED:
        return []
    states = [state for state in RenewalStatus if state != RenewalStatus.CANCELLED]
    at = [str(state) for state in states].index(renewal.status)
    return [
        {
            "label": SHORT.get(state, state.label),
            "state": "passed" if number < at else "current" if number == at else "ahead",
            "is_current": number == at,
        }
        for number, state in enumerate(states)
    ]


@access.permission("elections.view_election")
@require_safe
def election_detail(request, uuid: UUID):
    election, user = seen_election(request, uuid), request.user
    is_by_election = election.renewal_id is None
    is_waiting = election.status == ElectionStatus.RECORDED
    papers = list(election.papers.all())
    context = {
        "election": election,
        "ballots": _ballots(election),
        "findings": findings_of(election),
        "is_by_election": is_by_election,
        "papers": papers,
        "printed": letters.MAKERS_OF_BY_ELECTION,
        "missing": _missing(papers) if is_by_election and is_waiting else [],
        "can_edit": is_waiting and user.has_perm("elections.add_election", election),
        "can_confirm": is_waiting
        and is_by_election
        and user.has_perm("elections.confirm_election", election),
        "entries": chronicle.of(election),
    }
    return render(request, "elections/election_detail.html", context)


def _missing(papers: list[RenewalPaper]) -> list[str]:
    """The papers without which a by-election is not approved (R-TERM-03)."""
    there = {paper.kind for paper in papers}
    return [kind.told(is_within_term=True) for kind in OF_BY_ELECTION if kind not in there]


def _ballots(election: Election) -> list[dict]:
    candidates = list(election.candidates.select_related("person"))
    return [
        {
            "seat": row,
            "post": Post(row.post).label,
            "candidates": [c for c in candidates if c.post == row.post],
        }
        for row in election.seat_rows.all()
    ]


@access.permission("elections.view_renewalpaper")
@require_safe
def paper_file(request, uuid: UUID):
    paper = get_object_or_404(RenewalPaper.objects.visible_to(request.user), uuid=uuid)
    if not paper.path:
        raise Http404
    if is_in_messenger(request):
        return open_elsewhere(request, paper.file_name)
    audit.record(AuditEvent.Kind.DOWNLOADED, request=request, subject=paper.file_name)
    return send_stored(paper.path, name=paper.file_name, content_type=paper.content_type)


@require_POST
@access.permission(VIEW)
def letter_paper(request, uuid: UUID, kind: str):
    """提醒函 or 批复 as a PDF, kept with its code."""
    return _printed(*_letter(request, uuid, kind))


@access.permission(VIEW)
@require_safe
def letter_word(request, uuid: UUID, kind: str):
    return _in_word(request, *_letter(request, uuid, kind))


@require_POST
@access.permission("elections.view_election")
def by_election_letter(request, uuid: UUID):
    """The approval of a by-election as a PDF, kept with its code."""
    return _printed(seen_election(request, uuid), PaperKind.RESULT_APPROVAL)


@access.permission("elections.view_election")
@require_safe
def by_election_word(request, uuid: UUID):
    return _in_word(request, seen_election(request, uuid), PaperKind.RESULT_APPROVAL)


def _printed(subject: letters.Subject, kind: PaperKind):
    try:
        document = letters.print_letter(subject, kind)
    except ValidationError:
        raise Http404 from None
    return redirect("core:document_download", document.uuid)


def _in_word(request, subject: letters.Subject, kind: PaperKind):
    name = f"{kind.label}_{subject.organisation}.docx"
    if is_in_messenger(request):
        return open_elsewhere(request, name)
    try:
        content = letters.write_letter(subject, kind)
    except ValidationError:
        raise Http404 from None
    audit.record(AuditEvent.Kind.DOWNLOADED, request=request, subject=name)
    return send_bytes(content, name=name, content_type=word.CONTENT_TYPE)


def _letter(request, uuid: UUID, kind: str) -> tuple[Renewal, PaperKind]:
    renewal = seen(request, uuid)
    if kind not in {one.value for one in letters.MAKERS}:
        raise Http404
    return renewal, PaperKind(kind)
