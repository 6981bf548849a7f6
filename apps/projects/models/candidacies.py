"""Which candidate of a jury is which project."""

from django.db import models

from apps.core.history import tracked
from apps.core.models import PublicModel
from apps.juries.models import Candidate
from apps.projects.models.projects import SecretaryProject
from apps.projects.querysets import OfProjectQuerySet


@tracked
class ProjectCandidacy(PublicModel):
    """A project before a jury; for which purpose is said by the jury's scheme."""

    project = models.ForeignKey(
        SecretaryProject,
        verbose_name="书记项目",
        on_delete=models.PROTECT,
        related_name="candidacies",
    )
    candidate = models.OneToOneField(
        Candidate,
        verbose_name="参评对象",
        on_delete=models.PROTECT,
        related_name="project_candidacy",
    )

    objects = OfProjectQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "参评项目"
        ordering = ["project", "-pk"]

    def __str__(self) -> str:
        return f"{self.project}（{self.candidate.jury}）"
