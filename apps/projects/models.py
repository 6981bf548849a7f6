from django.db import models

from apps.branches.models import Organisation, Person
from apps.branches.scope import VisibleQuerySet
from apps.core.history import tracked
from apps.core.models import EditableModel


class SecretaryProjectQuerySet(VisibleQuerySet):
    def of_year(self, year: int):
        return self.filter(year=year)


@tracked
class SecretaryProject(EditableModel):
    """书记项目: owned by a unit's Party group, with the secretary of the day (handbook 8.1)."""

    year = models.PositiveSmallIntegerField("年度")
    title = models.CharField("项目名称", max_length=120)
    organisation = models.ForeignKey(
        Organisation,
        verbose_name="承担党组织",
        on_delete=models.PROTECT,
        related_name="secretary_projects",
    )
    secretary = models.ForeignKey(
        Person, verbose_name="领题书记", on_delete=models.PROTECT, related_name="secretary_projects"
    )
    reported_on = models.DateField("申报日期")

    objects = SecretaryProjectQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "书记项目"
        ordering = ["-year", "title"]
        constraints = [
            models.UniqueConstraint(
                fields=["year", "organisation", "title"], name="project_title_once"
            )
        ]

    def __str__(self) -> str:
        return self.title
