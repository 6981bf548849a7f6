from typing import Any

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.db import models

from apps.core.history import tracked_without
from apps.core.models import PublicModel

# One door for the staff and one for each of the three administrators, who share no permission.
DOORS = (
    "core.enter_admin",
    "accounts.enter_accounts",
    "branches.enter_security",
    "core.enter_audit",
)


class UserManager(BaseUserManager["User"]):
    def create_user(self, username: str, password: str | None = None, **fields: Any) -> "User":
        user = User(username=User.normalize_username(username), **fields)
        user.set_password(password)
        user.save()
        return user

    def create_superuser(self, username: str, password: str | None = None, **fields: Any) -> "User":
        """The sealed break-glass account; daily work never needs it."""
        return self.create_user(username, password, is_superuser=True, **fields)


# A password hash must not outlive its password, sign-ins are the audit's business, and what a
# page looks like is nobody's.
@tracked_without("password", "last_login", "display")
class User(PublicModel, AbstractBaseUser, PermissionsMixin):
    """Who signs in. Rights come from posts and role grants with dates (branches.scope)."""

    groups: Any = None
    user_permissions: Any = None

    username = models.CharField(
        "账号",
        max_length=150,
        unique=True,
        validators=[UnicodeUsernameValidator()],
        error_messages={"unique": "这个账号已经有人使用，请换一个"},
    )
    name = models.CharField("姓名", max_length=50)
    email = models.EmailField("电子邮箱", blank=True)
    is_active = models.BooleanField("启用", default=True, help_text="离岗人员请停用账号，不要删除")
    # Font size, contrast and theme; see apps.accounts.display.
    display = models.JSONField("显示设置", default=dict, blank=True, editable=False)
    date_joined = models.DateTimeField("建立时间", auto_now_add=True)

    objects = UserManager()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        verbose_name = verbose_name_plural = "账号"
        permissions = [("enter_accounts", "进入账号管理")]
        ordering = ["username"]

    def __str__(self) -> str:
        return self.name or self.username

    @property
    def is_staff(self) -> bool:
        """Whether one of the desks of the admin site is open today; roles have dates."""
        return any(self.has_perm(door) for door in DOORS)

    def get_full_name(self) -> str:
        return self.name
