"""Who hears of a remark: whoever works for its zone; of the answer, whoever made it."""

from django.utils import timezone

from apps.accounts.models import User
from apps.branches.secretaries import committee_staff
from apps.duties.models import Remark
from apps.notices.choices import NoticeKind
from apps.notices.telling import tell


def tell_of_remark(remark: Remark) -> None:
    tell(
        users=officers_of(remark),
        kind=NoticeKind.DESK,
        text=f"{remark.created_by}对{remark.place}“{remark.about}”作了批示：{remark.text}",
        link=remark.get_absolute_url(),
    )


def tell_of_answer(remark: Remark, by) -> None:
    tell(
        users=[remark.created_by],
        kind=NoticeKind.OTHER,
        text=f"您对{remark.place}“{remark.about}”的批示已有答复",
        link=remark.get_absolute_url(),
    )


def officers_of(remark: Remark) -> list[User]:
    """Where nobody works for the zone, all of the committee's staff."""
    officers = remark.zone.officers.select_related("user") if remark.zone else ()
    return [officer.user for officer in officers] or committee_staff(timezone.localdate())
