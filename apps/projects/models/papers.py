"""Papers of a whole year, printed in the background."""

from django.db import models
from django.urls import reverse

from apps.core.history import tracked
from apps.core.models import Job, PublicModel
from apps.juries.querysets import CitywideQuerySet
from apps.projects.choices import PaperKind


@tracked
class YearPaper(PublicModel):
    """Somebody asked for the projects of a year on paper: one volume, or a sheet for each."""

    year = models.PositiveSmallIntegerField("年度")
    kind = models.CharField("材料", max_length=10, choices=PaperKind.choices)
    job = models.OneToOneField(
        Job, verbose_name="任务", on_delete=models.PROTECT, related_name="project_paper"
    )

    objects = CitywideQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "书记项目年度材料"
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.job.title

    def get_absolute_url(self) -> str:
        return reverse("projects:paper_detail", args=[self.uuid])

    @property
    def is_book(self) -> bool:
        return self.kind == PaperKind.BOOK
