"""Accounts: made, disabled and given a first password by the system administrator."""

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from apps.accounts.models import DOORS, User
from apps.core import audit
from apps.core.models import AuditEvent

ADMINISTRATOR_DOORS = DOORS[1:]


@transaction.atomic
def open_account(*, username: str, name: str, password: str, email: str = "") -> User:
    """An account without any right; those follow from posts and from the security administrator."""
    user = User(username=username, name=name, email=email)
    _check_password(password, user)
    user.set_password(password)
    user.full_clean()
    user.save()
    return user


@transaction.atomic
def set_password(*, user: User, password: str, by: User, request=None) -> User:
    """Give a forgotten password anew; an administrator's is not in one other person's hand."""
    if user.pk == by.pk:
        raise ValidationError("修改自己的密码请用“我的账号”")
    if any(user.has_perm(door) for door in ADMINISTRATOR_DOORS):
        raise ValidationError("管理员的密码不能由他人单独重置，请按备用账号规程办理")
    _check_password(password, user)
    user.set_password(password)
    user.save(update_fields=["password"])
    audit.record(AuditEvent.Kind.PASSWORD_CHANGED, request=request, user=by, subject=user.username)
    return user


def _check_password(password: str, user: User) -> None:
    """Errors at the field named `password`."""
    try:
        validate_password(password, user)
    except ValidationError as refusal:
        raise ValidationError({"password": refusal.error_list}) from refusal


@transaction.atomic
def change_email(*, user: User, email: str) -> User:
    """The owner's own address for mails; it opens nothing, so it needs no proof."""
    user.email = email
    user.full_clean(exclude=["password"])
    user.save(update_fields=["email"])
    return user


@transaction.atomic
def set_active(*, user: User, is_active: bool, by: User) -> User:
    """Disable the account of somebody who left, or open it again."""
    if user.pk == by.pk:
        raise ValidationError("不能停用自己的账号")
    user.is_active = is_active
    user.save(update_fields=["is_active"])
    return user
