"""Roles that the security administrator gives."""

from django.conf import settings
from django.db import models

from apps.branches.choices import GRANTABLE_ROLES, Role
from apps.branches.models.dated import DatedModel
from apps.branches.models.organisations import Organisation
from apps.branches.querysets import RoleGrantQuerySet
from apps.core.history import tracked


@tracked
class RoleGrant(DatedModel):
    """A role given by the security administrator, for a part of the tree or (empty) everywhere."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="账号",
        on_delete=models.PROTECT,
        related_name="role_grants",
    )
    role = models.CharField(
        "角色", max_length=20, choices=[(r.value, r.label) for r in GRANTABLE_ROLES]
    )
    organisation = models.ForeignKey(
        Organisation,
        verbose_name="范围",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        help_text="留空表示全市；只对该党组织及其下级有效",
    )
    reason = models.CharField("授权依据", max_length=200, blank=True)

    objects = RoleGrantQuerySet.as_manager()

    class Meta(DatedModel.Meta):
        verbose_name = verbose_name_plural = "角色授权"
        permissions = [("enter_security", "进入安全管理")]
        ordering = ["user", "role"]

    def __str__(self) -> str:
        return f"{self.user} {Role(self.role).label}"
