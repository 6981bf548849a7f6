from django.core.exceptions import ValidationError
from django.db import models

from apps.branches.models import DatedModel, Organisation, Person
from apps.branches.querysets import DatedQuerySet
from apps.core.history import tracked


class ContactPointQuerySet(DatedQuerySet):
    pass


@tracked
class ContactPoint(DatedModel):
    """A leader's contact branch, outside the branch of his own membership (R-CP-02)."""

    person = models.ForeignKey(
        Person, verbose_name="领导", on_delete=models.PROTECT, related_name="contact_points"
    )
    organisation = models.ForeignKey(
        Organisation,
        verbose_name="联系党支部",
        on_delete=models.PROTECT,
        related_name="contact_points",
    )

    objects = ContactPointQuerySet.as_manager()

    class Meta(DatedModel.Meta):
        verbose_name = verbose_name_plural = "领导联系点"
        ordering = ["organisation", "-valid_from"]
        constraints = [*DatedModel.Meta.constraints]

    def __str__(self) -> str:
        return f"{self.person}联系{self.organisation}"

    def clean(self) -> None:
        if not (self.person_id and self.organisation_id and self.valid_from):
            return  # the fields themselves say what is missing
        own = self.person.memberships.valid_on(self.valid_from).filter(
            organisation=self.organisation
        )
        if own.exists():
            raise ValidationError(
                {
                    "organisation": f"{self.person}的组织关系就在“{self.organisation}”，请另选一个支部"
                }
            )
