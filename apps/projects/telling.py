"""What becomes of a project is told to whoever answers for it, and to the owners of milestones."""

from collections.abc import Iterable

from django.utils import timezone
from django.utils.formats import date_format

from apps.accounts.models import User
from apps.branches.secretaries import secretaries_of
from apps.core.lifecycle import history_of
from apps.notices.choices import NoticeKind
from apps.notices.telling import Said, tell, tell_each
from apps.projects.models import Milestone, SecretaryProject
from apps.projects.querysets import heads_of_units


def answerable_for(project: SecretaryProject) -> list[User]:
    """The secretary who took it on, the contact, and today's secretaries of the owner and of the
    head organisation of its unit."""
    bodies = [project.organisation_id]
    if project.organisation.unit_id:
        bodies += (
            heads_of_units().filter(unit=project.organisation.unit_id).values_list("pk", flat=True)
        )
    told = secretaries_of(bodies, timezone.localdate())
    named = [person.user for person in (project.secretary, project.contact) if person]
    found = [*named, *(user for users in told.values() for user in users)]
    return list(dict.fromkeys(user for user in found if user and user.is_active))


def tell_pre_reviewed(project: SecretaryProject, by) -> None:
    _tell(project, by, f"书记项目“{project}”已通过预审，等待立项评审")


def tell_of_approval(project: SecretaryProject, by) -> None:
    _tell(project, by, f"书记项目“{project}”已同意立项，请登记节点后启动推进{_advice(project)}")


def tell_of_return(project: SecretaryProject, by) -> None:
    text = f"书记项目“{project}”被退回，请修改后再提交。原因：{_note(project)}"
    _tell(project, by, text, NoticeKind.RETURNED)


def tell_of_refusal(project: SecretaryProject, by) -> None:
    _tell(project, by, f"书记项目“{project}”未予立项。原因：{_note(project)}")


def tell_of_evaluation(project: SecretaryProject, by) -> None:
    _tell(project, by, f"书记项目“{project}”已完成结项评价{_advice(project)}")


def tell_of_title(project: SecretaryProject, by) -> None:
    held = "、".join(f"“{title}”" for title in project.titles.valid().select_related("kind"))
    _tell(project, by, f"书记项目“{project}”被命名为{held}")


def tell_of_stop(project: SecretaryProject, by) -> None:
    _tell(project, by, f"书记项目“{project}”已中止。原因：{_note(project)}")


def tell_owners(project: SecretaryProject, by) -> None:
    """Each owner of a milestone, once the project is under way: what he answers for, until when."""
    tell_of_milestones(project.milestones.open().select_related("owner__user", "project"), by)


def tell_of_milestones(milestones: Iterable[Milestone], by) -> None:
    said = [
        Said(milestone.owner.user, _duty(milestone), milestone.get_absolute_url())
        for milestone in milestones
        if milestone.owner and milestone.owner.user and milestone.owner.user != by
    ]
    tell_each(said=said, kind=NoticeKind.OTHER)


def _duty(milestone: Milestone) -> str:
    due = date_format(milestone.due_on, "n月j日")
    return f"请于{due}前完成书记项目“{milestone.project}”的节点：{milestone}"


def _note(project: SecretaryProject) -> str:
    """What was written beside the step that has just been taken."""
    step = history_of(project).first()
    return step.note if step else ""


def _advice(project: SecretaryProject) -> str:
    note = _note(project)
    return f"。意见：{note}" if note else ""


def _tell(project: SecretaryProject, by, text: str, kind: NoticeKind = NoticeKind.OTHER) -> None:
    users = [user for user in answerable_for(project) if user != by]
    tell(users=users, kind=kind, text=text, link=project.get_absolute_url())
