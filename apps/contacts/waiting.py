"""Contact points that wait for something, for the desk and the home pages alike."""

from datetime import date

from apps.contacts.querysets import ContactPointQuerySet
from apps.core import policy
from apps.core.periods import Period

# From this month on contact points that were not visited as often as asked are told.
REMIND_FROM, VISITS = "contact_visit_reminder_month", "contact_visits_per_year"


def lacking_visits(points: ContactPointQuerySet, today: date) -> ContactPointQuerySet:
    """Points with fewer visits this year than asked, whatever the month (R-CP-04)."""
    return _visited_less_than(points, policy.count(VISITS, today), today)


def due_for_a_visit(points: ContactPointQuerySet, today: date) -> ContactPointQuerySet:
    """As `lacking_visits`, once it is time to say so."""
    rules = policy.rules([REMIND_FROM, VISITS], today)
    if today.month < rules[REMIND_FROM].value:
        return points.none()
    return _visited_less_than(points, int(rules[VISITS].value), today)


def _visited_less_than(points: ContactPointQuerySet, wanted: int, today: date):
    return points.valid_on(today).visited_less_than(wanted, Period.year(today.year))
