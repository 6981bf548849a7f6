"""From the text of a rendered template to a tree that the press may print."""

import logging
import re
from datetime import datetime
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from apps.core.pdf.errors import PdfError
from apps.core.pdf.faces import MISSING_MARK, unprintable

logger = logging.getLogger(__name__)

SVG = "{http://www.w3.org/2000/svg}"
HTML_TAGS = frozenset(
    "html head title meta body header section footer h1 h2 h3 p div span br a figure figcaption"
    " table caption colgroup col thead tbody tr th td ul ol li".split()
)
SVG_TAGS = frozenset(SVG + tag for tag in "svg title a g rect line path text".split())
ALLOWED_TAGS = HTML_TAGS | SVG_TAGS
# Everything by which an element could fetch, run or restyle is absent.
ALLOWED_ATTRIBUTES = frozenset(
    "lang class id name content href colspan width height viewBox role x y x1 y1 x2 y2 d"
    " text-anchor".split()
)
# Stored texts are clean already (core.text); what slips through must not break the XML.
CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


def parse(source: str, template: str, created: datetime) -> Element:
    """Return the tree of a rendered template, with its moment of creation."""
    source = mark_missing_glyphs(CONTROLS.sub("", source), template)
    try:
        tree = ElementTree.fromstring(source)
    except ElementTree.ParseError as error:
        raise PdfError(f"{template} is not well-formed XML: {error}") from error
    require_allowed(tree, template)
    head = tree.find("head")
    if head is None or not tree.get("lang"):
        raise PdfError(f"{template} needs <html lang> and a <head>")
    for name in ("dcterms.created", "dcterms.modified"):
        ElementTree.SubElement(head, "meta", name=name, content=created.isoformat("T", "seconds"))
    return tree


def mark_missing_glyphs(source: str, template: str) -> str:
    """Print 〓 for a character that no face has, and say so in the log."""
    missing = sorted(set(unprintable().findall(source)))
    if not missing:
        return source
    names = ", ".join(f"U+{ord(character):04X}" for character in missing)
    logger.error("No face has %s: printed as %s by %s", names, MISSING_MARK, template)
    return unprintable().sub(MISSING_MARK, source)


def require_allowed(tree: Element, template: str) -> None:
    for element in tree.iter():
        if element.tag not in ALLOWED_TAGS:
            raise PdfError(f"{template}: <{element.tag}> is not allowed in a document")
        foreign = set(element.keys()) - ALLOWED_ATTRIBUTES
        if foreign:
            raise PdfError(
                f"{template}: {sorted(foreign)} not allowed on <{element.tag}> in a document"
            )
