"""What the services ask before they write."""

from django.core.exceptions import PermissionDenied

from apps.core.lifecycle import StepRefused
from apps.inspections.models import Inspection, Issue
from apps.inspections.rules import has_seat

CORRECT = "inspections.correct_issue"


def require(by, permission: str, obj=None) -> None:
    """`by` None is the portal itself, which needs no right."""
    if by is not None and not by.has_perm(permission, obj):
        raise PermissionDenied("这个事项不由您办理")


def require_seat(by, permission: str, inspection: Inspection) -> None:
    """The right, or a seat in the team of the inspection."""
    if by is None or by.has_perm(permission) or has_seat(inspection, by):
        return
    raise PermissionDenied("您不是这次督查的督查组成员")


def locked(issue: Issue) -> Issue:
    return Issue._base_manager.select_for_update(of=("self",)).get(pk=issue.pk)


def locked_in_hand(issue: Issue, by) -> Issue:
    """The stored issue, while whoever corrects it has the next word."""
    stored = locked(issue)
    require(by, CORRECT, stored)
    if not stored.is_in_hand:
        raise StepRefused(
            f"“{stored}”现在是“{stored.get_status_display()}”，整改内容不能再改。"
            "待签收的请先签收；已提交的请先撤回整改结果"
        )
    return stored
