"""宣讲团: who may be invited to lecture."""

from django.db import models
from django.db.models import Q
from django.urls import reverse

from apps.branches.models import DatedModel, Organisation, Person, Unit, no_overlap
from apps.core.history import tracked
from apps.sixlights.querysets import LecturerQuerySet


@tracked
class Lecturer(DatedModel):
    """A member of the lecturers' corps of `organisation`, for a term of service."""

    organisation = models.ForeignKey(
        Organisation,
        verbose_name="选聘的党组织",
        on_delete=models.PROTECT,
        related_name="lecturers",
    )
    person = models.ForeignKey(
        Person,
        verbose_name="党员",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="lecturer_terms",
        help_text="在名册里的选本人；不在名册里的只填姓名",
    )
    name = models.CharField("姓名", max_length=50, blank=True)
    unit = models.ForeignKey(
        Unit,
        verbose_name="所在单位",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="lecturers",
    )
    post = models.CharField("职务", max_length=80, blank=True)
    topics = models.CharField(
        "宣讲专题", max_length=200, blank=True, help_text="几个专题用顿号隔开，如 三微、党纪一小时"
    )
    booking = models.CharField(
        "可预约", max_length=200, blank=True, help_text="哪些单位、什么时间可以预约，怎样联系"
    )

    objects = LecturerQuerySet.as_manager()

    class Meta(DatedModel.Meta):
        verbose_name = verbose_name_plural = "宣讲团成员"
        ordering = ["name", "pk"]
        constraints = [
            *DatedModel.Meta.constraints,
            no_overlap(
                "lecturer_once_at_a_time",
                "organisation",
                "person",
                condition=Q(person__isnull=False),
            ),
            models.CheckConstraint(
                condition=~Q(name=""),
                name="lecturer_has_a_name",
                violation_error_message="请选择党员，或者填写姓名",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return f"{reverse('sixlights:lecturer_list')}#lecturer-{self.uuid}"
