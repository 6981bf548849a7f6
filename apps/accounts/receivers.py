"""Sign-in events of Django and axes, written to the security audit."""

from allauth.account.signals import password_changed
from allauth.mfa.signals import authentication_failed
from axes.signals import user_locked_out
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.dispatch import receiver

from apps.core import audit
from apps.core.models import AuditEvent


@receiver(user_logged_in)
def record_sign_in(sender, request, user, **kwargs) -> None:
    audit.record(AuditEvent.Kind.SIGNED_IN, request=request, user=user)


@receiver(user_logged_out)
def record_sign_out(sender, request, user, **kwargs) -> None:
    if user is not None:
        audit.record(AuditEvent.Kind.SIGNED_OUT, request=request, user=user)


@receiver(user_login_failed)
def record_failure(sender, credentials, request=None, **kwargs) -> None:
    account = credentials.get("username") or credentials.get("login") or ""
    audit.record(AuditEvent.Kind.SIGN_IN_FAILED, request=request, account=account, succeeded=False)


@receiver(user_locked_out)
def record_lock_out(sender, request, username, **kwargs) -> None:
    audit.record(
        AuditEvent.Kind.LOCKED_OUT, request=request, account=username or "", succeeded=False
    )


@receiver(authentication_failed)
def record_wrong_code(sender, request, user, **kwargs) -> None:
    audit.record(
        AuditEvent.Kind.CODE_FAILED, request=request, account=user.username, succeeded=False
    )


@receiver(password_changed)
def record_password_change(sender, request, user, **kwargs) -> None:
    audit.record(AuditEvent.Kind.PASSWORD_CHANGED, request=request, user=user)
