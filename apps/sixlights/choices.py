"""Values of the campaigns and of the registers beside them."""

from django.db import models


class Weekday(models.IntegerChoices):
    """As `date.weekday()` counts them."""

    MONDAY = 0, "星期一"
    TUESDAY = 1, "星期二"
    WEDNESDAY = 2, "星期三"
    THURSDAY = 3, "星期四"
    FRIDAY = 4, "星期五"
    SATURDAY = 5, "星期六"
    SUNDAY = 6, "星期日"


class Slot(models.TextChoices):
    MORNING = "morning", "上午"
    AFTERNOON = "afternoon", "下午"


class BookingStatus(models.TextChoices):
    DRAFT = "draft", "未提交"
    REQUESTED = "requested", "待确认"
    CONFIRMED = "confirmed", "已确认"
    DECLINED = "declined", "未安排"
    CANCELLED = "cancelled", "已取消"
    VISITED = "visited", "已参观"


# These take up places of their slot.
HOLDING = (BookingStatus.REQUESTED, BookingStatus.CONFIRMED, BookingStatus.VISITED)


class TeamLevel(models.TextChoices):
    """总队—支队—分队 (handbook 8.5)."""

    CORPS = "corps", "总队"
    DETACHMENT = "detachment", "支队"
    TEAM = "team", "分队"


# The level that stands above each.
LEVEL_ABOVE: dict[str, TeamLevel | None] = {
    TeamLevel.CORPS: None,
    TeamLevel.DETACHMENT: TeamLevel.CORPS,
    TeamLevel.TEAM: TeamLevel.DETACHMENT,
}


class HonourStatus(models.TextChoices):
    DRAFT = "draft", "未提交"
    PROPOSED = "proposed", "待核对"
    CONFIRMED = "confirmed", "已核对"
    DECLINED = "declined", "未采用"


class MetricKind(models.TextChoices):
    WHOLE = "whole", "整数"
    DECIMAL = "decimal", "可带小数"


class KnownFrom(models.TextChoices):
    """What a record of a meeting tells by itself, so that nobody is asked for it (3.5)."""

    NOTHING = "", "需要填写"
    PRESENT = "present", "会议记录的实到人数"


class ActivityStatus(models.TextChoices):
    LOGGED = "logged", "已登记"
    VOID = "void", "作废"
