from datetime import date

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now, TruncDate

from apps.branches.models import Organisation
from apps.branches.scope import VisibleQuerySet
from apps.core.history import tracked
from apps.core.models import EditableModel
from apps.core.periods import Period


class IssueQuerySet(VisibleQuerySet):
    def open_on(self, day: date):
        return self.filter(found_on__lte=day).filter(Q(closed_on=None) | Q(closed_on__gt=day))

    def overdue_in(self, period: Period):
        """Whose deadline passed inside the period while they were open; none passes tomorrow.

        The clock is the database's: the statement is kept and run again on other days.
        """
        inside = self.filter(due_on__gte=period.start, due_on__lt=period.end)
        return inside.filter(due_on__lt=TruncDate(Now())).filter(
            Q(closed_on=None) | Q(closed_on__gt=F("due_on"))
        )


@tracked
class Issue(EditableModel):
    """问题: what an inspection found and until when it must be corrected (handbook 9)."""

    organisation = models.ForeignKey(
        Organisation, verbose_name="党组织", on_delete=models.PROTECT, related_name="issues"
    )
    text = models.CharField("问题", max_length=300)
    found_on = models.DateField("发现日期")
    due_on = models.DateField("整改时限")
    closed_on = models.DateField("销号日期", null=True, blank=True)

    objects = IssueQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "督查问题"
        ordering = ["due_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(due_on__gte=F("found_on")),
                name="issue_due_after_found",
                violation_error_message="整改时限不能早于发现日期",
            )
        ]

    def __str__(self) -> str:
        return self.text[:40]
