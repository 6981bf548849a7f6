"""Where an issue stands: what comes next for whoever corrects or rechecks it, how it is for others."""

from apps.inspections.choices import IssueStatus as Status
from apps.inspections.models import Issue, Measure

_CORRECT = {
    Status.OPEN: "看清问题和整改时限，签收。",
    Status.REOPENED: "这个问题销号后又出现了。签收后重新整改，措施要能管住长远。",
    Status.ACKNOWLEDGED: "登记整改措施，写明责任人和完成期限，然后启动整改。",
    Status.RETURNED: "按复核意见继续整改，补上佐证材料以后重新提交。",
    Status.SUBMITTED: "等复核。发现漏了的，可以撤回整改结果再补。",
    Status.RECHECKED: "复核通过了，等销号。",
}
_RECHECK = {
    Status.SUBMITTED: "看整改措施和佐证材料，登记复核结果。",
    Status.RECHECKED: "复核通过了，可以销号。",
}
_READ = {
    Status.OPEN: "已下发，等整改单位签收。",
    Status.REOPENED: "销号后又出现，已重新下发，等整改单位签收。",
    Status.ACKNOWLEDGED: "整改单位已签收，正在定整改措施。",
    Status.IN_CORRECTION: "整改单位正在整改。",
    Status.RETURNED: "复核没有通过，整改单位正在继续整改。",
    Status.SUBMITTED: "整改结果已提交，等复核。",
    Status.RECHECKED: "复核通过了，等销号。",
    Status.CLOSED: "已销号，不用再办什么。",
    Status.VOID: "已撤销，原因见办理经过。",
}


def next_step(issue: Issue, measures: list[Measure], *, corrects: bool, rechecks: bool) -> str:
    status = Status(issue.status)
    if rechecks and status in _RECHECK:
        return _RECHECK[status]
    if not corrects:
        return _READ[status]
    if issue.is_in_hand and issue.meeting_kind:
        return (
            f"开了{issue.get_meeting_kind_display()}以后，直接选那次会议的记录提交，不用另写材料。"
        )
    if status == Status.IN_CORRECTION:
        return _of_correction(measures)
    return _CORRECT.get(status, _READ[status])


def _of_correction(measures: list[Measure]) -> str:
    if not measures:
        return "还没有整改措施：登记做什么、谁负责、什么时候完成。"
    waiting = sum(measure.done_on is None for measure in measures)
    if waiting:
        return f"还有 {waiting} 条措施没有完成。完成的请登记，来不及的先申请延期。"
    return "措施都完成了：选好佐证材料，提交整改结果。"
