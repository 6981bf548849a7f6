"""Totals of a review of members (handbook 3.4)."""

from collections.abc import Mapping

from apps.meetings.sitting import ReviewTotals

REVIEW_FIELDS = ("excellent", "qualified", "basically_qualified", "unqualified")


def totals_of(given: Mapping) -> ReviewTotals | None:
    """None where nothing was filled in; a grade that nobody got may stay empty."""
    totals = [given.get(name) for name in REVIEW_FIELDS]
    if all(total is None for total in totals):
        return None
    return ReviewTotals(*(total or 0 for total in totals))
