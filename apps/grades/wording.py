"""Where a rating stands, and what comes next, in sentences."""

from typing import NamedTuple

from apps.grades.choices import RatingStatus as Status
from apps.grades.models import Rating

WAY = (Status.SELF_RATING, Status.COMMITTEE, Status.STAFF, Status.NOTICE, Status.DECIDED)
NEXT = {
    Status.SELF_RATING: "门户已有的数据都已填好，请补齐没有打分的内容，核对后提交自评",
    Status.RETURNED: "自评被退回，请按意见修改后再提交",
    Status.COMMITTEE: "自评已提交，等上级党委初评",
    Status.STAFF: "等工委评定",
    Status.NOTICE: "正在公示，期满后定级",
    Status.DECIDED: "已定级",
    Status.CANCELLED: "本年度不参评",
}


class Place(NamedTuple):
    label: str
    state: str

    @property
    def is_current(self) -> bool:
        return self.state == "current"


def places_of(status: str) -> list[Place]:
    """Nothing for a rating that takes no part."""
    here = Status.SELF_RATING if status == Status.RETURNED else Status(status)
    if here not in WAY:
        return []
    now = WAY.index(here)
    return [
        Place(str(one.label), "passed" if n < now else "current" if n == now else "ahead")
        for n, one in enumerate(WAY)
    ]


# For whoever has to look at the self-rating.
TO_ENDORSE = "请核对自评，与您意见不同的另填分数，再报工委评定"


def next_step(rating: Rating, *, is_own_turn: bool = False) -> str:
    if is_own_turn and rating.status == Status.COMMITTEE:
        return TO_ENDORSE
    return NEXT[Status(rating.status)]
