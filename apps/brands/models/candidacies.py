"""A brand before a jury, for a batch."""

from django.db import models

from apps.brands.models.brands import Brand
from apps.brands.models.plans import Batch
from apps.brands.querysets import OfBrandQuerySet
from apps.core.history import tracked
from apps.core.models import PublicModel
from apps.juries.models import Candidate


@tracked
class BrandCandidacy(PublicModel):
    """What the candidate of a jury is, and the batch that the jury's list decides."""

    brand = models.ForeignKey(
        Brand, verbose_name="品牌", on_delete=models.PROTECT, related_name="candidacies"
    )
    candidate = models.OneToOneField(
        Candidate,
        verbose_name="参评对象",
        on_delete=models.PROTECT,
        related_name="brand_candidacy",
    )
    batch = models.ForeignKey(
        Batch,
        verbose_name="批次",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="candidacies",
    )

    objects = OfBrandQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "品牌参评"
        ordering = ["candidate"]
        constraints = [
            models.UniqueConstraint(
                fields=["brand", "batch"],
                name="brand_candidate_of_batch_once",
                violation_error_message="这个品牌已参加这一批次的评审",
            )
        ]

    def __str__(self) -> str:
        return f"{self.brand}参评{self.batch or ''}"
