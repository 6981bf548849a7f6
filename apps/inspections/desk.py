"""What waits at the committee's desk about inspections and issues."""

from django.urls import reverse
from django.utils import timezone

from apps.core.command import OFFERED, Found, finder
from apps.core.desk import queue
from apps.inspections.models import Extension, Issue
from apps.inspections.rules import reconciliation_of

RECHECK, DECIDE = "inspections.recheck_issue", "inspections.decide_extension"


def _issues(waiting: str) -> str:
    return f"{reverse('admin:inspections_issue_changelist')}?waiting={waiting}"


def _rechecked_by(user):
    return Issue.objects.visible_to(user, "recheck")


@queue("待复核的整改问题", permission=RECHECK, order=50, link=lambda: _issues("recheck"))
def awaiting_recheck(user):
    return _rechecked_by(user).awaiting_recheck()


@queue("待销号的整改问题", permission=RECHECK, order=51, link=lambda: _issues("closing"))
def awaiting_closing(user):
    return _rechecked_by(user).awaiting_closing()


@queue(
    "待批复的延期申请",
    permission=DECIDE,
    order=52,
    link=lambda: f"{reverse('admin:inspections_extension_changelist')}?status__exact=asked",
)
def asked_extensions(user):
    return Extension.objects.visible_to(user, "decide").asked()


@queue(
    "逾期未签收的整改问题",
    permission="inspections.change_issue",
    order=53,
    is_late=True,
    link=lambda: _issues("unacknowledged"),
)
def unacknowledged_issues(user):
    return Issue.objects.visible_to(user, "change").unacknowledged(timezone.localdate())


@queue(
    "逾期未销号的整改问题",
    permission="inspections.change_issue",
    order=53,
    is_late=True,
    link=lambda: _issues("overdue"),
)
def overdue_issues(user):
    return Issue.objects.visible_to(user, "change").overdue(timezone.localdate())


@queue(
    "本季度待对账的整改问题",
    permission="inspections.change_issue",
    order=54,
    link=lambda: _issues("reconciling"),
)
def unreconciled_issues(user):
    """R-INS-05: in the last week of the quarter, and only then."""
    today = timezone.localdate()
    since = reconciliation_of(today)
    rows = Issue.objects.visible_to(user, "change")
    return rows.unreconciled(since) if today >= since else rows.none()


@finder
def issues(user, typed):
    rows = Issue.objects.visible_to(user).filter(typed.within("text"))
    for row in rows.select_related("organisation")[:OFFERED]:
        link = reverse("admin:inspections_issue_change", args=[row.pk])
        yield Found(str(row), f"{row.organisation} {row.get_status_display()}", link, "report")
