"""Bodies are reminded of issues that wait for them: to acknowledge, before the deadline, and again
after some days while it is over; working days only. Whatever is handed in is not named any more."""

from collections import defaultdict
from datetime import date, datetime

from django.utils.formats import date_format

from apps.branches.secretaries import secretaries_of
from apps.core import policy
from apps.core.periods import local_day
from apps.core.workdays import workdays
from apps.inspections.choices import AWAITING_ACKNOWLEDGEMENT
from apps.inspections.models import Issue
from apps.notices.choices import NoticeKind
from apps.notices.models import Notice
from apps.notices.telling import Said, tell_each

LEAD, REST = "issue_reminder_days", "issue_reminder_rest"


def remind_of_issues(*, now: datetime) -> list[Notice]:
    """Whoever leads the body, once for each turn of each issue."""
    if not workdays().is_working_moment(now):
        return []
    told: list[Notice] = []
    for key, said in _by_key(local_day(now)).items():
        told += tell_each(said=said, kind=NoticeKind.REMINDER, key=key)
    return told


def _by_key(day: date) -> dict[str, list[Said]]:
    """A key for each turn: whoever was told of it is not told again."""
    lead, rest = policy.count(LEAD, on=day), policy.count(REST, on=day)
    rows = Issue.objects.awaiting_its_body().select_related("organisation").order_by("due_on", "pk")
    turns = [(issue, turn) for issue in rows if (turn := _turn(issue, day, lead, rest))]
    people = secretaries_of({i.organisation_id for i, _ in turns}, day) if turns else {}
    said: dict[str, list[Said]] = defaultdict(list)
    for issue, turn in turns:
        for user in people.get(issue.organisation_id, []):
            text = _words(issue, turn, day)
            said[f"issue:{issue.uuid}:{turn}"].append(Said(user, text, issue.get_absolute_url()))
    return said


def _turn(issue: Issue, day: date, lead: int, rest: int) -> str:
    """What is to be said on the day; a deadline that was moved is another one."""
    if issue.due_on < day:
        return f"late{issue.due_on}.{((day - issue.due_on).days - 1) // rest}"
    if (issue.due_on - day).days <= lead:
        return f"due{issue.due_on}"
    return "acknowledge" if _is_unacknowledged(issue, day) else ""


def _is_unacknowledged(issue: Issue, day: date) -> bool:
    """On its last day and after it."""
    last = issue.acknowledge_due_on
    return issue.status in AWAITING_ACKNOWLEDGEMENT and last is not None and last <= day


def _words(issue: Issue, turn: str, day: date) -> str:
    name, due = f"{issue.organisation}的问题“{issue}”", date_format(issue.due_on, "n月j日")
    if turn == "acknowledge":
        return f"{name}还没有签收，请签收并整改（整改时限{due}）"
    if issue.due_on < day:
        return f"{name}已过整改时限（{due}），请尽快提交整改结果；不能完成的请申请延期"
    left = (issue.due_on - day).days
    when = f"还有{left}天" if left else "今天"
    return f"{name}{when}到整改时限（{due}），请提交整改结果；不能完成的请申请延期"
