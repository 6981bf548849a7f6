"""What the services ask before they write a part of a project."""

from django.core.exceptions import PermissionDenied

from apps.core.lifecycle import StepRefused
from apps.projects.models import SecretaryProject

LEAD = "projects.lead_secretaryproject"
REVIEW = "projects.review_secretaryproject"


def require(by, permission: str, obj=None) -> None:
    """`by` None is the portal itself, which needs no right."""
    if by is not None and not by.has_perm(permission, obj):
        raise PermissionDenied("这个书记项目不由您办理")


def locked(project: SecretaryProject, by) -> SecretaryProject:
    """The stored project, held for whoever leads it."""
    stored = SecretaryProject._base_manager.select_for_update(of=("self",)).get(pk=project.pk)
    require(by, LEAD, stored)
    return stored


def locked_plan(project: SecretaryProject, by) -> SecretaryProject:
    """As `locked`, while milestones may still be planned and worked on."""
    stored = locked(project, by)
    if not stored.is_plan_open:
        raise StepRefused(
            f"“{stored}”现在是“{stored.get_status_display()}”，节点不能再改。"
            "评审中的等评审以后再改；已提交结项的，请工委先退回结项"
        )
    return stored
