"""What secretaries are told of their records: returned with the reason, or reviewed."""

from django.utils import timezone
from django.utils.formats import date_format

from apps.accounts.models import User
from apps.branches.choices import OrganisationKind as Kind
from apps.branches.secretaries import secretaries_of
from apps.core.lifecycle import history_of
from apps.meetings.models import Meeting
from apps.notices.choices import NoticeKind
from apps.notices.telling import tell


def tell_returned(meeting: Meeting, by) -> None:
    step = history_of(meeting).first()
    reason = step.note if step else ""
    _tell(meeting, by, NoticeKind.RETURNED, f"被退回，请修改后再提交。原因：{reason}")


def tell_reviewed(meeting: Meeting, by) -> None:
    _tell(meeting, by, NoticeKind.REVIEWED, "已审核通过")


def _tell(meeting: Meeting, by, kind: NoticeKind, words: str) -> None:
    day = date_format(meeting.held_on, "n月j日")
    tell(
        users=[user for user in _concerned(meeting) if user != by],
        kind=kind,
        text=f"{day}的“{meeting}”{words}",
        link=meeting.get_absolute_url(),
    )


def _concerned(meeting: Meeting) -> list[User]:
    """Whoever answers for the body, for a subgroup's record its branch; and who wrote the record,
    if he may still change it."""
    holder = meeting.organisation
    if holder.kind == Kind.SUBGROUP and holder.parent:
        holder = holder.parent
    concerned = secretaries_of([holder.pk], timezone.localdate()).get(holder.pk, [])
    author = meeting.created_by
    if author is None or author in concerned:
        return concerned
    may_change = author.has_perm("meetings.change_meeting", meeting)
    return [*concerned, author] if may_change else concerned
