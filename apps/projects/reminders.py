"""Owners are reminded of late milestones: one message a person and day, working days only."""

from collections import defaultdict
from datetime import date, datetime, timedelta

from django.urls import reverse
from django.utils.formats import date_format

from apps.accounts.models import User
from apps.branches.secretaries import secretaries_of
from apps.core import policy
from apps.core.periods import local_day
from apps.core.workdays import workdays
from apps.notices.choices import NoticeKind
from apps.notices.models import Notice
from apps.notices.telling import Said, tell_each
from apps.projects.models import Milestone

KEY, REST = "late-milestones", "milestone_reminder_rest"


def remind_of_milestones(*, now: datetime) -> list[Notice]:
    """Each owner once, again after some days while anything of his is late."""
    if not workdays().is_working_moment(now):
        return []
    day = local_day(now)
    late = _late_by_owner(day)
    rested = _reminded_since(day - timedelta(days=policy.count(REST, on=day))) if late else set()
    said = [
        Said(owner, _words(rows), _link(rows))
        for owner, rows in late.items()
        if owner.pk not in rested
    ]
    return tell_each(said=said, kind=NoticeKind.REMINDER, key=f"{KEY}:{day}")


def _late_by_owner(day: date) -> dict[User, list[Milestone]]:
    """An owner without an account is reminded by the secretary of the body that carries it."""
    rows = Milestone.objects.late(day).select_related("owner__user", "project")
    found = list(rows.order_by("due_on", "pk"))
    without = {m.project.organisation_id for m in found if not _account(m)}
    secretaries = secretaries_of(without, day) if without else {}
    late: dict[User, list[Milestone]] = defaultdict(list)
    for milestone in found:
        account = _account(milestone)
        owners = [account] if account else secretaries.get(milestone.project.organisation_id, [])
        for owner in owners:
            late[owner].append(milestone)
    return late


def _account(milestone: Milestone) -> User | None:
    user = milestone.owner.user if milestone.owner else None
    return user if user and user.is_active else None


def _reminded_since(day: date) -> set[int]:
    kept = Notice.objects.filter(key__startswith=f"{KEY}:", created_at__date__gt=day)
    return set(kept.values_list("user", flat=True))


def _words(rows: list[Milestone]) -> str:
    first = rows[0]
    due = date_format(first.due_on, "n月j日")
    more = f"等{len(rows)}个" if len(rows) > 1 else ""
    return (
        f"书记项目“{first.project}”的节点“{first}”{more}已过期限（{due}），"
        "完成了的请登记，没完成的请改期并写明原因"
    )


def _link(rows: list[Milestone]) -> str:
    projects = {row.project_id for row in rows}
    return rows[0].get_absolute_url() if len(projects) == 1 else reverse("projects:board")
