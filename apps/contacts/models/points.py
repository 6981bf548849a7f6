"""A leader's contact branch, and who should have one."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.urls import reverse

from apps.branches.choices import OrganisationKind, Post
from apps.branches.models import DatedModel, Organisation, Person, no_overlap
from apps.contacts.querysets import (
    ContactPointQuerySet,
    HolderQuerySet,
    HolderRuleQuerySet,
    MonthlyCheckQuerySet,
)
from apps.core.history import tracked
from apps.core.models import PublicModel


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
        constraints = [
            *DatedModel.Meta.constraints,
            no_overlap("contact_point_once", "person", "organisation"),
        ]

    def __str__(self) -> str:
        return f"{self.person}联系{self.organisation}"

    def get_absolute_url(self) -> str:
        return reverse("portal:contact_sheet", args=[self.uuid])

    @property
    def conflict_words(self) -> str:
        """Why one of `in_conflict` cannot stay."""
        gone = self.organisation.dissolved_on
        return "联系的支部已经撤销" if gone else "本人组织关系也在这个支部"


@tracked
class MonthlyCheck(PublicModel):
    """R-CP-03: in this month the leader looked at the state of his contact branch. The row says
    nothing else: no day, no hour, no number of times (handbook 3.5)."""

    contact_point = models.ForeignKey(
        ContactPoint, verbose_name="联系点", on_delete=models.PROTECT, related_name="checks"
    )
    month = models.DateField("月份", help_text="每月第一天")
    remark = models.CharField("备注", max_length=300, blank=True)

    objects = MonthlyCheckQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "每月了解情况"
        ordering = ["-month", "contact_point"]
        constraints = [
            models.UniqueConstraint(fields=["contact_point", "month"], name="monthly_check_once"),
            models.CheckConstraint(
                condition=models.Q(month__day=1),
                name="monthly_check_names_a_month",
                violation_error_message="月份写成这个月的第一天",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.contact_point}（{self.month:%Y-%m}）"


@tracked
class HolderRule(DatedModel):
    """Who takes a contact branch (R-CP-01, R-CP-07, R-CP-10): the posts, in bodies of these kinds.

    A local rule, so a row: another city asks other people.
    """

    name = models.CharField("人员范围", max_length=50)
    kinds = ArrayField(
        models.CharField(max_length=20, choices=OrganisationKind.choices), verbose_name="任职组织"
    )
    posts = ArrayField(models.CharField(max_length=30, choices=Post.choices), verbose_name="职务")
    source = models.CharField("依据", max_length=200, blank=True)

    objects = HolderRuleQuerySet.as_manager()

    class Meta(DatedModel.Meta):
        verbose_name = verbose_name_plural = "建立联系点的人员范围"
        ordering = ["pk"]
        constraints = [
            *DatedModel.Meta.constraints,
            models.UniqueConstraint(
                fields=["name", "valid_from"],
                name="holder_rule_once",
                violation_error_message="同一天已有同名的人员范围，请修改原来的一条",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def natural_key(self) -> tuple[str, str]:
        return self.name, str(self.valid_from)


class Holder(Person):
    """A person seen as one who takes, or should take, a contact branch."""

    # The manager of Person knows nothing of contact points.
    objects = HolderQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        proxy = True
        verbose_name = verbose_name_plural = "应建联系点的领导"
