"""书记交接: who follows whom, and from which day on."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from apps.branches.choices import HandoverStatus
from apps.branches.models.organisations import Organisation
from apps.branches.models.people import Appointment, Person
from apps.branches.scope import VisibleQuerySet
from apps.core.history import tracked
from apps.core.models import EditableModel


class HandoverQuerySet(VisibleQuerySet):
    def awaiting(self):
        return self.filter(status=HandoverStatus.REQUESTED)


@tracked
class Handover(EditableModel):
    """Asked for by the secretary or a higher body; the posts change when it is confirmed."""

    organisation = models.ForeignKey(
        Organisation, verbose_name="党组织", on_delete=models.PROTECT, related_name="handovers"
    )
    outgoing = models.ForeignKey(
        Appointment, verbose_name="现任书记", on_delete=models.PROTECT, related_name="handovers"
    )
    successor = models.ForeignKey(
        Person, verbose_name="接任书记", on_delete=models.PROTECT, related_name="+"
    )
    takes_over_on = models.DateField("交接日期", help_text="从这一天起由接任书记履职")
    reason = models.CharField("交接原因", max_length=200, blank=True)
    status = models.CharField(
        "状态",
        max_length=12,
        choices=HandoverStatus.choices,
        default=HandoverStatus.REQUESTED,
        editable=False,
    )
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="提出人",
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
    )
    confirmed_at = models.DateTimeField("确认时间", null=True, blank=True, editable=False)

    objects = HandoverQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "书记交接"
        permissions = [("confirm_handover", "确认书记交接")]
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation"],
                condition=Q(status="requested"),
                name="handover_one_open",
                violation_error_message="这个党组织已有一份待确认的交接",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation}书记交接（{self.outgoing.person}→{self.successor}）"

    def get_absolute_url(self) -> str:
        return reverse("portal:handover", args=[self.organisation.uuid])
