from django.db import models
from django.urls import reverse

from apps.branches.models import Organisation
from apps.core.history import tracked
from apps.core.models import Document, Job, JobItem, PublicModel
from apps.meetings.models.record import Meeting
from apps.meetings.querysets import PaperOrderQuerySet


@tracked
class PaperOrder(PublicModel):
    """Somebody asked for a paper that is printed in the background: the minute book of a year, or
    (with `meeting`) a record too long to be printed while one waits."""

    organisation = models.ForeignKey(
        Organisation, verbose_name="党组织", on_delete=models.PROTECT, related_name="paper_orders"
    )
    year = models.PositiveSmallIntegerField("年度")
    meeting = models.ForeignKey(
        Meeting,
        verbose_name="会议",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="paper_orders",
    )
    job = models.OneToOneField(
        Job, verbose_name="任务", on_delete=models.PROTECT, related_name="paper_order"
    )

    objects = PaperOrderQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "打印任务"
        ordering = ["-pk"]
        indexes = [models.Index(fields=["organisation", "year"], name="paper_of_organisation")]

    def __str__(self) -> str:
        return self.job.title

    def get_absolute_url(self) -> str:
        return reverse("meetings:paper_detail", args=[self.uuid])

    @property
    def item(self) -> JobItem:
        """The only one of its job."""
        return self.job.items.all()[0]

    @property
    def document(self) -> Document | None:
        return self.item.document
