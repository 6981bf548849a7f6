"""The only door through which a document gets anything: what it was handed, and nothing else."""

import logging
from collections.abc import Mapping
from typing import NamedTuple

from weasyprint.urls import URLFetcher, URLFetcherResponse

logger = logging.getLogger(__name__)

SCHEME = "sixlights"


class Resource(NamedTuple):
    content: bytes
    content_type: str


class ClosedFetcher(URLFetcher):
    """Serves the resources given to it; every other address stops the document.

    The library's own `fetch`, which opens files and connections, is never reached.
    """

    def __init__(self, resources: Mapping[str, Resource] | None = None) -> None:
        super().__init__(allowed_protocols=(SCHEME,), allow_redirects=False, fail_on_errors=True)
        self._resources = dict(resources or {})

    def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> URLFetcherResponse:
        resource = self._resources.get(url)
        if resource is None:
            logger.error("PDF template asked for a foreign resource: %.200s", url)
            raise ValueError("not among the resources of this document")
        return URLFetcherResponse(url, resource.content, {"Content-Type": resource.content_type})
