"""The answer to a locked-out sign-in, in words and with the time to come back."""

from axes.helpers import get_cool_off
from axes.models import AccessAttempt
from django.conf import settings
from django.db.models import Max
from django.shortcuts import render

from apps.accounts import guessing
from apps.core import audit

TOO_MANY_REQUESTS = 429


def answer(request, credentials: dict | None):
    last = AccessAttempt.objects.filter(
        username=guessing.lock_key(request, credentials),
        ip_address=audit.client_address(request),
    ).aggregate(at=Max("attempt_time"))["at"]
    context = {
        "failure_limit": settings.AXES_FAILURE_LIMIT,
        "try_again_at": last + get_cool_off(request) if last else None,
    }
    return render(request, "account/locked.html", context, status=TOO_MANY_REQUESTS)
