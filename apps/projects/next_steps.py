"""Where a project stands: what comes next for whoever carries it, how it is for whoever reads it."""

from collections.abc import Callable

from apps.projects.choices import ProjectStatus as Status
from apps.projects.models import Milestone, SecretaryProject


def next_step(
    project: SecretaryProject, milestones: list[Milestone], late: int, *, leads: bool = True
) -> str:
    """`milestones` are all of the project; `late` of them are past their day."""
    sentences = _SENTENCES if leads else _SENTENCES | _READ
    return sentences[Status(project.status)](project, milestones, late)


def _always(sentence: str) -> Callable:
    return lambda project, milestones, late: sentence


def _of_approved(project: SecretaryProject, milestones: list[Milestone], late: int) -> str:
    if not milestones:
        return "登记节点，每个节点写明责任人和完成期限，然后启动推进。"
    without = sum(one.is_open and one.owner_id is None for one in milestones)
    if without:
        return f"有 {without} 个节点还没有责任人，填好以后启动推进。"
    return "节点已经登记，可以启动推进。"


def _of_progress(project: SecretaryProject, milestones: list[Milestone], late: int) -> str:
    if late:
        return f"有 {late} 个节点过了期限：完成了的请登记，没完成的请改期并写明原因。"
    return "按节点推进；到年中登记中期检查。"


def _of_midterm(project: SecretaryProject, milestones: list[Milestone], late: int) -> str:
    if late:
        return _of_progress(project, milestones, late)
    waiting = sum(one.is_open for one in milestones)
    if waiting:
        return f"还有 {waiting} 个节点没有完成。节点都办完、成果登记好以后，提交结项。"
    return "节点都办完了：登记成果，写好结项报告，提交结项。"


_SENTENCES: dict[Status, Callable[[SecretaryProject, list[Milestone], int], str]] = {
    Status.DRAFT: _always("写好五项申报内容，提交申报。"),
    Status.SUBMITTED: _always("等工委预审。还没有预审的，可以撤回申报再改。"),
    Status.PRE_REVIEWED: _always("已通过预审，等工委安排立项评审。"),
    Status.PANEL: _always("评审组正在评审，有了结果会发消息告诉您。"),
    Status.RETURNED: _always("按评审意见修改申报内容，改好以后重新提交。"),
    Status.REFUSED: _always("这个项目未予立项，原因见办理经过。可以重新选题，另报一个项目。"),
    Status.APPROVED: _of_approved,
    Status.IN_PROGRESS: _of_progress,
    Status.MIDTERM: _of_midterm,
    Status.CONCLUDED: _always("已提交结项，等工委评价。"),
    Status.EVALUATED: _always("已完成评价，不用再办什么。授予称号的，会发消息告诉您。"),
    Status.TITLED: _always("已获得称号，可以打印项目表留存。"),
    Status.STOPPED: _always("项目已中止，原因见办理经过。"),
}


def _read_in_progress(project: SecretaryProject, milestones: list[Milestone], late: int) -> str:
    waiting = sum(one.is_open for one in milestones)
    if late:
        return f"有 {late} 个节点过了期限，还没有登记完成。"
    return (
        f"正在推进，还有 {waiting} 个节点没有完成。"
        if waiting
        else "节点都办完了，还没有提交结项。"
    )


# Whoever only reads the project is told how it stands, not what to do.
_READ: dict[Status, Callable[[SecretaryProject, list[Milestone], int], str]] = {
    Status.DRAFT: _always("单位还在写申报内容。"),
    Status.SUBMITTED: _always("已申报，等工委预审。"),
    Status.PANEL: _always("评审组正在评审。"),
    Status.RETURNED: _always("单位正在按评审意见修改申报内容。"),
    Status.REFUSED: _always("未予立项，原因见办理经过。"),
    Status.APPROVED: _always("已立项，由单位登记节点、启动推进。"),
    Status.IN_PROGRESS: _read_in_progress,
    Status.MIDTERM: _read_in_progress,
    Status.EVALUATED: _always("已完成评价。"),
    Status.TITLED: _always("已获得称号。"),
}
