"""Rows by the names under which people know them, whatever the width of their characters; with a
guess where a name is unknown."""

import difflib
from collections.abc import Iterable

from apps.core.imports.cells import narrow

# A guess costs a comparison with every name; a file full of unknown names gets only so many.
MAX_GUESSES = 200


class Names:
    """`noun` names the kind of thing in sentences: 支部, 单位."""

    def __init__(self, noun: str, pairs: Iterable[tuple[str, object]]) -> None:
        self.noun = noun
        self._by_name: dict[str, object] = {}
        for name, obj in pairs:
            if name:
                self.add(name, obj)
        self._sentences: dict[str, str] = {}

    def get(self, name: str):
        return self._by_name.get(narrow(name))

    def add(self, name: str, obj) -> None:
        self._by_name.setdefault(narrow(name), obj)

    def unknown(self, name: str) -> str:
        """没有这个支部，是否为…？"""
        if name not in self._sentences:
            guess = self._guess(name) if len(self._sentences) < MAX_GUESSES else ""
            hint = f"，是否为“{guess}”？" if guess else f"，请核对{self.noun}名称或编号"
            self._sentences[name] = f"没有“{name}”这个{self.noun}{hint}"
        return self._sentences[name]

    def _guess(self, name: str) -> str:
        return next(iter(difflib.get_close_matches(name, self._by_name, n=1, cutoff=0.5)), "")
