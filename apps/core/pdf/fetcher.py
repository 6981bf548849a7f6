"""The door through which the library would fetch what a document asks for: it stays shut."""

import logging
from collections.abc import Mapping

from weasyprint.urls import URLFetcher, URLFetcherResponse

logger = logging.getLogger(__name__)


class ClosedFetcher(URLFetcher):
    """Refuses every address and stops the document that asked.

    Faces are registered by fontmap.py and drawings are handed over as objects, so nothing is left to fetch.
    The library's own `fetch`, which opens files and connections, is never reached.
    """

    def __init__(self) -> None:
        super().__init__(allowed_protocols=(), allow_redirects=False, fail_on_errors=True)

    def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> URLFetcherResponse:
        logger.error("A document asked for a foreign resource: %.200s", url)
        raise ValueError("a document fetches nothing")
