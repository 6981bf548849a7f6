"""The desk's search: pages of the side bar and rows that the apps offer, both in pinyin too."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from apps.core import desk
from apps.core.pinyin import keys_of_name
from apps.core.search import Typed

# Rows of one kind; whoever needs more opens the list.
OFFERED = 8


@dataclass(frozen=True)
class Found:
    title: str
    description: str
    link: str
    icon: str


# Answers what holds the words among the rows that the user may see, best first.
Finder = Callable[[object, Typed], Iterable[Found]]
_finders: list[Finder] = []


def finder(find: Finder) -> Finder:
    """Register a function (user, typed) → rows of the desk; in an app's `desk` module."""
    _finders.append(find)
    return find


def find(request, text: str) -> list[Found]:
    typed = Typed.of(text)
    if not typed:
        return []
    desk.discover()
    return [*_pages(request, typed), *(f for find in _finders for f in find(request.user, typed))]


def _pages(request, typed: Typed) -> Iterable[Found]:
    for group in desk.navigation(request):
        for item in group["items"]:
            title = item["title"]
            by_pinyin = typed.latin and typed.latin in keys_of_name(title)
            if typed.text in title or by_pinyin:
                yield Found(title, group.get("title", ""), item["link"], item["icon"])
