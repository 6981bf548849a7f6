"""A logo is shown in the page, not taken along: the portal has drawn it anew."""

from django.http import Http404
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag

from apps.brands.models import BrandLogo
from apps.core.sending import send_stored

LARGE, SMALL = "large", "small"


def send_logo(request, logo: BrandLogo, size: str):
    """A page of the register shows fifty of them: browsers keep them and ask whether they stand."""
    if size not in (LARGE, SMALL):
        raise Http404
    etag = quote_etag(f"{logo.sha256[:32]}{size}")
    if unchanged := get_conditional_response(request, etag=etag):
        return unchanged
    path = logo.small_path if size == SMALL else logo.path
    response = send_stored(path, name=logo.name, content_type=logo.content_type)
    response["Content-Disposition"], response["ETag"] = "inline", etag
    del response["Cache-Control"]
    return response
