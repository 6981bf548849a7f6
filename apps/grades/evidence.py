"""The page with the records behind a number of the portal."""

from django.urls import reverse

from apps.grades.models import Rating, RatingLine


def evidence_url(rating: Rating, line: RatingLine) -> str:
    """The rows that were counted; "" where there is none."""
    if not line.indicator or not line.evidence:
        return ""
    where = f"?period={rating.year}&organisation={rating.organisation.uuid}&own=1"
    return reverse("indicators:rows", args=[line.indicator]) + where
