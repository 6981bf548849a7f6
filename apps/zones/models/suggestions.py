"""Opinions and suggestions that a zone collects; each gets an owner, a day and an answer."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from apps.branches.models import Person, Unit
from apps.core.history import tracked
from apps.core.models import EditableModel
from apps.zones.choices import SuggestionStatus
from apps.zones.models.activities import ZoneActivity
from apps.zones.models.zones import Zone
from apps.zones.querysets import SuggestionQuerySet


@tracked
class Suggestion(EditableModel):
    """意见建议 of a unit or a person, made at an activity or at any other time."""

    zone = models.ForeignKey(
        Zone, verbose_name="联系片", on_delete=models.PROTECT, related_name="suggestions"
    )
    activity = models.ForeignKey(
        ZoneActivity,
        verbose_name="活动",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="suggestions",
    )
    unit = models.ForeignKey(
        Unit,
        verbose_name="提出单位",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="suggestions",
    )
    person = models.ForeignKey(
        Person,
        verbose_name="提出人",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="suggestions",
        help_text="已登记的人员在这里选，答复会发给本人",
    )
    speaker = models.CharField(
        "提出人姓名", max_length=50, blank=True, help_text="没有登记的人员才填姓名"
    )
    text = models.TextField("意见建议")
    made_on = models.DateField("提出日期")
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="承办人",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    owner_unit = models.ForeignKey(
        Unit,
        verbose_name="承办单位",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="owned_suggestions",
    )
    due_on = models.DateField("答复期限", null=True, blank=True)
    answer = models.TextField("答复", blank=True)
    status = models.CharField(
        "状态",
        max_length=12,
        choices=SuggestionStatus.choices,
        default=SuggestionStatus.COLLECTED,
        editable=False,
    )
    answered_at = models.DateTimeField("答复时间", null=True, blank=True, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="登记人",
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
    )

    objects = SuggestionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "意见建议"
        permissions = [
            ("assign_suggestion", "指派意见建议"),
            ("answer_suggestion", "答复意见建议"),
            ("accept_suggestion", "认可意见建议的答复"),
        ]
        ordering = ["-made_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(unit__isnull=False) | Q(person__isnull=False) | ~Q(speaker=""),
                name="suggestion_has_speaker",
                violation_error_message="请写明提出意见的单位或提出人",
            ),
            models.CheckConstraint(
                condition=Q(owner=None) | Q(owner_unit=None),
                name="suggestion_one_owner",
                violation_error_message="承办人和承办单位只填一个",
            ),
        ]
        indexes = [
            models.Index(fields=["made_on"], name="suggestion_by_day"),
            models.Index(
                fields=["due_on"], name="suggestion_by_due_day", condition=Q(status="assigned")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.text[:20]}…" if len(self.text) > 20 else self.text

    def get_absolute_url(self) -> str:
        return reverse("zones:suggestion_detail", args=[self.uuid])

    def is_overdue_on(self, day: date) -> bool:
        is_open = self.status == SuggestionStatus.ASSIGNED
        return is_open and self.due_on is not None and self.due_on < day

    @property
    def spoken_by(self) -> str:
        """Unit and name, as far as they are known."""
        who = self.speaker or (self.person.name if self.person else "")
        return " ".join(filter(None, (str(self.unit or ""), who)))

    @property
    def owned_by(self) -> str:
        return str(self.owner or self.owner_unit or "")
