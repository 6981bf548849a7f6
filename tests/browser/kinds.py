"""What kinds of elements a page is made of, so that a walk opens a page only for what is new on it."""

import re
from collections import Counter
from html.parser import HTMLParser

VOID = {"area", "br", "col", "hr", "img", "input", "link", "meta", "path", "source", "wbr"}
# Elements that are called by what stands in them; and those that need a label.
NAMED = {"a", "button", "option", "summary", "th", "h1", "h2", "h3"}
LABELLED = {"input", "select", "textarea"}
# Classes that only repeat the name of a model or a field.
OF_A_FIELD = re.compile(r"(model|app|field|column|dynamic|last-related|row)-.*|\w*_\w*")
# Attributes that make no other kind of an element.
OF_A_VALUE = {"value", "checked", "selected", "min", "max", "step", "minlength", "maxlength"}
Kind = tuple


class Elements(HTMLParser):
    """Each element as a kind: its name, classes, type, role and attributes, below what it stands,
    whether it is called anything, whether its id is its own."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[list] = []  # name, kind, whether a word stands in it
        self.kinds: set[Kind] = set()
        self.ids: Counter[str] = Counter()
        self.labels: set[str] = set()
        self.to_label: list[tuple[Kind, str]] = []

    def handle_starttag(self, tag, attrs):
        given = {name: value or "" for name, value in attrs}
        attributes = frozenset(given.keys() - OF_A_VALUE)
        kind = (tag, _classes(given), given.get("type"), given.get("role"), attributes)
        self._note(kind)
        self._note_names(tag, kind, given)
        if given.keys() & {"aria-label", "alt", "title"}:
            self._mark_as_called()
        if tag not in VOID:
            self.open.append([tag, kind, False])

    def handle_endtag(self, tag):
        while tag in (name for name, *_ in self.open):
            name, kind, is_called = self.open.pop()
            if name in NAMED:
                self.kinds.add((kind, "called" if is_called else "nameless"))
            if name == tag:
                break

    def handle_data(self, text):
        if text.strip():
            self._mark_as_called()

    def _note(self, kind: Kind) -> None:
        self.kinds.add((kind, self.open[-1][1] if self.open else None))

    def _note_names(self, tag: str, kind: Kind, given: dict[str, str]) -> None:
        self.ids.update([given["id"]] if "id" in given else [])
        if tag == "label" and "for" in given:
            self.labels.add(given["for"])
        if tag in LABELLED:
            self.to_label.append((kind, given.get("id", "")))

    def _mark_as_called(self) -> None:
        for element in self.open:
            element[2] = True

    def found(self) -> set[Kind]:
        twice = {("id", "twice", name) for name, count in self.ids.items() if count > 1}
        labelled = {(kind, "label", name in self.labels) for kind, name in self.to_label}
        return self.kinds | twice | labelled


def _classes(given: dict[str, str]) -> frozenset[str]:
    return frozenset(c for c in given.get("class", "").split() if not OF_A_FIELD.fullmatch(c))


def kinds_of(html: str) -> set[Kind]:
    reader = Elements()
    reader.feed(html)
    return reader.found()
