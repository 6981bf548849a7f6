"""Bodies are reminded by the lead times of R-TERM-02: each lead once, what is overdue again and
again until something is sent to the higher body."""

from collections import defaultdict
from datetime import date, datetime

from apps.accounts.models import User
from apps.branches.secretaries import secretaries_of
from apps.core import policy
from apps.core.models.spans import day_in_words
from apps.core.periods import local_day
from apps.core.workdays import workdays
from apps.elections import rules
from apps.elections.models import Renewal
from apps.elections.services import open_due_renewals
from apps.notices.choices import NoticeKind
from apps.notices.models import Notice
from apps.notices.telling import Said, tell_each


def remind_of_terms(*, now: datetime) -> list[Notice]:
    """Open what is due, then say to each body what its lead time asks for."""
    day = local_day(now)
    open_due_renewals(today=day)
    if not workdays().is_working_moment(now):
        return []
    told: list[Notice] = []
    for key, said in _by_key(day).items():
        told += tell_each(said=said, kind=NoticeKind.REMINDER, key=key)
    return told


def _by_key(day: date) -> dict[str, list[Said]]:
    """A key for each lead: whoever was told of it is not told again."""
    found = list(Renewal.objects.unasked().select_related("term__organisation"))
    leads, rest = rules.limits(day).leads, policy.count(rules.REST, on=day)
    due = [(renewal, _lead(renewal, day, leads, rest)) for renewal in found]
    due = [(renewal, lead) for renewal, lead in due if lead]
    people = secretaries_of([r.term.organisation_id for r, _ in due], day) if due else {}
    said: dict[str, list[Said]] = defaultdict(list)
    for renewal, lead in due:
        for user in people.get(renewal.term.organisation_id, []):
            said[f"term:{renewal.uuid}:{lead}"].append(_said(renewal, user, day))
    return said


def _lead(renewal: Renewal, day: date, leads: tuple[int, ...], rest: int) -> str:
    late = (day - renewal.term.ends_on).days
    if late > 0:
        return f"late{(late - 1) // rest}"
    reached = rules.lead_reached(renewal.term.ends_on, day, leads)
    return str(reached) if reached else ""


def _said(renewal: Renewal, user: User, day: date) -> Said:
    left = (renewal.term.ends_on - day).days
    when = f"还有 {left} 天届满" if left >= 0 else f"已超过届满日期 {-left} 天"
    text = f"{renewal.term}{when}（{day_in_words(renewal.term.ends_on)}），请报送换届请示；确需延期的请先申请"
    return Said(user, text, renewal.get_absolute_url())
