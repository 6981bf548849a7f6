"""What the portal says to people, and the ledger of what leaves it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from apps.core.history import tracked
from apps.core.models import EditableModel, PublicModel
from apps.notices.choices import GroupKind, NoticeKind, Outcome
from apps.notices.querysets import DeliveryQuerySet, GroupChannelQuerySet, NoticeQuerySet


class Notice(PublicModel):
    """站内信 to one person. Whether it is new is the reader's own business: no moment of reading
    is kept, and no page shows it to anybody else (ux, finding 4)."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="收信人",
        on_delete=models.PROTECT,
        related_name="notices",
    )
    kind = models.CharField("类别", max_length=10, choices=NoticeKind.choices)
    text = models.TextField("内容")
    link = models.CharField("地址", max_length=300, blank=True)
    # What must not be said twice to the same person.
    key = models.CharField("事由", max_length=100, blank=True)
    is_new = models.BooleanField("未看", default=True)
    wants_mail = models.BooleanField("另发邮件", default=False)
    delivery = models.ForeignKey(
        "Delivery",
        verbose_name="邮件",
        null=True,
        on_delete=models.PROTECT,
        related_name="notices",
    )
    created_at = models.DateTimeField("时间", auto_now_add=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "消息"
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "key"], condition=~Q(key=""), name="notice_said_once"
            ),
        ]
        indexes = [
            models.Index(fields=["user", "-created_at", "-id"], name="notice_of_user"),
            models.Index(fields=["user"], name="notice_new", condition=Q(is_new=True)),
            models.Index(
                fields=["user"],
                name="notice_to_mail",
                condition=Q(wants_mail=True, is_new=True, delivery=None),
            ),
        ]

    def __str__(self) -> str:
        return self.text

    def get_absolute_url(self) -> str:
        return reverse("notices:notice_open", args=[self.uuid])


@tracked
class ChannelPreference(EditableModel):
    """通知方式与免打扰 of one person; whoever has none gets 站内信 only."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        verbose_name="账号",
        on_delete=models.PROTECT,
        related_name="channel_preference",
    )
    by_mail = models.BooleanField("同时发到电子邮箱", default=False)
    is_muted = models.BooleanField("免打扰：只收站内消息", default=False)
    quiet_from = models.TimeField("安静时段开始", null=True, blank=True)
    quiet_until = models.TimeField("安静时段结束", null=True, blank=True)
    wants_reviews = models.BooleanField("记录审核通过时也告诉我", default=False)

    class Meta:
        verbose_name = verbose_name_plural = "通知方式"
        constraints = [
            models.CheckConstraint(
                condition=Q(quiet_from=None, quiet_until=None)
                | Q(quiet_from__isnull=False, quiet_until__isnull=False),
                name="quiet_hours_have_both_ends",
                violation_error_message="安静时段请同时填写开始和结束",
            )
        ]

    def __str__(self) -> str:
        return f"{self.user}的通知方式"


@tracked
class GroupChannel(EditableModel):
    """The robot of a 联络群. Its address is a secret: sealed, and never shown again."""

    name = models.CharField("群名称", max_length=60, unique=True)
    kind = models.CharField("平台", max_length=10, choices=GroupKind.choices)
    sealed_address = models.TextField("地址（密文）", editable=False)
    is_active = models.BooleanField("启用", default=True)

    objects = GroupChannelQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "通知渠道"
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Delivery(PublicModel):
    """One message that leaves the portal: to one person or group, at most one a day.

    The row is the truth; Celery only says “look”. `try_at` moves on before each attempt, so that
    a killed worker neither loses the message nor keeps others from it.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="收信人",
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    group = models.ForeignKey(
        GroupChannel,
        verbose_name="群",
        null=True,
        on_delete=models.PROTECT,
        related_name="deliveries",
    )
    day = models.DateField("日期")
    # To a group only; a mail is written from its notices when it leaves.
    text = models.TextField("内容", blank=True)
    try_at = models.DateTimeField("下次发送")
    attempts = models.PositiveSmallIntegerField("已尝试", default=0)
    outcome = models.CharField("结果", max_length=10, choices=Outcome.choices, blank=True)
    settled_at = models.DateTimeField("完成时间", null=True)
    error = models.CharField("原因", max_length=300, blank=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "发送记录"
        ordering = ["-day", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["user", "day"], name="one_mail_a_person_and_day"),
            models.UniqueConstraint(fields=["group", "day"], name="one_message_a_group_and_day"),
            models.CheckConstraint(
                condition=Q(user=None, group__isnull=False) | Q(user__isnull=False, group=None),
                name="delivery_to_one",
            ),
        ]
        indexes = [
            models.Index(fields=["try_at"], name="delivery_waiting", condition=Q(outcome=""))
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.group or self.user}"
