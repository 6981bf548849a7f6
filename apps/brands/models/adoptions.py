"""学用: who copied what from whom."""

from django.conf import settings
from django.db import models

from apps.branches.models import Organisation
from apps.brands.models.brands import Brand
from apps.brands.querysets import AdoptionQuerySet
from apps.core.history import tracked
from apps.core.models import EditableModel


@tracked
class Adoption(EditableModel):
    """An organisation took up something of another one's brand."""

    brand = models.ForeignKey(
        Brand, verbose_name="品牌", on_delete=models.PROTECT, related_name="adoptions"
    )
    organisation = models.ForeignKey(
        Organisation,
        verbose_name="学用党组织",
        on_delete=models.PROTECT,
        related_name="brand_adoptions",
    )
    since = models.DateField("从哪一天起")
    what = models.TextField("学用了什么")
    result = models.TextField("效果", blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="登记人",
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
    )

    objects = AdoptionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "品牌学用"
        ordering = ["-since", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["brand", "organisation"],
                name="brand_adoption_once",
                violation_error_message="这个党组织已登记学用这个品牌，请打开那一条",
            )
        ]

    def __str__(self) -> str:
        return f"{self.organisation}学用“{self.brand}”"
