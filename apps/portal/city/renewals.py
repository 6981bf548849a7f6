"""换届 in the demonstration city: the terms that end soon or are over, each as far as it got."""

from dataclasses import dataclass
from datetime import date, timedelta

from apps.elections import rules
from apps.elections.choices import PaperKind, RenewalStatus
from apps.elections.models import Renewal, RenewalPaper
from apps.portal.city.plan import Plan
from apps.portal.city.tables import Tables

# Of those that were reminded, so many have sent their request already.
REQUESTED_SHARE = 0.4
SEATS = 3


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
        _write_one(tables, term, noticed, asked if is_asked else None)


def _write_one(tables: Tables, term: OpenTerm, noticed: date, asked: date | None) -> None:
    given: dict[str, object] = {"status": RenewalStatus.NOTIFIED.value}
    if asked:
        given = {
            "status": RenewalStatus.REQUESTED.value,
            "requested_on": asked,
            "planned_on": term.ends_on - timedelta(days=3),
            "seats": SEATS,
        }
    renewal = tables[Renewal].add(term_id=term.pk, noticed_on=noticed, **given)
    _paper(tables, renewal, PaperKind.NOTICE, f"关于做好{term.title}换届工作的提醒函", noticed)
    if asked:
        _paper(tables, renewal, PaperKind.REQUEST, f"关于{term.title}换届的请示", asked)


def _paper(tables: Tables, renewal: int, kind: PaperKind, title: str, day: date) -> None:
    tables[RenewalPaper].add(renewal_id=renewal, kind=kind.value, title=title[:120], dated_on=day)
