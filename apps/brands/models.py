from django.db import models

from apps.branches.models import Organisation
from apps.branches.scope import VisibleQuerySet
from apps.core.history import tracked
from apps.core.models import EditableModel


class BrandLayer(models.TextChoices):
    """Layers are never mixed in one count (trap 6)."""

    SELF_DECLARED = "self_declared", "自主创建"
    REPORTED = "reported", "申报"
    CERTIFIED = "certified", "认定"
    DEMONSTRATION = "demonstration", "示范"


class BrandQuerySet(VisibleQuerySet):
    def of_layer(self, layer: BrandLayer):
        return self.filter(layer=layer)


@tracked
class Brand(EditableModel):
    """党建品牌 of an organisation (handbook 8.2)."""

    organisation = models.ForeignKey(
        Organisation, verbose_name="党组织", on_delete=models.PROTECT, related_name="brands"
    )
    name = models.CharField("品牌名称", max_length=60)
    meaning = models.TextField("释义", blank=True)
    layer = models.CharField("层级", max_length=20, choices=BrandLayer.choices)
    reached_on = models.DateField("进入该层级的日期")

    objects = BrandQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "党建品牌"
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "name"], name="brand_name_once")
        ]

    def __str__(self) -> str:
        return self.name
