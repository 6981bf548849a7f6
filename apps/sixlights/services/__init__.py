"""The verbs of the registers."""

from apps.sixlights.services.bookings import (
    book_base,
    free_slots,
    last_day,
    nearest_free,
    places_left,
    tell_visited,
)
from apps.sixlights.services.honours import propose_honour
from apps.sixlights.services.venues import review_venue, standard_of, stars_for

__all__ = [
    "book_base",
    "free_slots",
    "last_day",
    "nearest_free",
    "places_left",
    "propose_honour",
    "review_venue",
    "standard_of",
    "stars_for",
    "tell_visited",
]
