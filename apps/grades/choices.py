"""What feeds an item, what limits a level, and the states of a rating (handbook 5)."""

from django.db import models


class Feed(models.TextChoices):
    """Where the points of an item come from: the portal knows them, or somebody gives them."""

    BY_HAND = "by_hand", "评分"
    DUTY = "duty", "按应办事项的完成比例"
    INDICATOR = "indicator", "指标达到目标得满分，不足按比例"
    EACH = "each", "指标每项计分，不超过满分"


FROM_INDICATOR = (Feed.INDICATOR, Feed.EACH)


class LimitTest(models.TextChoices):
    """When a limit of the level holds."""

    ITEM_BELOW = "item_below", "某项得分率低于（%）"
    ITEM_EMPTY = "item_empty", "某项没有得分"
    INDICATOR_BELOW = "indicator_below", "指标少于"
    INDICATOR_REACHES = "indicator_reaches", "指标达到"
    BY_HAND = "by_hand", "由工委认定"


OF_ITEM = (LimitTest.ITEM_BELOW, LimitTest.ITEM_EMPTY)
OF_INDICATOR = (LimitTest.INDICATOR_BELOW, LimitTest.INDICATOR_REACHES)
WITH_LIMIT = (LimitTest.ITEM_BELOW, *OF_INDICATOR)


class LimitEffect(models.TextChoices):
    """A veto caps the level; an honour of the measure may give one directly."""

    CAP = "cap", "最高定为"
    FLOOR = "floor", "至少定为"


class RatingStatus(models.TextChoices):
    SELF_RATING = "self_rating", "自评"
    COMMITTEE = "committee", "党委初评"
    STAFF = "staff", "工委评定"
    NOTICE = "notice", "公示"
    DECIDED = "decided", "已定级"
    RETURNED = "returned", "退回自评"
    CANCELLED = "cancelled", "不参评"


# While the body itself writes; while its committee does; while the staff do.
OF_SELF = (RatingStatus.SELF_RATING, RatingStatus.RETURNED)
BEFORE_NOTICE = (*OF_SELF, RatingStatus.COMMITTEE, RatingStatus.STAFF)
