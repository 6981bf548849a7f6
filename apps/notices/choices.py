from django.db import models


class NoticeKind(models.TextChoices):
    REMINDER = "reminder", "提醒"
    RETURNED = "returned", "退回"
    REVIEWED = "reviewed", "审核"
    JOB = "job", "任务"
    HANDOVER = "handover", "交接"
    DESK = "desk", "工作提示"
    OTHER = "other", "通知"


class GroupKind(models.TextChoices):
    WECOM = "wecom", "企业微信"
    DINGTALK = "dingtalk", "钉钉"
    FEISHU = "feishu", "飞书"
    GENERIC = "generic", "其他平台"


class Outcome(models.TextChoices):
    """What became of a delivery; empty while it waits."""

    SENT = "sent", "已发送"
    NEEDLESS = "needless", "不再需要"
    FAILED = "failed", "未送达"
