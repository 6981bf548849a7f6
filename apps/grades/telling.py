"""What a body is told of the steps that others take with its rating."""

from collections.abc import Iterable

from django.utils import timezone

from apps.branches.secretaries import secretaries_of
from apps.core.lifecycle import history_of
from apps.grades.models import Rating, RatingObjection
from apps.notices.choices import NoticeKind
from apps.notices.telling import Said, tell, tell_each

# By the step that was taken.
WORDS = {
    "send_back": "{rating}的自评被党委退回，请修改后再提交。原因：{note}",
    "return": "{rating}的自评被工委退回，请修改后再提交。原因：{note}",
    "announce": "{rating}拟定为“{level}”，现予公示",
    "reconsider": "{rating}的公示已撤回，重新评定。原因：{note}",
    "decide": "{rating}已定为“{level}”",
    "reopen": "{rating}的定级已撤销，重新评定。原因：{note}",
}
RETURNS = ("send_back", "return")


def tell_body(rating: Rating, by) -> None:
    """The secretaries of the body that is rated."""
    step = history_of(rating)[0]
    text = WORDS[step.step].format(rating=rating, note=step.note, level=rating.level or "")
    known = secretaries_of([rating.organisation_id], timezone.localdate())
    tell(
        users=[user for user in known.get(rating.organisation_id, []) if user != by],
        kind=NoticeKind.RETURNED if step.step in RETURNS else NoticeKind.OTHER,
        text=text,
        link=rating.get_absolute_url(),
    )


def tell_of_answer(objection: RatingObjection, by) -> None:
    """Whoever raised it, unless he answered it himself."""
    if objection.raised_by == by:
        return
    tell(
        users=[objection.raised_by],
        kind=NoticeKind.OTHER,
        text=f"您{objection}已答复：{objection.get_status_display()}",
        link=objection.get_absolute_url(),
    )


def tell_of_opening(ratings: Iterable[Rating]) -> None:
    """A round has begun: to the secretaries of every body in it, for three queries."""
    opened = list(ratings)
    known = secretaries_of([one.organisation_id for one in opened], timezone.localdate())
    tell_each(
        said=[
            Said(
                user, f"{one}开始自评，门户已有的数据都已填好，请补齐后提交", one.get_absolute_url()
            )
            for one in opened
            for user in known.get(one.organisation_id, [])
        ],
        kind=NoticeKind.OTHER,
    )
