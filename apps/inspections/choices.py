"""States and kinds of inspections and of the one loop of rectification (handbook 9)."""

from django.db import models


class Purpose(models.TextChoices):
    ANNUAL = "annual", "年度督查"
    SPECIAL = "special", "专项督查"
    ROUTINE = "routine", "日常督查"
    # S0: 星级支部建设 is “督导复审”, inspected again.
    REVIEW = "review", "督导复审"


class InspectionStatus(models.TextChoices):
    DRAFT = "draft", "拟订中"
    OPEN = "open", "督查中"
    CLOSED = "closed", "已结束"
    CANCELLED = "cancelled", "已取消"


# While its plan may still be written; the team may change to the end.
PLANNING = (InspectionStatus.DRAFT, InspectionStatus.OPEN)


class IssueSource(models.TextChoices):
    INSPECTION = "inspection", "督查"
    LIFE_MEETING = "life_meeting", "组织生活会"
    OBSERVATION = "observation", "列席旁听"
    HIGHER = "higher", "上级督查"


class IssueLevel(models.TextChoices):
    ORDINARY = "ordinary", "一般"
    SERIOUS = "serious", "较重"
    GRAVE = "grave", "严重"


class IssueKind(models.TextChoices):
    INDIVIDUAL = "individual", "个性问题"
    COMMON = "common", "共性问题"


class IssueStatus(models.TextChoices):
    OPEN = "open", "待签收"
    REOPENED = "reopened", "反弹待签收"
    ACKNOWLEDGED = "acknowledged", "已签收"
    IN_CORRECTION = "in_correction", "整改中"
    SUBMITTED = "submitted", "待复核"
    RETURNED = "returned", "退回整改"
    RECHECKED = "rechecked", "复核通过"
    CLOSED = "closed", "已销号"
    VOID = "void", "已撤销"


AWAITING_ACKNOWLEDGEMENT = (IssueStatus.OPEN, IssueStatus.REOPENED)
# The body that corrects has the next word.
IN_HAND = (IssueStatus.ACKNOWLEDGED, IssueStatus.IN_CORRECTION, IssueStatus.RETURNED)
# Whoever rechecks has it.
AWAITING_RECHECK = (IssueStatus.SUBMITTED, IssueStatus.RECHECKED)
UNSETTLED = (*AWAITING_ACKNOWLEDGEMENT, *IN_HAND, *AWAITING_RECHECK)


class RecheckOutcome(models.TextChoices):
    PASS = "pass", "通过"  # noqa: S105
    RETURN = "return", "退回"


class ExtensionStatus(models.TextChoices):
    ASKED = "asked", "待批准"
    APPROVED = "approved", "已批准"
    REFUSED = "refused", "未批准"
    WITHDRAWN = "withdrawn", "已撤回"
