"""What the body and the higher body are told of the steps."""

from django.utils import timezone

from apps.accounts.models import User
from apps.branches.models import Organisation
from apps.branches.secretaries import committee_staff, secretaries_of
from apps.core.lifecycle import history_of
from apps.core.models.spans import day_in_words
from apps.elections.models import Renewal, TermExtension
from apps.notices.choices import NoticeKind
from apps.notices.telling import tell

# By the step that was taken.
BODY = {
    "notify": "{renewal}：本届{ends_on}届满，请做好换届准备，按时报送请示",
    "send_back": "{renewal}的请示已退回。原因：{note}",
    "approve": "{renewal}已批复同意，请做好候选人预备人选的推荐",
    "approve_list": "{renewal}的候选人预备人选已批准，请按时召开大会选举",
    "repeat": "{renewal}须重新选举。原因：{note}",
    "confirm": "{renewal}的选举结果已批复，新一届已经登记",
    "cancel": "{renewal}已撤销。原因：{note}",
}
HIGHER = {
    "ask": "{renewal}：请示已报送，请批复",
    "hold": "{renewal}：选举结果已登记，请批复",
}
RETURNING = ("send_back", "repeat", "cancel")


def tell_body(renewal: Renewal, by) -> None:
    """The secretaries of the body that elects."""
    step = history_of(renewal)[0]
    tell(
        users=_but(by, _secretaries(renewal.organisation)),
        kind=NoticeKind.RETURNED if step.step in RETURNING else NoticeKind.OTHER,
        text=BODY[step.step].format(renewal=renewal, note=step.note, ends_on=renewal.term.ends_on),
        link=renewal.get_absolute_url(),
    )


def tell_higher(renewal: Renewal, by) -> None:
    tell(
        users=_but(by, deciders_of(renewal.organisation)),
        kind=NoticeKind.OTHER,
        text=HIGHER[history_of(renewal)[0].step].format(renewal=renewal),
        link=renewal.get_absolute_url(),
    )


def tell_of_asking(extension: TermExtension, by) -> None:
    term = extension.term
    tell(
        users=_but(by, deciders_of(term.organisation)),
        kind=NoticeKind.OTHER,
        text=f"{term}申请延期换届至{day_in_words(extension.asked_until)}，请批复",
        link=extension.get_absolute_url(),
    )


def tell_extension(extension: TermExtension, by) -> None:
    step = history_of(extension)[0]
    told = f"{extension}：{extension.get_status_display()}"
    tell(
        users=_but(by, _secretaries(extension.term.organisation)),
        kind=NoticeKind.OTHER if step.step == "approve" else NoticeKind.RETURNED,
        text=f"{told}。{step.note}" if step.note else told,
        link=extension.get_absolute_url(),
    )


def deciders_of(organisation: Organisation) -> list[User]:
    """The secretaries of the next higher body; where it has none, the committee's staff."""
    parent = organisation.parent_id
    found = secretaries_of([parent], timezone.localdate()).get(parent, []) if parent else []
    return found or committee_staff(timezone.localdate())


def _secretaries(organisation: Organisation) -> list[User]:
    return secretaries_of([organisation.pk], timezone.localdate()).get(organisation.pk, [])


def _but(by, users: list[User]) -> list[User]:
    return [user for user in users if user != by]
