"""公示期间的异议: by any body of the house against what is meant to be decided of another."""

from django.db import models
from django.urls import reverse

from apps.core.history import tracked
from apps.core.models import ObjectionModel
from apps.grades.models.ratings import Rating
from apps.grades.querysets import RatingObjectionQuerySet


@tracked
class RatingObjection(ObjectionModel):
    """Read by whoever raised it and by the committee, not by the body it is about."""

    rating = models.ForeignKey(
        Rating, verbose_name="评定", on_delete=models.PROTECT, related_name="objections"
    )

    objects = RatingObjectionQuerySet.as_manager()

    class Meta(ObjectionModel.Meta):
        verbose_name = verbose_name_plural = "公示异议"
        permissions = [
            ("answer_ratingobjection", "答复公示异议"),
            ("withdraw_ratingobjection", "撤回公示异议"),
        ]

    def __str__(self) -> str:
        return f"对{self.rating}的异议"

    def get_absolute_url(self) -> str:
        return reverse("grades:notice_detail", args=[self.rating.uuid])
