"""How often an account has been guessed at; the audit is the memory, so no cache can forget it.

Axes locks the pair of account and address. These two limits close what a pair leaves open: one
account tried from many addresses, and the six digits of the second factor.
"""

from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from apps.core.models import AuditEvent

CODE_WINDOW = timedelta(minutes=30)
SPREAD_WINDOW = timedelta(hours=1)
SPREAD_LIMIT = 30
# Somebody who signed in from an address this recently is not kept out by strangers elsewhere.
KNOWN_ADDRESS = timedelta(days=30)

Kind = AuditEvent.Kind


def lock_key(request, credentials: dict | None) -> str:
    """The account as axes counts it: sign-in ignores case, so the count must not differ by it."""
    typed = (credentials or request.POST).get("username") or request.POST.get("login") or ""
    return typed.strip().casefold()


def events(account: str, kind: Kind, window: timedelta):
    return AuditEvent.objects.filter(
        kind=kind, account__iexact=account, at__gt=timezone.now() - window
    )


def is_spread(account: str, address: str | None) -> bool:
    """Whether the account is being guessed at from many places and this one is not known to it."""
    if events(account, Kind.SIGN_IN_FAILED, SPREAD_WINDOW).count() < SPREAD_LIMIT:
        return False
    return not events(account, Kind.SIGNED_IN, KNOWN_ADDRESS).filter(address=address).exists()


def is_code_locked(account: str) -> bool:
    """Whether the second factor of an account has been guessed at too often, from anywhere."""
    failures = events(account, Kind.CODE_FAILED, CODE_WINDOW).count()
    return failures >= settings.AXES_FAILURE_LIMIT
