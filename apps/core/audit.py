"""Security events: who did what from where. Append-only; see AuditEvent."""

import ipaddress

from django.conf import settings

from apps.core.models import AuditEvent


def record(
    kind: AuditEvent.Kind,
    *,
    request=None,
    user=None,
    account: str = "",
    subject: str = "",
    succeeded: bool = True,
) -> AuditEvent:
    """Write one event; `user` and `account` default to the signed-in user of `request`."""
    if user is None and request is not None and getattr(request, "user", None) is not None:
        user = request.user if request.user.is_authenticated else None
    return AuditEvent.objects.create(
        kind=kind,
        user=user,
        account=(account or (user.get_username() if user else ""))[:150],
        address=client_address(request),
        subject=subject[:200],
        succeeded=succeeded,
    )


def client_address(request) -> str | None:
    """The address that the outermost trusted proxy saw, or that of the connection.

    Lock-out, sessions, audit and history all ask here, so they cannot disagree.
    """
    if request is None:
        return None
    hops = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
    count = settings.PROXY_COUNT
    seen = hops[-count].strip() if 0 < count <= len(hops) else request.META.get("REMOTE_ADDR", "")
    return seen if _is_address(seen) else None


def _is_address(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True
