"""What repeats a record on higher floors, and the pages there that a record leads to.

Whoever keeps such rows registers itself; a record that is written anew, or takes the place of the
one that it corrects, tells them in the same transaction.
"""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from apps.meetings.models import Meeting


class Onward(NamedTuple):
    """A page that begins with a saved record."""

    label: str
    url: str


# (the record as it stands, the record whose place it has taken)
Follower = Callable[[Meeting, Meeting | None], None]
Offer = Callable[[Meeting, object], Onward | None]
_followers: list[Follower] = []
_offers: list[Offer] = []


def follow(function: Follower) -> Follower:
    _followers.append(function)
    return function


def offer(function: Offer) -> Offer:
    """`function` answers a page for a record and a user, or None; it asks the database nothing."""
    _offers.append(function)
    return function


def tell(meeting: Meeting, instead_of: Meeting | None = None) -> None:
    for function in _followers:
        function(meeting, instead_of)


def onward(meeting: Meeting, user) -> Iterator[Onward]:
    """Where a record may lead its reader next."""
    yield from filter(None, (function(meeting, user) for function in _offers))
