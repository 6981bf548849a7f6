from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import MiddlewareNotUsed
from django.shortcuts import redirect
from django.urls import reverse


class SecondFactorMiddleware:
    """Where a site demands it, nobody works at a desk of the admin without a second factor."""

    def __init__(self, get_response) -> None:
        if not settings.MFA_REQUIRED_FOR_STAFF:
            raise MiddlewareNotUsed
        self.get_response = get_response

    def __call__(self, request):
        if self._must_enrol(request):
            messages.warning(request, "进入工委工作台前，请先开启两步验证")
            return redirect("mfa_activate_totp")
        return self.get_response(request)

    def _must_enrol(self, request) -> bool:
        return (
            request.path.startswith(reverse("admin:index"))
            and request.user.is_authenticated
            and not is_mfa_enabled(request.user)
        )
