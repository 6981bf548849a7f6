"""Visits of inspections, and the issues of the one loop whoever found them (handbook 9)."""

from apps.indicators.sources.base import Source, stock_day, unit_head
from apps.inspections.models import Issue, Visit

OPEN_ISSUES = Source(
    Issue, lambda period: Issue.objects.open_on(stock_day(period)), is_compiled=True
)
OVERDUE_ISSUES = Source(Issue, lambda period: Issue.objects.overdue_in(period), day="due_on")
DUE_ISSUES = Source(Issue, lambda period: Issue.objects.due_in(period), day="due_on")
ACKNOWLEDGED_LATE = Source(
    Issue,
    lambda period: Issue.objects.acknowledged_late_in(period),
    day="acknowledge_due_on",
)
FOUND_ISSUES = Source(Issue, lambda period: Issue.objects.found_in(period), day="found_on")
CLOSED_ISSUES = Source(Issue, lambda period: Issue.objects.closed_in(period), day="closed_on")
# What an inspection saw is a matter of the unit, whichever of its bodies it looked at.
VISITS = Source(
    Visit,
    lambda period: Visit.objects.held_in(period),
    day="held_on",
    owner=unit_head("unit"),
    shown_with=("unit", "inspection"),
    holder="unit",
)
