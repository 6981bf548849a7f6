"""日历订阅: the address at which somebody's phone reads what is due."""

import secrets

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac

from apps.core.history import tracked_without
from apps.core.models import PublicModel


def new_nonce() -> str:
    return secrets.token_hex(16)


# How often a phone looks is nobody's business for longer than the hour that is limited.
@tracked_without("nonce", "counted_from", "fetches")
class CalendarFeed(PublicModel):
    """One address for each person. Its token is made of the nonce and the portal's own key, so
    that a copy of the database opens nothing; a new nonce makes the old address worthless."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        verbose_name="账号",
        on_delete=models.PROTECT,
        related_name="calendar_feed",
    )
    nonce = models.CharField("随机数", max_length=32, default=new_nonce)
    changed_at = models.DateTimeField("更换时间", auto_now=True)
    counted_from = models.DateTimeField("计数起点", null=True)
    fetches = models.PositiveSmallIntegerField("本小时读取", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "日历订阅"

    def __str__(self) -> str:
        return f"{self.user}的日历订阅"

    @property
    def token(self) -> str:
        """256 bits."""
        value = f"{self.uuid}:{self.nonce}"
        return salted_hmac("duties.calendar_feed", value, algorithm="sha256").hexdigest()

    def opens_with(self, token: str) -> bool:
        return constant_time_compare(token, self.token)

    def get_absolute_url(self) -> str:
        return reverse("duties:calendar_feed", args=[self.uuid, self.token])

    @property
    def address(self) -> str:
        """As a phone needs it."""
        return settings.PUBLIC_URL.rstrip("/") + self.get_absolute_url()
