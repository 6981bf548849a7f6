"""The verbs of the campaigns and of the registers."""

from apps.sixlights.services.activities import (
    count_meeting,
    follow_meeting,
    lecturers_of,
    log_activity,
    minutes_of,
    said_by,
    stated_in,
    update_activity,
    void_activity,
)
from apps.sixlights.services.bookings import (
    book_base,
    free_slots,
    last_day,
    nearest_free,
    places_left,
    tell_visited,
)
from apps.sixlights.services.campaigns import set_countables
from apps.sixlights.services.honours import propose_honour
from apps.sixlights.services.venues import review_venue, standard_of, stars_for

__all__ = [
    "book_base",
    "count_meeting",
    "follow_meeting",
    "free_slots",
    "last_day",
    "lecturers_of",
    "log_activity",
    "minutes_of",
    "nearest_free",
    "places_left",
    "propose_honour",
    "review_venue",
    "said_by",
    "set_countables",
    "standard_of",
    "stars_for",
    "stated_in",
    "tell_visited",
    "update_activity",
    "void_activity",
]
