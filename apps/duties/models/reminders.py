"""When secretaries are reminded, who else hears of it, and the ledger of what was said."""

from datetime import date

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from apps.branches.models import Organisation
from apps.core.history import tracked
from apps.core.models import EditableModel
from apps.duties.querysets import ReminderQuerySet, ReminderRuleQuerySet, SharedQuerySet
from apps.notices.models import GroupChannel, Notice
from apps.zones.models import Zone

# A reminder lies within a month of its deadline: the run looks no further.
FARTHEST = 31


@tracked
class ReminderRule(EditableModel):
    """On which day, counted from the deadline, secretaries are reminded of what is still open."""

    days = models.SmallIntegerField(
        "提醒日",
        unique=True,
        validators=[MinValueValidator(-FARTHEST), MaxValueValidator(FARTHEST)],
        help_text="到期前写负数（提前 3 天写 -3），过期后写正数；遇休息日顺延到上班第一天",
    )
    is_active = models.BooleanField("启用", default=True)

    objects = ReminderRuleQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "提醒规则"
        ordering = ["days"]

    def __str__(self) -> str:
        if not self.days:
            return "到期当天"
        return f"到期前{-self.days}天" if self.days < 0 else f"过期后{self.days}天"

    def natural_key(self) -> tuple[int]:
        return (self.days,)


@tracked
class ReminderGroup(EditableModel):
    """Which organisations a chat group hears of: how many, never which (ux 1.9)."""

    channel = models.OneToOneField(
        GroupChannel,
        verbose_name="通知渠道",
        on_delete=models.PROTECT,
        related_name="reminder_group",
    )
    zone = models.ForeignKey(
        Zone,
        verbose_name="联系片",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    organisation = models.ForeignKey(
        Organisation,
        verbose_name="党组织及其下级",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="联系片和党组织都不选，就是全市",
    )

    objects = SharedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "群提醒"
        ordering = ["channel__name"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(zone=None) | models.Q(organisation=None),
                name="reminder_group_of_one_kind",
                violation_error_message="联系片和党组织只能选一个",
            )
        ]

    def __str__(self) -> str:
        return f"{self.channel}：{self.zone or self.organisation or '全市'}"


class Reminder(models.Model):
    """That one person is to be, or was, reminded of one duty; the ledger of reminders.

    Written when a rule's day has come, with the notice that says it, or when the staff ask for
    it; then the notice follows at the next working moment, unless the duty has lapsed by then.
    """

    organisation = models.ForeignKey(
        Organisation, verbose_name="党组织", on_delete=models.PROTECT, related_name="reminders"
    )
    duty_key = models.SlugField("事项代码", max_length=40)
    period_start = models.DateField("期间开始")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="收信人", on_delete=models.PROTECT, related_name="+"
    )
    rule = models.ForeignKey(
        ReminderRule,
        verbose_name="提醒规则",
        null=True,
        on_delete=models.PROTECT,
        related_name="reminders",
    )
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="提醒人",
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    asked_at = models.DateTimeField("登记时间")
    notice = models.ForeignKey(
        Notice, verbose_name="消息", null=True, on_delete=models.PROTECT, related_name="reminders"
    )
    has_lapsed = models.BooleanField("已不需要", default=False)

    objects = ReminderQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "提醒"
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "duty_key", "period_start", "user", "rule"],
                name="reminded_once_by_a_rule",
            ),
            models.CheckConstraint(
                condition=models.Q(rule=None) | models.Q(notice__isnull=False),
                name="rule_reminds_at_once",
            ),
        ]
        indexes = [
            models.Index(
                fields=["asked_at"],
                name="reminder_waiting",
                condition=models.Q(notice=None, has_lapsed=False),
            )
        ]

    def __str__(self) -> str:
        return f"{self.organisation} {self.duty_key} {self.period_start}"

    @property
    def item(self) -> tuple[int, str, date]:
        """Which duty, as the sheet knows it."""
        return self.organisation_id, self.duty_key, self.period_start
