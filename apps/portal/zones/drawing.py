"""What the page of a zone says of its units; found and drawn again when something has changed."""

from typing import NamedTuple

from django.template.loader import render_to_string

from apps.core.unchanged import while_nothing_changes
from apps.portal.zones import figures
from apps.portal.zones.happened import Happened, happened_in
from apps.portal.zones.owed import Balance, balance_of
from apps.portal.zones.place import Place


class DrawnHappened(NamedTuple):
    found: Happened
    drawn: str


class Drawn(NamedTuple):
    """`balance` is None for whoever sees no duties of the zone."""

    balance: Balance | None
    owed: str
    numbers: str


def drawn(place: Place) -> Drawn:
    """The same for all who see the same of it."""
    seen = tuple(o.pk for o in place.seen)
    key = ("zone", place.zone.pk, place.today, seen)
    return while_nothing_changes(key, lambda: _drawn(place))


def _drawn(place: Place) -> Drawn:
    balance = balance_of(place) if place.seen else None
    context = {
        "zone": place.zone,
        "place": place,
        "balance": balance,
        "comparisons": figures.comparisons(place.zone, place.seen) if place.is_whole else [],
    }
    pages = ("portal/_zone_units_owed.html", "portal/_zone_numbers.html")
    return Drawn(balance, *(render_to_string(page, context) for page in pages))


def drawn_happened(user, place: Place) -> DrawnHappened:
    """Each reader sees what he may see."""
    key = ("happened", place.zone.pk, place.today, user.pk)
    return while_nothing_changes(key, lambda: _drawn_happened(user, place))


def _drawn_happened(user, place: Place) -> DrawnHappened:
    found = happened_in(user, place)
    context = {"zone": place.zone, "place": place, "happened": found, "today": place.today}
    return DrawnHappened(found, render_to_string("portal/_zone_happened.html", context))
