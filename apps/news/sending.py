"""Pictures are shown in the page, not taken along: they were drawn by the portal itself."""

from django.http import Http404

from apps.core.sending import send_stored
from apps.news.models import Picture

LARGE, SMALL = "large", "small"


def send_picture(picture: Picture, size: str):
    if size not in (LARGE, SMALL):
        raise Http404
    path = picture.small_path if size == SMALL else picture.path
    response = send_stored(path, name=picture.name, content_type=picture.content_type)
    response["Content-Disposition"] = "inline"
    del response["Cache-Control"]
    return response
