"""Named groups of units to which something may be addressed; higher floors register theirs."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Audience:
    """`units` are primary keys; `key` names the group in a form."""

    key: str
    label: str
    units: frozenset[int]


Source = Callable[[date], Iterable[Audience]]
_sources: list[Source] = []


def source(function: Source) -> Source:
    """Register a function that answers the groups of a day."""
    _sources.append(function)
    return function


def on(day: date) -> list[Audience]:
    """All groups as they are on a day, in the order of their sources."""
    return [audience for groups_of in _sources for audience in groups_of(day)]
