"""Sending a file after the view has checked who asks."""

import re
from urllib.parse import quote

from django.conf import settings
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.utils.http import content_disposition_header

from apps.core import files

# Nothing in a file may run in the name of the portal, whatever it contains.
SANDBOX = "default-src 'none'; sandbox"
# Browsers inside of messengers lose what they are given to download.
MESSENGERS = re.compile("MicroMessenger|wxwork|DingTalk|AliApp|Lark|Feishu|QQ/")
PHONES = re.compile("Mobile|Android|iPhone|HarmonyOS|OpenHarmony")


def send_stored(path: str, *, name: str, content_type: str) -> HttpResponseBase:
    """The file at `path` of the store as a download; by nginx where it stands in front."""
    target = files.absolute(path)
    if not target.is_file():
        raise Http404("文件不在存放位置")
    response: HttpResponseBase
    if settings.FILE_ACCEL_PREFIX:
        response = HttpResponse(content_type=content_type)
        response["X-Accel-Redirect"] = quote(f"{settings.FILE_ACCEL_PREFIX.rstrip('/')}/{path}")
    else:
        response = FileResponse(target.open("rb"), content_type=content_type)
    return _guarded(response, name)


def send_bytes(content: bytes, *, name: str, content_type: str) -> HttpResponse:
    """What has just been made, as a download."""
    return _guarded(HttpResponse(content, content_type=content_type), name)


def is_in_messenger(request) -> bool:
    return bool(MESSENGERS.search(request.headers.get("User-Agent", "")))


def is_on_phone(request) -> bool:
    return bool(PHONES.search(request.headers.get("User-Agent", "")))


def _guarded(response, name: str):
    response["Content-Disposition"] = content_disposition_header(True, name)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = SANDBOX
    response["Cache-Control"] = "private, no-store"
    return response
