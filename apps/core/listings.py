"""Lists that can be kept as a view and taken along as a workbook: the desk's and the portal's.

A list is known by the name of its route. What it shows to somebody it says itself, so that screen
and workbook cannot disagree.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.urls import reverse

# Places in a list and marks of a view; they are no filters.
PASSING = ("view", "p", "e", "page", "after", "csrfmiddlewaretoken")
MAX_QUERY = 2000


def without_page(asked: QueryDict) -> str:
    """The question of a list as its other pages ask it."""
    kept = asked.copy()
    kept.pop("page", None)
    return kept.urlencode()


class ListingRefused(ValidationError):
    """The list cannot be shown as asked; the message says why and what to do."""


@dataclass(frozen=True)
class Column:
    name: str
    label: str
    is_shown: bool = True


@dataclass(frozen=True)
class Table:
    """All rows that a list shows to somebody: typed cells in the order of the screen.

    `place` and `span` name the body and the period that were asked for, "" for all.
    """

    title: str
    headings: Sequence[str]
    rows: Iterable[Sequence]
    count: int
    conditions: str = ""
    place: str = ""
    span: str = ""
    is_personal: bool = False


class Listing(ABC):
    key: str
    title: str

    @property
    def url(self) -> str:
        return reverse(self.key)

    @abstractmethod
    def allows(self, user) -> bool:
        """Whether the user may open the list today."""

    @abstractmethod
    def table(self, user, query: QueryDict, columns: Sequence[str]) -> Table:
        """What the user sees of it; ListingRefused when the filters make no sense."""

    def columns(self, user) -> list[Column]:
        """The columns that the user may choose from; none where the list has always the same."""
        return []

    def refit(self, user, query: str, before: Sequence[str], after: Sequence[str]) -> str:
        """The query for other columns, where it names columns by their place."""
        return query


_listings: dict[str, Listing] = {}


def register(listing: Listing) -> Listing:
    _listings[listing.key] = listing
    return listing


def find(key: str) -> Listing | None:
    return _listings.get(key)


def clean_query(text: str) -> str:
    """The filters and the order of an address, without the place that was reached in it."""
    query = QueryDict(text[:MAX_QUERY], mutable=True)
    for name in PASSING:
        query.pop(name, None)
    kept = QueryDict(mutable=True)
    for name, values in sorted(query.lists()):
        kept.setlist(name, [v for v in values if v])
    return kept.urlencode()[:MAX_QUERY]
