"""What is due, and what is waived."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models

from apps.branches.choices import OrganisationKind
from apps.branches.models import DatedModel, Organisation
from apps.core.history import tracked
from apps.core.models import EditableModel
from apps.core.periods import Period
from apps.duties.querysets import DutyRuleQuerySet, WaiverQuerySet


class Authority(models.TextChoices):
    """The three kinds of rule that are kept apart (handbook 0)."""

    FLOOR = "floor", "党内法规"
    LOCAL = "local", "本地规定"
    CUSTOM = "custom", "通行做法"
    CAMPAIGN = "campaign", "阶段行动"


class DutyCycle(models.TextChoices):
    MONTH = "month", "每月"
    QUARTER = "quarter", "每季度"
    YEAR = "year", "每年"


class Multiplier(models.TextChoices):
    """What the minimum is multiplied with."""

    ONCE = "once", "每个组织"
    PER_SUBGROUP = "per_subgroup", "每个党小组"
    PER_LEADER = "per_leader", "每名领导干部"
    PER_SITTING = "per_sitting", "每次会议"
    PER_TERM = "per_term", "每个届满的届次"
    PER_ISSUE = "per_issue", "每个到期的问题"


class Condition(models.TextChoices):
    """What must hold for an organisation on the first and last day of a period, or, of what has
    a day of its own (`EVENTS`), must fall into it."""

    ALWAYS = "always", "全部"
    HAS_COMMITTEE = "has_committee", "设支委会"
    HAS_SUBGROUPS = "has_subgroups", "设党小组"
    HAS_LEADERS = "has_leaders", "有领导干部党员"
    HAS_MEMBERS = "has_members", "有党员"
    TERM_ENDS = "term_ends", "有届次届满"
    ISSUE_DUE = "issue_due", "有问题整改到期"


EVENTS = frozenset({Condition.TERM_ENDS, Condition.ISSUE_DUE})


@tracked
class DutyRule(DatedModel):
    """An indicator with a minimum per cycle (handbook 3.1). A new version is a new row whose
    days follow those of the old one; a period is judged by the row that holds on its first day."""

    code = models.CharField("规则编号", max_length=20, help_text="如 R-MTG-01")
    key = models.SlugField("事项代码", max_length=40)
    number = models.PositiveSmallIntegerField("版次", default=1)
    name = models.CharField("事项", max_length=60)
    indicator = models.CharField("指标", max_length=60, help_text="指标目录中的代码")
    cycle = models.CharField("周期", max_length=10, choices=DutyCycle.choices)
    minimum = models.DecimalField("最低次数", max_digits=6, decimal_places=1)
    multiplier = models.CharField(
        "计算基数", max_length=20, choices=Multiplier.choices, default=Multiplier.ONCE
    )
    condition = models.CharField(
        "适用条件", max_length=20, choices=Condition.choices, default=Condition.ALWAYS
    )
    kinds = ArrayField(
        models.CharField(max_length=20, choices=OrganisationKind.choices),
        verbose_name="适用的组织类别",
    )
    authority = models.CharField("规则性质", max_length=10, choices=Authority.choices)
    source = models.CharField("依据", max_length=200)

    objects = DutyRuleQuerySet.as_manager()

    class Meta(DatedModel.Meta):
        verbose_name = verbose_name_plural = "应办规则"
        ordering = ["code", "key", "-number"]
        constraints = [
            *DatedModel.Meta.constraints,
            models.UniqueConstraint(fields=["key", "number"], name="duty_rule_version_once"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"

    def natural_key(self) -> tuple[str, int]:
        return self.key, self.number


@tracked
class Waiver(EditableModel):
    """免办: “一般”要求的 duty that was not possible, with reason and approval."""

    organisation = models.ForeignKey(
        Organisation, verbose_name="党组织", on_delete=models.PROTECT, related_name="waivers"
    )
    duty_key = models.SlugField("事项代码", max_length=40)
    period_start = models.DateField("期间开始")
    period_end = models.DateField("期间结束（不含）")
    reason = models.CharField("原因", max_length=200)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="批准人",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
    )
    approved_at = models.DateTimeField("批准时间", null=True, blank=True, editable=False)

    objects = WaiverQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "免办"
        permissions = [("approve_waiver", "批准免办")]
        ordering = ["-period_start", "organisation__name"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "duty_key", "period_start"], name="waiver_once"
            ),
            models.CheckConstraint(
                condition=models.Q(period_end__gt=models.F("period_start")),
                name="waiver_days_in_order",
                violation_error_message="期间结束必须晚于开始",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation}{Period(self.period_start, self.period_end).label}免办"

    @property
    def is_approved(self) -> bool:
        return self.approved_by_id is not None
