"""旁听反馈表: what an observer looks at, as rows with a version."""

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q

from apps.core.history import tracked
from apps.core.models import EditableModel, PublicModel
from apps.observations.choices import ItemPart, Scale
from apps.observations.querysets import ObservationFormQuerySet, ObservationItemQuerySet


@tracked
class ObservationForm(EditableModel):
    """One version of the form; copied once a form of it has been handed in."""

    name = models.CharField("名称", max_length=80)
    number = models.PositiveSmallIntegerField("版次", default=1, editable=False)
    valid_from = models.DateField("启用日期")
    source = models.CharField("依据", max_length=200, blank=True)

    objects = ObservationFormQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "旁听反馈表式样"
        ordering = ["name", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["name", "number"], name="observation_form_version_once")
        ]

    def __str__(self) -> str:
        return f"{self.name}（第{self.number}版）"

    def natural_key(self) -> tuple[str, int]:
        return self.name, self.number

    @property
    def is_editable(self) -> bool:
        """What was answered stays as it was asked."""
        return not self.items.filter(findings__isnull=False).exists()


@tracked
class ObservationItem(PublicModel):
    """One thing to look at (handbook 10), and how it is answered."""

    form = models.ForeignKey(
        ObservationForm, verbose_name="反馈表", on_delete=models.PROTECT, related_name="items"
    )
    order = models.PositiveSmallIntegerField("序号")
    part = models.CharField("部分", max_length=10, choices=ItemPart.choices)
    name = models.CharField("内容", max_length=60)
    meaning = models.CharField("看什么", max_length=200, blank=True)
    scale = models.CharField("评价方式", max_length=10, choices=Scale.choices, default=Scale.GRADE)
    most = models.DecimalField(
        "满分",
        max_digits=5,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text="打分的才填",
    )

    objects = ObservationItemQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "旁听内容"
        ordering = ["form", "order"]
        constraints = [
            models.UniqueConstraint(
                fields=["form", "order"],
                name="observation_item_order_once",
                violation_error_message="同一式样中序号不能重复",
            ),
            models.CheckConstraint(
                condition=Q(scale=Scale.POINTS, most__gt=0)
                | (~Q(scale=Scale.POINTS) & Q(most=None)),
                name="observation_item_points_have_a_top",
                violation_error_message="打分的内容要填满分，其余的不填",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def natural_key(self) -> tuple[str, int, int]:
        return *self.form.natural_key(), self.order

    natural_key.dependencies = ["observations.observationform"]  # type: ignore[attr-defined]

    @property
    def is_marked(self) -> bool:
        return self.scale == Scale.POINTS
