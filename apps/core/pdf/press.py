"""The press: one font configuration and one set of parsed stylesheets for the process."""

import gc
import hashlib
import logging
import zlib
from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from itertools import chain
from pathlib import Path
from threading import Lock
from typing import Any
from xml.etree.ElementTree import Element

import cssselect2
import pydyf
import weasyprint
from django.template.loader import render_to_string
from pydyf import _to_bytes
from weasyprint.urls import FatalURLFetchingError

from apps.core.pdf.errors import PdfError
from apps.core.pdf.fetcher import ClosedFetcher
from apps.core.pdf.fontcase import FontCase
from apps.core.pdf.fontmap import SCHEME, FaceMap, font_face_rules
from apps.core.pdf.markup import parse
from apps.core.pdf.pictures import set_pictures
from apps.core.pdf.prose import set_prose
from apps.core.pdf.ruled import set_tables
from apps.core.pdf.typeset import Sorts

# PDF/A-2u: archival, and every glyph maps to its character, so that text can be found and copied.
VARIANT = "pdf/a-2u"
COMPRESSION = 4
STYLESHEETS = ("pdf/document.css", "pdf/minutes.css", "pdf/projects.css", "pdf/reports.css")
ELEMENTS = Path(__file__).with_name("elements.css")


# Fourteen lines a document at level INFO say nothing that the job does not say.
logging.getLogger("weasyprint.progress").setLevel(logging.WARNING)


class Press:
    """Keeps what is the same for all documents; holds nothing of any document."""

    def __init__(self) -> None:
        self.fonts = FaceMap()
        self.elements = self.parse_stylesheet(ELEMENTS.read_text())
        styles = "\n".join(render_to_string(name) for name in STYLESHEETS)
        self.stylesheet = self.parse_stylesheet(font_face_rules() + styles)
        self.sorts = Sorts(self.fonts)

    def parse_stylesheet(self, source: str) -> weasyprint.CSS:
        return weasyprint.CSS(string=source, font_config=self.fonts, url_fetcher=ClosedFetcher())

    def to_pdf(self, tree: Element, identifier: bytes) -> bytes:
        drawings = {}
        placed = [step(tree, self.sorts) for step in (set_tables, set_prose, set_pictures)]
        for number, (place, drawing) in enumerate(chain.from_iterable(placed)):
            address = f"{SCHEME}:drawing/{number}"
            place.set("src", address)
            drawings[address] = drawing
        page = ParsedPage(tree, self.elements)
        document = page.render(
            font_config=self.fonts,
            stylesheets=[self.stylesheet],
            # The library looks here before it asks the fetcher for an image.
            cache=drawings,
            pdf_variant=VARIANT,
        )
        document.fonts = FontCase(self.sorts)
        return document.write_pdf(
            pdf_variant=VARIANT, pdf_identifier=identifier, finisher=compress_once
        )


def compress_once(document: weasyprint.Document, pdf: pydyf.PDF) -> None:
    """Compress every stream here: the library would do it a second time for the hash in the trailer."""
    for item in pdf.objects:
        if isinstance(item, pydyf.Stream) and item.compress:
            compressed = zlib.compress(b"\n".join(map(_to_bytes, item.stream)), COMPRESSION)
            item.stream, item.compress = [compressed], False
            item.extra["Filter"] = "/FlateDecode"


class ParsedPage(weasyprint.HTML):
    """A document from a parsed tree: no HTML parser, no foreign resources, our own element styles."""

    def __init__(self, tree: Element, elements: weasyprint.CSS) -> None:
        self.base_url = None
        self.url_fetcher = ClosedFetcher()
        self.media_type = "print"
        self.wrapper_element = cssselect2.ElementWrapper.from_html_root(tree)
        self.etree_element = tree
        self._elements = elements

    def _ua_stylesheets(self, forms: bool = False) -> list[weasyprint.CSS]:
        return [self._elements]


# Pango's font map is not made for two threads at once, and a web server has several.
_one_at_a_time = Lock()


@lru_cache(maxsize=1)
def press() -> Press:
    """The press of this process; its parts live as long as the process, so gc need not walk them."""
    built = Press()
    gc.collect()
    gc.freeze()
    return built


def print_document(template: str, context: Mapping[str, Any], created: datetime) -> bytes:
    if created.tzinfo is None:
        raise PdfError("created must be an aware moment")
    source = render_to_string(template, dict(context))
    identifier = hashlib.sha256(f"{template}\n{created.isoformat()}\n{source}".encode()).digest()
    tree = parse(source, template, created)
    try:
        with _one_at_a_time:
            return press().to_pdf(tree, identifier[:16])
    except FatalURLFetchingError as error:
        # A BaseException in the library: it must not take the worker down with it.
        raise PdfError(f"{template} asked for a foreign resource") from error
