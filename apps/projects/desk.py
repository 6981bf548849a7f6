"""What waits at the committee's desk about secretary projects."""

from django.urls import reverse
from django.utils import timezone

from apps.core.command import OFFERED, Found, finder
from apps.core.desk import queue
from apps.projects.models import SecretaryProject

REVIEW = "projects.review_secretaryproject"


def _projects(query: str) -> str:
    return f"{reverse('admin:projects_secretaryproject_changelist')}?{query}"


def _reviewed_by(user):
    return SecretaryProject.objects.visible_to(user, "review")


@queue(
    "待预审的书记项目",
    permission=REVIEW,
    order=76,
    link=lambda: _projects("waiting=pre_review"),
)
def awaiting_pre_review(user):
    return _reviewed_by(user).awaiting_pre_review()


@queue(
    "待送立项评审的书记项目",
    permission=REVIEW,
    order=77,
    link=lambda: _projects("waiting=panel"),
)
def awaiting_panel(user):
    return _reviewed_by(user).awaiting_panel()


@queue(
    "评审结果待办理的书记项目",
    permission=REVIEW,
    order=78,
    link=lambda: _projects("waiting=decision"),
)
def awaiting_decision(user):
    return _reviewed_by(user).awaiting_decision()


@queue(
    "待评价的书记项目",
    permission=REVIEW,
    order=79,
    link=lambda: _projects("waiting=evaluation"),
)
def awaiting_evaluation(user):
    return _reviewed_by(user).awaiting_evaluation()


@queue(
    "节点逾期的书记项目",
    permission="projects.view_secretaryproject",
    order=80,
    is_late=True,
    link=lambda: _projects("late=yes"),
)
def late_projects(user):
    return SecretaryProject.objects.visible_to(user).late(timezone.localdate())


@finder
def projects(user, typed):
    rows = SecretaryProject.objects.visible_to(user).filter(typed.within("title"))
    for row in rows.select_related("organisation")[:OFFERED]:
        link = reverse("admin:projects_secretaryproject_change", args=[row.pk])
        words = f"{row.year}年 {row.organisation} {row.get_status_display()}"
        yield Found(row.title, words, link, "flag")
