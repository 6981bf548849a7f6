"""Parts of the city that no path describes, such as the zones: a higher app registers them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import models
from django.db.models import QuerySet


@dataclass(frozen=True)
class Area:
    """`units` answers the keys of the units in it; `is_own`: the user looks after it."""

    key: str
    label: str
    units: QuerySet
    is_own: bool = False


# Answers the areas of a day as `user` knows them.
Source = Callable[[models.Model, date], Iterable[Area]]
_sources: list[Source] = []
# Answers the area of a public number as `user` may see it.
Finder = Callable[[models.Model, UUID, date], Area | None]
_finders: list[Finder] = []


def source(function: Source) -> Source:
    """Register a function that answers areas."""
    _sources.append(function)
    return function


def finder(function: Finder) -> Finder:
    """Register a function that finds an area, also one of another year."""
    _finders.append(function)
    return function


def found(user, uuid: UUID, today: date) -> Area | None:
    return next(filter(None, (find(user, uuid, today) for find in _finders)), None)


def areas(user, today: date) -> list[Area]:
    return [area for answer in _sources for area in answer(user, today)]


def own_units(user, today: date) -> QuerySet | None:
    """The units that `user` looks after, as a subquery; None for whoever looks after none."""
    own = [area.units for area in areas(user, today) if area.is_own]
    return own[0].union(*own[1:]) if own else None
