"""Error pages in words. They use no database, so that they appear when it is away."""

import uuid

from django.http import HttpResponse
from django.template.loader import render_to_string

SERVER_ERROR = "系统出了问题，已记录下来。您填写的内容仍在上一页，请返回后稍候再试"


def _page(request, template: str, status: int, **context) -> HttpResponse:
    return HttpResponse(render_to_string(template, context), status=status)


def _sentence(exception, fallback: str) -> str:
    """The sentence that was raised with the error, if it was written for people."""
    text = str(exception.args[0]) if exception and exception.args else ""
    return text if any("\u4e00" <= c <= "\u9fff" for c in text) else fallback


def bad_request(request, exception) -> HttpResponse:
    return _page(
        request, "400.html", 400, reason=_sentence(exception, "浏览器发来的内容不完整，请返回重试")
    )


def permission_denied(request, exception) -> HttpResponse:
    return _page(
        request, "403.html", 403, reason=_sentence(exception, "您的账号没有这项操作的权限")
    )


def not_found(request, exception) -> HttpResponse:
    return _page(request, "404.html", 404)


def server_error(request) -> HttpResponse:
    return _page(request, "500.html", 500, reason=SERVER_ERROR, number=uuid.uuid4().hex[:8])


def csrf_failure(request, reason="") -> HttpResponse:
    """The token of the page belongs to a session that has ended."""
    return _page(request, "session_over.html", 403, address=request.get_full_path())
