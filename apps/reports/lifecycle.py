"""正在结账 → 草拟 → 已核对 → 已印发, and how a report ends: withdrawn, or superseded by a newer one."""

from apps.core.lifecycle import Lifecycle, Transition, register
from apps.reports.choices import IN_HAND
from apps.reports.choices import ReportStatus as Status
from apps.reports.telling import tell_of_issue, tell_of_withdrawal

CHECK = "reports.check_quarterlyreport"
ISSUE = "reports.issue_quarterlyreport"


REPORT = register(
    Lifecycle(
        "reports.QuarterlyReport",
        (
            Transition(
                "close",
                "结账",
                (Status.CLOSING,),
                Status.DRAFT,
                ISSUE,
                by_hand=False,
            ),
            Transition(
                "review",
                "核对",
                (Status.DRAFT,),
                Status.CHECKED,
                CHECK,
                required=("problems", "next_steps"),
            ),
            Transition(
                "send_back",
                "退回修改",
                (Status.CHECKED,),
                Status.DRAFT,
                CHECK,
                note_required=True,
            ),
            Transition(
                "issue",
                "印发",
                (Status.CHECKED,),
                Status.ISSUED,
                ISSUE,
                stamp="issued_at",
                # What is on paper is written with the step (see services.py).
                by_hand=False,
                effect=tell_of_issue,
            ),
            Transition(
                "withdraw",
                "撤回",
                (*IN_HAND, Status.ISSUED),
                Status.WITHDRAWN,
                ISSUE,
                note_required=True,
                effect=tell_of_withdrawal,
            ),
            Transition(
                "supersede",
                "由新报告替代",
                (Status.ISSUED,),
                Status.SUPERSEDED,
                ISSUE,
                by_hand=False,
            ),
        ),
    )
)
