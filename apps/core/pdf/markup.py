"""From the text of a rendered template to a tree that the press may print."""

import logging
import re
from datetime import datetime
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from apps.core.pdf.errors import PdfError
from apps.core.pdf.glyphs import MISSING_MARK, unprintable

logger = logging.getLogger(__name__)

SVG = "{http://www.w3.org/2000/svg}"
DOCTYPE = "<!DOCTYPE html>"
# Everything by which an element could fetch, run or restyle is absent.
ALLOWED_TAG = re.compile(
    "html|head|title|meta|body|header|section|footer|h1|h2|h3|p|div|span|a|figure|figcaption"
    "|table|caption|colgroup|col|thead|tbody|tr|th|td|ul|ol|li"
    f"|{re.escape(SVG)}(svg|title|a|g|rect|line|path|text)"
)
ALLOWED_ATTRIBUTE = re.compile(
    "lang|class|id|name|content|href|colspan|width|height|viewBox|role|x|y|x1|y1|x2|y2|d|text-anchor"
)
# A place of the web or of the document itself.
LINK = re.compile("https?://[^ ]+|#[a-z][a-z0-9-]*")
# Stored texts are clean already (core.text); what slips through must not break the XML or mark a glyph
# as missing that was never to be seen (controls, joiners, variation selectors).
CONTROLS = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\ufffe\uffff"
    "\ud800-\udfff\U000e0100-\U000e01ef]"
)


def parse(source: str, template: str, created: datetime) -> Element:
    """Return the tree of a rendered template, with its moment of creation."""
    source = mark_missing_glyphs(CONTROLS.sub("", source), template)
    tree = parse_xml(source, template)
    require_allowed(tree, template)
    head = tree.find("head")
    if head is None or not tree.get("lang"):
        raise PdfError(f"{template} needs <html lang> and a <head>")
    for name in ("dcterms.created", "dcterms.modified"):
        ElementTree.SubElement(head, "meta", name=name, content=created.isoformat("T", "seconds"))
    return tree


def parse_xml(source: str, template: str) -> Element:
    if "<!" in source.removeprefix(DOCTYPE):
        raise PdfError(f"{template}: no entity, comment or CDATA in a document")
    try:
        # There are no entities to expand, which is what S314 is about.
        return ElementTree.fromstring(source)  # noqa: S314
    except ElementTree.ParseError as error:
        raise PdfError(f"{template} is not well-formed XML: {error}") from error


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
        if not ALLOWED_TAG.fullmatch(element.tag):
            raise PdfError(f"{template}: <{element.tag}> is not allowed in a document")
        for name, value in element.items():
            if not ALLOWED_ATTRIBUTE.fullmatch(name):
                raise PdfError(f"{template}: {name} on <{element.tag}> is not allowed")
            if name == "href" and not LINK.fullmatch(value):
                raise PdfError(
                    f"{template}: a link leads to {value!r}, not to a web address or into the document"
                )
