"""Roles given by the security administrator, each with an audit event."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from apps.branches.choices import ADMINISTRATORS, Role
from apps.branches.models import Organisation, RoleGrant
from apps.core import audit
from apps.core.models import AuditEvent


@transaction.atomic
def grant_role(
    *,
    by,
    user,
    role: Role,
    since: date,
    until: date | None = None,
    organisation: Organisation | None = None,
    reason: str = "",
    request=None,
) -> RoleGrant:
    """Give `user` a role from `since` on; `request` only adds the address to the audit event."""
    if by.pk == user.pk:
        raise ValidationError("不能给自己授权，请由另一位安全管理员办理")
    # The account's row is the lock: two grants at once could break the separation of the three.
    type(user)._base_manager.select_for_update().get(pk=user.pk)
    grant = RoleGrant(
        user=user,
        role=role,
        organisation=organisation,
        valid_from=since,
        valid_to=until,
        reason=reason,
    )
    _check_separation(grant)
    grant.full_clean()
    grant.save()
    _record(grant, "授予", by=by, request=request)
    return grant


@transaction.atomic
def end_grant(*, grant: RoleGrant, by, on: date, request=None) -> RoleGrant:
    """The role is held up to but not including `on`."""
    if by.pk == grant.user_id:
        raise ValidationError("不能收回自己的角色，请由另一位安全管理员办理")
    if on <= grant.valid_from:
        raise ValidationError(
            f"收回日期须晚于授权日期（{grant.valid_from}）；需要当天停止的，请系统管理员停用账号"
        )
    grant.valid_to = on
    grant.version += 1
    grant.save(update_fields=["valid_to", "version", "updated_at"])
    _record(grant, "收回", by=by, request=request)
    return grant


def _check_separation(grant: RoleGrant) -> None:
    """三员分立: nobody holds two of the three administrator roles."""
    if grant.role not in ADMINISTRATORS:
        return
    others = set(ADMINISTRATORS) - {grant.role}
    held = RoleGrant.objects.filter(user=grant.user, role__in=others)
    held = held.ending_after(grant.valid_from)
    if grant.valid_to:
        held = held.filter(valid_from__lt=grant.valid_to)
    other = held.first()
    if other:
        raise ValidationError(
            f"{grant.user}已是{other.get_role_display()}。三员分立，一人不能兼任两种管理员，"
            "请先收回原来的角色或另选人员"
        )


def _record(grant: RoleGrant, verb: str, *, by, request) -> None:
    where = grant.organisation or "全市"
    span = f"{grant.valid_from} 至 {grant.valid_to or '长期'}"
    audit.record(
        AuditEvent.Kind.ROLE_CHANGED,
        request=request,
        user=by,
        subject=f"{verb} {grant.user.username} {grant.get_role_display()}（{where}，{span}）",
    )
