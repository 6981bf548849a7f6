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


class Measure(models.TextChoices):
    """How a criterion turns a number into points."""

    SHARE_DONE = "share_done", "按完成比例得分"
    REACHES_TARGET = "reaches_target", "达到目标得满分，不足按比例"
    PER_ROW = "per_row", "每项计分"


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
    ISSUED = "issued", "已发布"
    CANCELLED = "cancelled", "已取消"
