"""Security events: who did what from where. Append-only; see AuditEvent."""

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
    """The address that the trusted proxy saw, or that of the connection."""
    if request is None:
        return None
    return getattr(request, "axes_ip_address", None) or request.META.get("REMOTE_ADDR") or None
