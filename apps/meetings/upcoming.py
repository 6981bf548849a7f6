"""What comes after a record. What is due next is known on a higher floor, which registers itself."""

from collections.abc import Callable
from datetime import date
from typing import NamedTuple


class Upcoming(NamedTuple):
    title: str
    url: str


Asked = Callable[[int, date], Upcoming | None]
_askers: list[Asked] = []


def answered_by(function: Asked) -> Asked:
    """Register a function that answers the next thing due of an organisation, by its key."""
    _askers.append(function)
    return function


def next_of(organisation_pk: int, today: date) -> Upcoming | None:
    found = (ask(organisation_pk, today) for ask in _askers)
    return next((offer for offer in found if offer), None)
