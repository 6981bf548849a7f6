from django.db import models


class PartSource(models.TextChoices):
    """What feeds a part of a scheme (handbook 11.2)."""

    DUTIES = "duties", "应办事项"
    PANEL = "panel", "述职评议"
    BALLOT = "ballot", "民主测评"
    SPECIAL = "special", "专项工作"
    BONUS = "bonus", "加分"
    DEDUCTION = "deduction", "扣分"


# Bonus and deduction stand beside the hundred points; the other parts share them.
WEIGHTED = (PartSource.DUTIES, PartSource.PANEL, PartSource.BALLOT, PartSource.SPECIAL)
ADJUSTING = (PartSource.BONUS, PartSource.DEDUCTION)
# Fed by forms: one number an organisation, no criteria.
ENTERED = (PartSource.PANEL, PartSource.BALLOT)


class PartBasis(models.TextChoices):
    """Whether the lines of a weighted part add up to its weight or take from it (11.1)."""

    EARNED = "earned", "逐项得分"
    DEDUCTED = "deducted", "满分起扣"


class Measure(models.TextChoices):
    """How a criterion turns a number into points."""

    SHARE_DONE = "share_done", "按完成比例得分"
    REACHES_TARGET = "reaches_target", "达到目标得满分，不足按比例"
    PER_ROW = "per_row", "每项计分"
    STEPS = "steps", "按分档得分"
    PER_MISSING = "per_missing", "每缺一项扣分"
    GIVEN = "given", "由部门评分"


# These give a share of what a line is worth and have no meaning where lines are not worth a share.
BY_SHARE = (Measure.SHARE_DONE, Measure.REACHES_TARGET)
OF_INDICATOR_ONLY = (Measure.REACHES_TARGET, Measure.PER_ROW)
# In a part whose lines share its weight, these say beside their full points what one counts.
NEEDING_EACH = (Measure.PER_MISSING, Measure.PER_ROW)


class SchemeSubject(models.TextChoices):
    """Whom a scheme assesses; a unit is not a Party organisation (trap 2)."""

    ORGANISATIONS = "organisations", "党组织"
    UNITS = "units", "单位"


class VetoTest(models.TextChoices):
    AT_LEAST = "at_least", "指标达到"
    BELOW = "below", "指标少于"
    PART_BELOW = "part_below", "部分得分率低于（%）"


OF_INDICATOR = (VetoTest.AT_LEAST, VetoTest.BELOW)


class ManualKind(models.TextChoices):
    BONUS = "bonus", "加分"
    DEDUCTION = "deduction", "扣分"
    VETO = "veto", "否决"


class SchemeStatus(models.TextChoices):
    DRAFT = "draft", "起草"
    ACTIVE = "active", "启用"
    FROZEN = "frozen", "已冻结"


class RunStatus(models.TextChoices):
    DRAFT = "draft", "待启动"
    COMPUTING = "computing", "计算中"
    COMPUTED = "computed", "已计算"
    ANNOUNCED = "announced", "公示中"
    ISSUED = "issued", "已发布"
    CANCELLED = "cancelled", "已取消"


SCORED = (RunStatus.COMPUTED, RunStatus.ANNOUNCED, RunStatus.ISSUED)
# Seen by those whom the results concern.
SHOWN = (RunStatus.ANNOUNCED, RunStatus.ISSUED)


class PollStatus(models.TextChoices):
    DRAFT = "draft", "待开始"
    OPEN = "open", "正在测评"
    CLOSED = "closed", "已结束"
    CANCELLED = "cancelled", "已作废"


class Vote(models.TextChoices):
    """The columns of a ballot, from the highest grade down."""

    GOOD = "good", "好"
    FAIRLY_GOOD = "fairly_good", "较好"
    AVERAGE = "average", "一般"
    POOR = "poor", "差"
