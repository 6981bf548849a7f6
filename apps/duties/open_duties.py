"""What is open now and can be done with a click: the one answer that reminders are made of."""

from collections.abc import Iterable
from datetime import date

from django.db.models import QuerySet

from apps.branches.choices import OrganisationKind
from apps.branches.models import Organisation
from apps.branches.scope import EVERYWHERE, Scope
from apps.core.periods import Cycle, Period
from apps.duties import todo
from apps.duties.engine import survey
from apps.duties.todo import Entry

# Organisation, key of the rule, first day of the period.
Item = tuple[int, str, date]
CITY = Scope((EVERYWHERE,))


def bound_by_duties(where: Scope) -> QuerySet[Organisation]:
    """The organisations of a scope that rules can apply to; a subgroup's are its branch's."""
    organisations = Organisation.objects.in_scope(where).order_by("path")
    return organisations.exclude(
        kind__in=(OrganisationKind.SUBGROUP, OrganisationKind.WORK_COMMITTEE)
    )


def item_of(entry: Entry) -> Item:
    return entry.body.pk, entry.duty.rule.key, entry.duty.period.start


def open_entries(
    organisations: Iterable[int] | QuerySet, spans: Iterable[Period], today: date
) -> dict[Item, Entry]:
    """The begun and unfinished duties of the periods in `spans` that have a form of their own."""
    return {
        item_of(entry): entry
        for span in sorted(set(spans))
        for body, duties in survey(organisations, span, today=today)
        for entry in todo.entries(body, duties, today)
        if entry.is_actionable and entry.duty.period.start <= today
    }


def years_of(days: Iterable[date]) -> set[Period]:
    return {Period.year(day.year) for day in days}


def longest_ending(last_day: date) -> Period:
    """The longest calendar period with this last day: it holds all others that end with it."""
    periods = [Period.containing(last_day, cycle) for cycle in Cycle]
    return max((p for p in periods if p.last_day == last_day), key=lambda p: p.days)
