"""What one juror says of one candidate."""

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q

from apps.core.history import tracked
from apps.core.models import EditableModel, PublicModel
from apps.juries.choices import Light
from apps.juries.models.juries import Candidate, Juror
from apps.juries.models.schemes import JuryCriterion
from apps.juries.querysets import CitywideQuerySet, SheetQuerySet


@tracked
class Sheet(EditableModel):
    """评分表; counts once it has been handed in."""

    juror = models.ForeignKey(
        Juror, verbose_name="评委", on_delete=models.PROTECT, related_name="sheets"
    )
    candidate = models.ForeignKey(
        Candidate, verbose_name="参评对象", on_delete=models.PROTECT, related_name="sheets"
    )
    light = models.CharField("建议", max_length=10, choices=Light.choices, blank=True)
    advice = models.TextField("评审意见", blank=True)
    handed_in_at = models.DateTimeField("交表时间", null=True, blank=True, editable=False)
    # Where an expert without an account marked on paper.
    is_from_paper = models.BooleanField("纸质评分表代录", default=False, editable=False)

    objects = SheetQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "评分表"
        ordering = ["candidate", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["juror", "candidate"], name="sheet_once"),
            models.CheckConstraint(
                condition=Q(handed_in_at=None) | ~Q(light=""), name="sheet_handed_in_with_light"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.candidate}评分表"


@tracked
class Score(PublicModel):
    sheet = models.ForeignKey(
        Sheet, verbose_name="评分表", on_delete=models.PROTECT, related_name="scores"
    )
    criterion = models.ForeignKey(
        JuryCriterion, verbose_name="评审内容", on_delete=models.PROTECT, related_name="scores"
    )
    points = models.DecimalField(
        "得分", max_digits=5, decimal_places=2, validators=[MinValueValidator(0)]
    )

    objects = CitywideQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "单项得分"
        ordering = ["sheet", "criterion__order"]
        constraints = [
            models.UniqueConstraint(fields=["sheet", "criterion"], name="score_once"),
            models.CheckConstraint(condition=Q(points__gte=0), name="score_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.criterion} {self.points}"
