"""Visits to a contact branch, and what was promised there."""

from datetime import date

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.formats import date_format

from apps.contacts.choices import PENDING, PromiseOwner, PromiseStatus, VisitForm
from apps.contacts.models.points import ContactPoint
from apps.contacts.querysets import ContactVisitQuerySet, PromiseQuerySet
from apps.core.history import tracked
from apps.core.models import EditableModel
from apps.meetings.models import Meeting


@tracked
class ContactVisit(EditableModel):
    """调研 (R-CP-04): a leader at his contact branch. A visit of which only the month is known
    spans that month."""

    contact_point = models.ForeignKey(
        ContactPoint, verbose_name="联系点", on_delete=models.PROTECT, related_name="visits"
    )
    starts_on = models.DateField("开始日期")
    ends_on = models.DateField("结束日期", help_text="当天结束的与开始日期相同")
    # Names out of the policy number `four_helps` of the day (R-CP-06).
    helps = ArrayField(
        models.CharField(max_length=20), verbose_name="帮扶内容", default=list, blank=True
    )
    forms = ArrayField(
        models.CharField(max_length=20, choices=VisitForm.choices),
        verbose_name="调研形式",
        default=list,
        blank=True,
    )
    # A sitting that the visit joined is entered once, as the record of the branch.
    meeting = models.ForeignKey(
        Meeting,
        verbose_name="参加的会议",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="contact_visits",
    )
    findings = models.TextField("了解到的情况", blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="登记人",
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
    )

    objects = ContactVisitQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "联系点调研"
        ordering = ["-starts_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="contact_visit_days_in_order",
                violation_error_message="结束日期不能早于开始日期",
            )
        ]

    def __str__(self) -> str:
        return f"{self.contact_point}（{self.days}）"

    def get_absolute_url(self) -> str:
        return reverse("contacts:visit_detail", args=[self.uuid])

    @property
    def days(self) -> str:
        """The day, or the span where only that is known."""
        first, last = (date_format(day, "Y年n月j日") for day in (self.starts_on, self.ends_on))
        return first if first == last else f"{first}至{last}"

    @property
    def form_names(self) -> list[str]:
        return [VisitForm(form).label for form in self.forms]


@tracked
class Promise(EditableModel):
    """What was promised on a visit; the next one comes back to it."""

    visit = models.ForeignKey(
        ContactVisit, verbose_name="调研", on_delete=models.PROTECT, related_name="promises"
    )
    text = models.CharField("承诺事项", max_length=300)
    owner = models.CharField(
        "由谁办", max_length=12, choices=PromiseOwner.choices, default=PromiseOwner.LEADER
    )
    due_on = models.DateField("办结期限")
    status = models.CharField(
        "状态",
        max_length=12,
        choices=PromiseStatus.choices,
        default=PromiseStatus.OPEN,
        editable=False,
    )
    settled_at = models.DateTimeField("办结时间", null=True, blank=True, editable=False)
    # The visit on which it was last come back to.
    followed_at = models.ForeignKey(
        ContactVisit,
        verbose_name="回访时的调研",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="followed_promises",
        editable=False,
    )

    objects = PromiseQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "调研承诺"
        permissions = [("follow_promise", "跟踪调研承诺"), ("report_promise", "报告承诺办理情况")]
        ordering = ["due_on", "pk"]

    def __str__(self) -> str:
        return self.text[:40]

    def get_absolute_url(self) -> str:
        return self.visit.get_absolute_url()

    @property
    def is_pending(self) -> bool:
        return self.status in PENDING

    @property
    def is_of_branch(self) -> bool:
        return self.owner == PromiseOwner.BRANCH

    def is_overdue(self, day: date) -> bool:
        return self.is_pending and self.due_on < day
