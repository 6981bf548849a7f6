"""What somebody typed into a search box: words to look for, and what they are in pinyin."""

import re
from dataclasses import dataclass

from django.db import models
from django.db.models import Case, Q, Value, When
from django.db.models.lookups import Contains
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from apps.core.pinyin import compact

# With fewer characters a trigram index cannot help, and everything would be found.
SHORT = 2
# Characters shown on either side of a word that was found.
AROUND = 24


@models.CharField.register_lookup
@models.TextField.register_lookup
class Holds(Contains):
    """As `contains`, with letters in either case, and unlike `icontains` by the trigram index."""

    lookup_name = "holds"

    def get_rhs_op(self, connection, rhs) -> str:
        has_letters = self.rhs.lower() != self.rhs.upper()
        return f"ILIKE {rhs}" if has_letters else f"LIKE {rhs}"


@dataclass(frozen=True)
class Typed:
    """`latin` is the whole of it as it would stand in a pinyin key, or empty."""

    text: str
    words: tuple[str, ...]
    latin: str

    @classmethod
    def of(cls, text: str) -> "Typed":
        return cls(" ".join(text.split()), tuple(text.split()), compact(text))

    def __bool__(self) -> bool:
        return bool(self.words)

    @property
    def is_short(self) -> bool:
        """Names and titles only: no word is long enough for the body of a text."""
        return all(len(word) <= SHORT for word in self.words)

    def within(self, lookup: str) -> Q:
        """Every word stands in the text that `lookup` leads to."""
        return Q(*(Q(**{f"{lookup}__holds": word}) for word in self.words))

    def named(self, *lookups: str) -> Q:
        """Among names, each with a pinyin column beside it under the same prefix.

        Letters and digits of a name stand in its keys as well, so that one column is enough.
        """
        found = Q()
        for lookup in lookups:
            keys = Q(**{f"{_pinyin_of(lookup)}__contains": self.latin})
            found |= keys if self.latin else self.within(lookup)
        return found

    def rank(self, lookup: str) -> Case:
        """0 for the very name, 1 where it begins so, then the same in pinyin, 4 for the others."""
        cases = [
            When(Q(**{lookup: self.text}), then=Value(0)),
            When(Q(**{f"{lookup}__startswith": self.text}), then=Value(1)),
        ]
        if self.latin:
            key, column = self.latin, _pinyin_of(lookup)
            whole = Q(**{f"{column}__startswith": f"{key} "}) | Q(**{column: key})
            whole |= Q(**{f"{column}__contains": f" {key} "})
            whole |= Q(**{f"{column}__endswith": f" {key}"})
            begun = Q(**{f"{column}__startswith": key}) | Q(**{f"{column}__contains": f" {key}"})
            cases += [When(whole, then=Value(2)), When(begun, then=Value(3))]
        return Case(*cases, default=Value(4), output_field=models.IntegerField())

    def mark(self, text: str) -> SafeString:
        """The text as HTML, with the words found in it marked."""
        pieces = re.split(self._pattern, text, flags=re.IGNORECASE)
        # What the group of the pattern caught stands at the odd places.
        return format_html_join(
            "", "{}", ((_marked(p) if n % 2 else p,) for n, p in enumerate(pieces) if p)
        )

    def excerpt(self, text: str) -> str:
        """The surroundings of the first word found, inside its line; empty if there is none."""
        for line in text.splitlines():
            found = re.search(self._pattern, line, flags=re.IGNORECASE)
            if found:
                begin, end = max(found.start() - AROUND, 0), found.end() + AROUND
                return f"{'…' * (begin > 0)}{line[begin:end]}{'…' * (end < len(line))}"
        return ""

    @property
    def _pattern(self) -> str:
        """Of nothing typed, one that nothing matches."""
        return f"({'|'.join(map(re.escape, self.words)) or '(?!)'})"


def _marked(text: str) -> SafeString:
    return format_html("<mark>{}</mark>", text)


def _pinyin_of(lookup: str) -> str:
    """unit__name → unit__pinyin"""
    return f"{lookup.rpartition('__')[0]}__pinyin".removeprefix("__")
