"""What the committee's rules say about brands; the numbers are rows of `core.PolicyNumber`."""

from datetime import date, timedelta

from apps.core import policy
from apps.core.periods import months_after

RECHECK_MONTHS = "brand_recheck_months"
RECHECK_LEAD = "brand_recheck_lead_days"
IMPROVE_MONTHS = "brand_improve_months"
SIMILARITY = "brand_name_similarity"
NAME_LEAST, NAME_MOST = "brand_name_least", "brand_name_most"


def next_recheck(day: date) -> date:
    """When a brand that was certified or rechecked on `day` is looked at again."""
    return months_after(day, policy.count(RECHECK_MONTHS, day))


def recheck_horizon(today: date) -> date:
    """Rechecks due up to this day stand on the list."""
    return today + timedelta(days=policy.count(RECHECK_LEAD, today))


def usual_improve_by(day: date) -> date:
    return months_after(day, policy.count(IMPROVE_MONTHS, day))
