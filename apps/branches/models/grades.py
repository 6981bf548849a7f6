"""评星定级: what a body was found to be in a year, under which measure (handbook 5)."""

from django.db import models
from django.db.models import F, Q

from apps.branches.choices import GradeKind, Move
from apps.branches.models.organisations import Organisation
from apps.branches.querysets import GradeQuerySet
from apps.core.history import tracked
from apps.core.models import EditableModel


@tracked
class Grade(EditableModel):
    """The result alone; how it came about lies with the rating. Kept for ever: a grade that is
    taken back stays with its reason.

    `order` is the height of the level: grades of two years and of two versions of a measure are
    compared by it, whatever the levels are called.
    """

    organisation = models.ForeignKey(
        Organisation, verbose_name="党组织", on_delete=models.PROTECT, related_name="grades"
    )
    kind = models.CharField("类别", max_length=20, choices=GradeKind.choices)
    year = models.PositiveSmallIntegerField("年度", help_text="评的是哪一年")
    scheme = models.CharField("依据的办法", max_length=100, blank=True)
    level = models.CharField("等级", max_length=20)
    order = models.PositiveSmallIntegerField(
        "级别", help_text="从低到高的序号，与上年比较晋级、降级时用，例如三星填 3"
    )
    points = models.DecimalField("得分", max_digits=6, decimal_places=2, null=True, blank=True)
    decided_on = models.DateField("定级日期")
    confirmed_on = models.DateField("复审确认日期", null=True, blank=True, editable=False)
    confirmation = models.CharField("复审情况", max_length=200, blank=True, editable=False)
    revoked_on = models.DateField("撤销日期", null=True, blank=True, editable=False)
    revocation_reason = models.CharField("撤销原因", max_length=200, blank=True, editable=False)

    # What `with_before` tells of each.
    order_before: int | None

    objects = GradeQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "定级结果"
        ordering = ["-year", "kind", "organisation__name"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "kind", "year"],
                condition=Q(revoked_on=None),
                name="grade_once_a_year",
                violation_error_message="这个党组织当年已有这一类的定级结果；要更正的，请先撤销原来的",
            ),
            models.CheckConstraint(
                condition=Q(revoked_on=None) | ~Q(revocation_reason=""),
                name="grade_revoked_with_reason",
                violation_error_message="撤销定级必须写明原因",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_on=None) | Q(confirmed_on__gte=F("decided_on")),
                name="grade_confirmed_after_decision",
                violation_error_message="复审确认日期不能早于定级日期",
            ),
        ]
        indexes = [models.Index(fields=["kind", "decided_on"], name="grade_day")]

    def __str__(self) -> str:
        return f"{self.organisation}{self.year}年{self.level}"

    @property
    def is_in_force(self) -> bool:
        return self.revoked_on is None

    @property
    def moved(self) -> Move | None:
        """Of a row of `with_before`; None for the first grade, which is no move."""
        if self.order_before is None:
            return None
        if self.order == self.order_before:
            return Move.SAME
        return Move.UP if self.order > self.order_before else Move.DOWN
