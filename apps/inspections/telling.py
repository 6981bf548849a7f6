"""What units, inspectors and the committee are told about inspections and issues."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from apps.accounts.models import User
from apps.branches.secretaries import committee_staff, secretaries_of
from apps.core.lifecycle import history_of
from apps.inspections.models import Extension, Inspection, Issue, Measure, Visit
from apps.notices.choices import NoticeKind
from apps.notices.telling import Said, tell, tell_each


def _day(day) -> str:
    return date_format(day, "n月j日")


def tell_team(inspection: Inspection, by) -> None:
    """Each inspector with an account: where he goes, until when."""
    users = [
        seat.person.user
        for seat in inspection.inspectors.select_related("person__user")
        if seat.person.user and seat.person.user != by
    ]
    until = _day(inspection.ends_on)
    text = f"您是“{inspection}”督查组成员，请在{until}前完成现场督查并登记"
    tell(users=users, kind=NoticeKind.OTHER, text=text, link=inspection.get_absolute_url())


def tell_unit(visit: Visit, by) -> None:
    """Whoever answers for the unit reads the notice; each body is told of its issues besides."""
    heads = visit.unit.organisations.filter(dissolved_on=None).exclude(parent__unit=visit.unit)
    told = secretaries_of(heads.order_by().values("pk"), timezone.localdate())
    users = [user for people in told.values() for user in people if user != by]
    found = visit.issues.standing().count()
    said = f"发现问题{found}个，请组织整改" if found else "没有发现需要整改的问题"
    text = (
        f"“{visit.inspection}”{_day(visit.held_on)}到{visit.unit}督查，{said}。可查看、下载整改通知"
    )
    tell(users=users, kind=NoticeKind.OTHER, text=text, link=notice_of(visit))


def notice_of(visit: Visit) -> str:
    return reverse("inspections:notice_detail", args=[visit.uuid])


def tell_of_issue(issue: Issue, by) -> None:
    again = "反弹" if issue.relapse_of_id else ""
    text = f"{again}问题“{issue}”已下发，整改时限{_day(issue.due_on)}，请签收并整改"
    _tell_body(issue, by, text)


def tell_of_submission(issue: Issue, by) -> None:
    issue.submitted_by = by
    issue.save(update_fields=["submitted_by"])
    text = f"{issue.organisation}提交了问题“{issue}”的整改结果，请复核"
    _tell(rechecking(issue), issue, by, text)


def tell_of_return(issue: Issue, by) -> None:
    text = f"问题“{issue}”复核没有通过，请继续整改。意见：{_note(issue)}"
    _tell_body(issue, by, text, NoticeKind.RETURNED)


def tell_of_closing(issue: Issue, by) -> None:
    _tell_body(issue, by, f"问题“{issue}”已销号")


def tell_of_void(issue: Issue, by) -> None:
    _tell_body(issue, by, f"问题“{issue}”已撤销。原因：{_note(issue)}")


def tell_of_measure(measure: Measure, by) -> None:
    user = measure.owner.user
    if user and user != by:
        text = f"请于{_day(measure.due_on)}前完成问题“{measure.issue}”的整改措施：{measure}"
        said = [Said(user, text, measure.get_absolute_url())]
        tell_each(said=said, kind=NoticeKind.OTHER)


def tell_of_asking(extension: Extension, by) -> None:
    issue = extension.issue
    text = f"{issue.organisation}申请把问题“{issue}”延期到{_day(extension.asked_until)}，请批复"
    _tell(committee_staff(timezone.localdate()), issue, by, text)


def tell_of_decision(extension: Extension, by) -> None:
    issue = extension.issue
    said = extension.get_status_display()
    step = history_of(extension).first()
    note = f"。意见：{step.note}" if step and step.note else ""
    _tell_body(issue, by, f"问题“{issue}”的延期申请{said}，整改时限{_day(issue.due_on)}{note}")


def rechecking(issue: Issue) -> list[User]:
    """The team that found it while its inspection is open, else the committee's staff."""
    if issue.visit and issue.visit.inspection.is_open:
        seats = issue.visit.inspection.inspectors.filter(person__user__is_active=True)
        found = (seat.person.user for seat in seats.select_related("person__user"))
        if team := [user for user in found if user]:
            return team
    return committee_staff(timezone.localdate())


def _note(issue: Issue) -> str:
    step = history_of(issue).first()
    return step.note if step else ""


def _tell_body(issue: Issue, by, text: str, kind: NoticeKind = NoticeKind.OTHER) -> None:
    told = secretaries_of([issue.organisation_id], timezone.localdate())
    _tell(told.get(issue.organisation_id, []), issue, by, text, kind)


def _tell(
    users: Iterable[User], issue: Issue, by, text: str, kind: NoticeKind = NoticeKind.OTHER
) -> None:
    others = [user for user in users if user != by]
    tell(users=others, kind=kind, text=text, link=issue.get_absolute_url())
