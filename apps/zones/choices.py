from django.db import models

from apps.core.quantities import Qualifier


class ActivityStatus(models.TextChoices):
    """From plan to publication (handbook 6.2)."""

    PLANNED = "planned", "计划中"
    CALLED = "called", "已通知"
    HELD = "held", "待记录"
    RECORDED = "recorded", "已记录"
    PUBLISHED = "published", "已发布"
    CALLED_OFF = "called_off", "已取消"


# An activity that took place; the others count nowhere.
TOOK_PLACE = (ActivityStatus.HELD, ActivityStatus.RECORDED, ActivityStatus.PUBLISHED)
AHEAD = (ActivityStatus.PLANNED, ActivityStatus.CALLED)


class SuggestionStatus(models.TextChoices):
    COLLECTED = "collected", "待指派"
    ASSIGNED = "assigned", "办理中"
    ANSWERED = "answered", "已答复"
    ACCEPTED = "accepted", "提出人已认可"
    DECLINED = "declined", "不予采纳"


UNSETTLED = (SuggestionStatus.COLLECTED, SuggestionStatus.ASSIGNED)
WITH_ANSWER = (SuggestionStatus.ANSWERED, SuggestionStatus.ACCEPTED)


class DemandKind(models.TextChoices):
    """What the work committee's leader said to the zone."""

    DEMAND = "demand", "提出要求"
    TASK = "task", "部署任务"


# A list of names is whole, or ends with 等.
LIST_HEDGES = [
    (Qualifier.EXACT.value, "已列全"),
    (Qualifier.OPEN.value, "未列尽（等）"),
]
