"""What a branch asks the committee to change in the register of members."""

from django.conf import settings
from django.db import models
from django.urls import reverse

from apps.branches.choices import RequestKind, RequestStatus
from apps.branches.models.organisations import Organisation
from apps.branches.querysets import MembershipRequestQuerySet
from apps.core.history import tracked
from apps.core.models import EditableModel


@tracked
class MembershipRequest(EditableModel):
    """添加/调整: the register is the committee's; a secretary says what should be changed in it."""

    organisation = models.ForeignKey(
        Organisation,
        verbose_name="党支部",
        on_delete=models.PROTECT,
        related_name="membership_requests",
    )
    kind = models.CharField("申请事项", max_length=20, choices=RequestKind.choices)
    person_name = models.CharField("党员姓名", max_length=50)
    detail = models.TextField("说明")
    status = models.CharField(
        "状态",
        max_length=12,
        choices=RequestStatus.choices,
        default=RequestStatus.DRAFT,
        editable=False,
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="申请人",
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
    )

    objects = MembershipRequestQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "党员调整申请"
        permissions = [("settle_membershiprequest", "办理党员调整申请")]
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.person_name}{self.get_kind_display()}"

    def get_absolute_url(self) -> str:
        return reverse("branches:person_list")
