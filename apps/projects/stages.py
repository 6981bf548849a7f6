"""The way of a project in words: the columns of the board, and the line above its page."""

from typing import NamedTuple

from apps.projects.choices import UNDER_WAY
from apps.projects.choices import ProjectStatus as Status


class Stage(NamedTuple):
    """A part of the way; `statuses` are the states in which a project is there."""

    key: str
    label: str
    statuses: tuple[Status, ...]


STAGES = (
    Stage("application", "申报", (Status.DRAFT, Status.SUBMITTED, Status.RETURNED)),
    Stage("panel", "评审", (Status.PRE_REVIEWED, Status.PANEL)),
    Stage("approved", "立项", (Status.APPROVED,)),
    Stage("progress", "推进", UNDER_WAY),
    Stage("conclusion", "结项", (Status.CONCLUDED, Status.EVALUATED)),
    Stage("title", "命名", (Status.TITLED,)),
)
# They ended beside the way: no columns of the board, but one line under it.
BESIDE = (
    Stage("refused", "未予立项", (Status.REFUSED,)),
    Stage("stopped", "已中止", (Status.STOPPED,)),
)
ALL = (*STAGES, *BESIDE)
BY_KEY = {stage.key: stage for stage in ALL}
BY_STATUS = {status: stage for stage in ALL for status in stage.statuses}


class Place(NamedTuple):
    """A stage as the line shows it; `state` is one of passed, current, ahead."""

    label: str
    state: str

    @property
    def is_current(self) -> bool:
        return self.state == "current"


def places_of(status: str) -> list[Place]:
    """Nothing for a project that ended beside the way: how far it came is told by its history."""
    here = BY_STATUS[Status(status)]
    if here not in STAGES:
        return []
    now = STAGES.index(here)
    return [
        Place(stage.label, "passed" if number < now else "current" if number == now else "ahead")
        for number, stage in enumerate(STAGES)
    ]
