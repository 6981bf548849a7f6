from django.db import models
from django.db.models import F, Q

from apps.branches.models import Organisation, Person
from apps.core.history import tracked
from apps.core.models import EditableModel
from apps.meetings.choices import TalkKind
from apps.meetings.querysets import TalkQuerySet


@tracked
class Talk(EditableModel):
    """谈心谈话 (R-MTG-09): who with whom and when; what was said stays between them."""

    organisation = models.ForeignKey(
        Organisation, verbose_name="党支部", on_delete=models.PROTECT, related_name="talks"
    )
    kind = models.CharField("谈话双方", max_length=20, choices=TalkKind.choices)
    held_on = models.DateField("日期")
    first = models.ForeignKey(
        Person, verbose_name="谈话人", on_delete=models.PROTECT, related_name="+"
    )
    second = models.ForeignKey(
        Person, verbose_name="谈话对象", on_delete=models.PROTECT, related_name="+"
    )

    objects = TalkQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "谈心谈话"
        ordering = ["-held_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(first=F("second")),
                name="talk_needs_two",
                violation_error_message="谈话双方不能是同一个人",
            )
        ]
        indexes = [models.Index(fields=["organisation", "held_on"])]

    def __str__(self) -> str:
        return f"{self.first}与{self.second}"
