"""The press: one font configuration and one set of parsed stylesheets for the process."""

import gc
import hashlib
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

import cssselect2
import weasyprint
from django.template.loader import get_template
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError

from apps.core.pdf.errors import PdfError
from apps.core.pdf.faces import RARE, ROLES, face_path
from apps.core.pdf.fetcher import SCHEME, ClosedFetcher, Resource
from apps.core.pdf.markup import parse

# PDF/A-2u: archival, and every glyph maps to its character, so that text can be found and copied.
VARIANT = "pdf/a-2u"
STYLESHEET = "pdf/document.css"
ELEMENTS = Path(__file__).with_name("elements.css")


class Press:
    """Keeps what is the same for all documents; holds nothing of any document."""

    def __init__(self) -> None:
        self.fonts = FontConfiguration()
        self.elements = weasyprint.CSS(string=ELEMENTS.read_text(), url_fetcher=ClosedFetcher())
        self.add_faces()
        self.stylesheet = self.parse_stylesheet(get_template(STYLESHEET).template.source)

    def add_faces(self) -> None:
        for role in (*ROLES, RARE):
            address = f"{SCHEME}:face/{role}"
            content = Resource(face_path(role).read_bytes(), "font/ttf")
            weasyprint.CSS(
                string=f'@font-face {{ font-family: "{role}"; src: url("{address}") }}',
                font_config=self.fonts,
                url_fetcher=ClosedFetcher({address: content}),
            )

    def parse_stylesheet(self, source: str) -> weasyprint.CSS:
        return weasyprint.CSS(string=source, font_config=self.fonts, url_fetcher=ClosedFetcher())

    def print(self, tree: Element, identifier: bytes) -> bytes:
        page = ParsedPage(tree, self.elements)
        return page.write_pdf(
            font_config=self.fonts,
            stylesheets=[self.stylesheet],
            pdf_variant=VARIANT,
            pdf_identifier=identifier,
        )


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


@lru_cache(maxsize=1)
def press() -> Press:
    """The press of this process; its parts live as long as the process, so gc need not walk them."""
    built = Press()
    gc.collect()
    gc.freeze()
    return built


def print_document(template: str, context: dict[str, Any], created: datetime) -> bytes:
    if created.tzinfo is None:
        raise PdfError("created must be an aware moment")
    source = get_template(template).template.render(plain_context(context))
    identifier = hashlib.sha256(f"{template}\n{created.isoformat()}\n{source}".encode()).digest()
    tree = parse(source, template, created)
    try:
        return press().print(tree, identifier[:16])
    except FatalURLFetchingError as error:
        # A BaseException in the library: it must not take the worker down with it.
        raise PdfError(f"{template} asked for a foreign resource") from error
