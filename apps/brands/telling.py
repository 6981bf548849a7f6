"""What the owner of a brand is told of the committee's steps."""

from django.utils import timezone

from apps.branches.secretaries import secretaries_of
from apps.brands.models import Brand
from apps.core.lifecycle import history_of
from apps.notices.choices import NoticeKind
from apps.notices.telling import tell

# By the step that was taken.
WORDS = {
    "send_back": "品牌“{brand}”退回培育。原因：{note}",
    "shortlist": "品牌“{brand}”已列入初评入围",
    "certify": "品牌“{brand}”已认定为党建品牌",
    "demonstrate": "品牌“{brand}”已命名为示范品牌",
    "open_recheck": "品牌“{brand}”开始复核，请填写自查情况",
    "keep": "品牌“{brand}”复核通过，保留认定",
    "keep_demonstration": "品牌“{brand}”复核通过，保留示范",
    "improve": "品牌“{brand}”需要整改提升，期限{improve_by}，请按复核情况整改",
    "withdraw": "品牌“{brand}”已摘牌。原因：{note}",
}


def tell_owner(brand: Brand, by) -> None:
    """The secretaries of the body whose brand it is; where it has none, whoever entered it."""
    step = history_of(brand)[0]
    text = WORDS[step.step].format(brand=brand, note=step.note, improve_by=brand.improve_by)
    known = secretaries_of([brand.organisation_id], timezone.localdate())
    own = [brand.created_by] if brand.created_by else []
    users = known.get(brand.organisation_id) or own
    tell(
        users=[user for user in users if user != by],
        kind=NoticeKind.RETURNED if step.step == "send_back" else NoticeKind.OTHER,
        text=text,
        link=brand.get_absolute_url(),
    )
