import logging

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import HttpResponse
from django.urls import reverse
from pghistory.middleware import HistoryMiddleware

from apps.core import access, audit
from apps.core.models import AuditEvent
from apps.core.text import has_unstorable

log = logging.getLogger(__name__)


class CleanTextMiddleware:
    """Addresses with characters that PostgreSQL cannot hold end here in words (traps M17, M18)."""

    def __init__(self, get_response) -> None:
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        values = [request.path, *(v for values in request.GET.lists() for v in values[1])]
        if any(has_unstorable(value) for value in values):
            raise BadRequest("网址中有无法识别的字符，请重新输入查询内容")


class RequestHistoryMiddleware(HistoryMiddleware):
    """Puts user, address and path beside every history row that a request writes."""

    def get_context(self, request) -> dict:
        return {**super().get_context(request), "address": audit.client_address(request)}


class AdminPolicyMiddleware:
    """The admin theme evaluates expressions in the page; no other page may (django-csp reads it)."""

    def __init__(self, get_response) -> None:
        self.get_response = get_response
        self.prefix = reverse("admin:index")

    def __call__(self, request):
        response = self.get_response(request)
        if request.path.startswith(self.prefix):
            response._csp_update = {"script-src": ["'self'", "'unsafe-eval'"]}
        return response


def is_scripted(request) -> bool:
    """Whether form-sending.js or form-drafts.js asks, and not the browser itself."""
    return request.headers.get("X-Requested-With") == "fetch"


class ScriptedFormMiddleware:
    """A script that sends a form is told where to go on: it could not read a redirect, and
    following it would use up the messages of the next page."""

    def __init__(self, get_response) -> None:
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if not is_scripted(request) or response.status_code not in (301, 302):
            return response
        told = HttpResponse(status=204, headers={"X-Location": response["Location"]})
        told.cookies = response.cookies
        return told


class AccessMiddleware:
    """Holds every view to its access rule; see apps.core.access."""

    def __init__(self, get_response) -> None:
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        rule = access.rule_of(view)
        if rule is None:
            log.error("view without an access rule refused: %s", request.path)
            raise PermissionDenied("这个页面没有声明访问规则，已拒绝打开。请联系系统管理员")
        if rule.allows(request.user):
            return None
        if not request.user.is_authenticated:
            return self._ask_to_sign_in(request)
        self._record_refusal(request)
        raise PermissionDenied("您的账号没有使用这个页面的权限")

    def process_exception(self, request, exception):
        """A refusal by the view itself, such as a step that the user may not take."""
        if isinstance(exception, PermissionDenied) and request.user.is_authenticated:
            self._record_refusal(request)

    def _record_refusal(self, request) -> None:
        audit.record(
            AuditEvent.Kind.REFUSED, request=request, subject=request.path, succeeded=False
        )

    def _ask_to_sign_in(self, request):
        if request.htmx or is_scripted(request):
            return HttpResponse("登录已过期，请重新登录", status=401)
        return redirect_to_login(request.get_full_path())
