"""换届 in the demonstration city: the terms that end soon or are over, each as far as it got."""

from dataclasses import dataclass
from datetime import date, timedelta

from apps.core.periods import months_after
from apps.elections import rules
from apps.elections.choices import ExtensionStatus, PaperKind, RenewalStatus
from apps.elections.models import Renewal, RenewalPaper, TermExtension
from apps.portal.city.plan import Plan
from apps.portal.city.tables import Tables

# Of those that were reminded, so many have sent their request already.
REQUESTED_SHARE = 0.4
SEATS = 3
EXTENSION_MONTHS, EXTENSION_REASON = 6, "班子成员正在调整，拟待调整到位以后换届"
# How long the higher body takes for its 批复, and the body for its list of candidates.
APPROVED_AFTER, LISTED_AFTER = timedelta(days=10), timedelta(days=25)


Paper = tuple[PaperKind, str, object]


@dataclass(frozen=True)
class OpenTerm:
    """`title` is how papers call it."""

    pk: int
    title: str
    ends_on: date


def write(plan: Plan, terms: list[OpenTerm], tables: Tables) -> None:
    rng = plan.stream("renewals")
    first, *nearer = sorted(rules.limits(plan.until).leads, reverse=True)
    for term in terms:
        left = (term.ends_on - plan.until).days
        if left > first:
            continue
        if nearer and left > nearer[0]:
            tables[Renewal].add(term_id=term.pk, status=RenewalStatus.DUE.value)
            continue
        lead = nearer[0] if nearer else first
        noticed = min(term.ends_on - timedelta(days=lead), plan.until)
        asked = noticed + timedelta(days=rng.randint(10, 40))
        is_asked = left > 0 and asked <= plan.until and rng.random() < REQUESTED_SHARE
        _write_one(tables, term, noticed, asked if is_asked else None, plan.until)
        if not is_asked and left > 0 and not tables[TermExtension].rows:
            _ask_extension(tables, term)


def _write_one(
    tables: Tables, term: OpenTerm, noticed: date, asked: date | None, until: date
) -> None:
    given: dict[str, object] = {"status": RenewalStatus.NOTIFIED.value}
    papers: list[Paper] = [(PaperKind.NOTICE, f"关于做好{term.title}换届工作的提醒函", noticed)]
    if asked:
        given = {"requested_on": asked, "planned_on": term.ends_on - timedelta(days=3)}
        given |= {"seats": SEATS, **_state(asked, until)}
        papers += _papers(term, given)
    renewal = tables[Renewal].add(term_id=term.pk, noticed_on=noticed, **given)
    for kind, title, day in papers:
        tables[RenewalPaper].add(
            renewal_id=renewal, kind=kind.value, title=title[:120], dated_on=day
        )


def _state(asked: date, until: date) -> dict[str, object]:
    """How far the higher body got with a request."""
    approved, listed = asked + APPROVED_AFTER, asked + LISTED_AFTER
    if approved > until:
        return {"status": RenewalStatus.REQUESTED.value}
    if listed > until:
        return {"status": RenewalStatus.APPROVED.value, "approved_on": approved}
    status = RenewalStatus.LIST_APPROVED.value
    return {"status": status, "approved_on": approved, "list_approved_on": listed}


def _papers(term: OpenTerm, given: dict[str, object]) -> list[Paper]:
    named = (
        ("requested_on", PaperKind.REQUEST, f"关于{term.title}换届的请示"),
        ("approved_on", PaperKind.APPROVAL, f"关于同意{term.title}换届的批复"),
        ("list_approved_on", PaperKind.CANDIDATES, f"{term.title}换届候选人预备人选名单"),
    )
    return [(kind, title, given[day]) for day, kind, title in named if day in given]


def _ask_extension(tables: Tables, term: OpenTerm) -> None:
    """One body asks for more time."""
    tables[TermExtension].add(
        term_id=term.pk,
        ended_on=term.ends_on,
        asked_until=months_after(term.ends_on, EXTENSION_MONTHS),
        reason=EXTENSION_REASON,
        status=ExtensionStatus.ASKED.value,
    )
