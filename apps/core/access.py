"""Every view declares who may call it; a view that does not is refused at run time.

Rules say who may call a view at all. Which rows it shows is the business of `visible_to`.
"""

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.urls import URLPattern, URLResolver, get_resolver

from apps.core import audit
from apps.core.models import AuditEvent

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Rule:
    """`public` needs no account; `permission` names a right that is held somewhere."""

    public: bool = False
    permission: str = ""

    def allows(self, user) -> bool:
        if self.public:
            return True
        return user.is_authenticated and (not self.permission or user.has_perm(self.permission))


PUBLIC = Rule(public=True)
SIGNED_IN = Rule()


def _declare(rule: Rule) -> Callable:
    def mark(view):
        view.access_rule = rule
        return view

    return mark


public = _declare(PUBLIC)
signed_in = _declare(SIGNED_IN)


def permission(name: str) -> Callable:
    """Declare that a view needs the right `app.codename` somewhere."""
    return _declare(Rule(permission=name))


def declared(patterns, rule: Rule):
    """Give every view of a library's URL patterns the same rule; returns the patterns."""
    for pattern in flatten(patterns):
        pattern.callback.access_rule = rule
    return patterns


def flatten(patterns) -> Iterator[URLPattern]:
    """All patterns below, through every include."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from flatten(pattern.url_patterns)
        else:
            yield pattern


def rule_of(view) -> Rule | None:
    """The rule of a view; the admin site checks rights itself, in `admin_view`."""
    rule = getattr(view, "access_rule", None)
    if rule is None and (hasattr(view, "admin_site") or hasattr(view, "model_admin")):
        return PUBLIC
    return rule


def undeclared_views() -> list[str]:
    """The routes whose view has no rule; a system check and a test keep this empty."""
    return [str(p.pattern) for p in flatten(get_resolver().url_patterns) if not rule_of(p.callback)]


class AccessMiddleware:
    def __init__(self, get_response) -> None:
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        rule = rule_of(view)
        if rule is None:
            log.error("view without an access rule refused: %s", request.path)
            raise PermissionDenied("这个页面没有声明访问规则，已拒绝打开。请联系系统管理员")
        if rule.allows(request.user):
            return None
        if not request.user.is_authenticated:
            return self._ask_to_sign_in(request)
        audit.record(
            AuditEvent.Kind.REFUSED, request=request, subject=request.path, succeeded=False
        )
        raise PermissionDenied("您的账号没有使用这个页面的权限")

    def _ask_to_sign_in(self, request):
        if request.htmx:
            return HttpResponse("登录已过期，请重新登录", status=401)
        return redirect_to_login(request.get_full_path())
