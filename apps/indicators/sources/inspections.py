"""Issues that inspections found."""

from apps.indicators.sources.base import Source, stock_day
from apps.inspections.models import Issue

OPEN_ISSUES = Source(Issue, lambda period: Issue.objects.open_on(stock_day(period)))
OVERDUE_ISSUES = Source(Issue, lambda period: Issue.objects.overdue_in(period), day="due_on")
