"""The marks that an article's text may carry, and the HTML that they become.

The text itself is stored, never HTML. Headings, lists, tables, bold words and links of Markdown are
read; everything else stands as it was typed. What comes out passes an allowlist once more
(decision 0024). A line of its own that says [图2] is the place of the second picture.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML

# Marks that people type without meaning them, and pictures of other hosts.
UNREAD = (
    *("code", "fence", "backticks", "html_block", "html_inline", "image"),
    *("lheading", "reference", "entity", "autolink", "escape"),
)
TAGS = {
    *("p", "br", "h2", "h3", "ul", "ol", "li", "blockquote", "hr"),
    *("table", "thead", "tbody", "tr", "th", "td", "strong", "a"),
}
ATTRIBUTES = {"a": {"href"}, "ol": {"start"}}
SCHEMES = {"http", "https", "mailto"}
HIGHEST, LOWEST = 2, 3
PICTURE_LINE = re.compile(r"^[\[【]图(\d{1,2})[\]】][ \u3000]*$", re.MULTILINE)
MARKS = re.compile(r"^\|?[-:| ]{3,}$|^(#{1,6} |[-*+] |> ?|\|)|\*\*", re.MULTILINE)
LINK = re.compile(r"\[([^\]\n]*)\]\([^)\n]*\)")


class Block(NamedTuple):
    """A piece of an article: HTML, or the number of the picture that stands here."""

    html: SafeString | str
    picture: int = 0


class _Renderer(RendererHTML):
    """Headings below that of the page; a single star or line is no mark of this house."""

    def heading_open(self, tokens, idx, options, env) -> str:
        return f"<h{_level(tokens[idx].tag)}>"

    def heading_close(self, tokens, idx, options, env) -> str:
        return f"</h{_level(tokens[idx].tag)}>\n"

    def em_open(self, tokens, idx, options, env) -> str:
        return tokens[idx].markup

    em_close = em_open

    def strong_open(self, tokens, idx, options, env) -> str:
        return "<strong>" if tokens[idx].markup == "**" else tokens[idx].markup

    def strong_close(self, tokens, idx, options, env) -> str:
        return "</strong>" if tokens[idx].markup == "**" else tokens[idx].markup


def _level(tag: str) -> int:
    return min(max(int(tag[1]), HIGHEST), LOWEST)


_markdown = (
    MarkdownIt("commonmark", {"html": False, "breaks": True}, renderer_cls=_Renderer)
    .enable("table")
    .disable(list(UNREAD))
)


def as_html(text: str) -> SafeString:
    made = nh3.clean(_markdown.render(text), tags=TAGS, attributes=_allowed(), url_schemes=SCHEMES)
    return mark_safe(made)  # noqa: S308 - the allowlist has just been applied


def _allowed() -> dict[str, Any]:
    return {tag: set(names) for tag, names in ATTRIBUTES.items()}


def blocks(text: str, pictures: int) -> Iterator[Block]:
    """The article in its order; pictures that it does not place follow at its end."""
    placed: set[int] = set()
    position = 0
    for found in PICTURE_LINE.finditer(text):
        number = int(found[1])
        if not 1 <= number <= pictures or number in placed:
            continue
        yield from _words(text[position : found.start()])
        yield Block("", number)
        placed.add(number)
        position = found.end()
    yield from _words(text[position:])
    for number in range(1, pictures + 1):
        if number not in placed:
            yield Block("", number)


def _words(text: str) -> Iterator[Block]:
    if text.strip():
        yield Block(as_html(text))


def plain(text: str) -> str:
    """The words alone, on one line: for lists, feeds and searches."""
    words = LINK.sub(r"\1", PICTURE_LINE.sub("", text))
    return " ".join(MARKS.sub("", words).replace("|", " ").split())


def laid_out(text: str, pictures: Sequence[Any]) -> list[tuple[SafeString | str, Any]]:
    """(HTML, picture) pairs for the page; one of both is empty."""
    rows = list(pictures)
    return [
        (block.html, rows[block.picture - 1] if block.picture else None)
        for block in blocks(text, len(rows))
    ]
