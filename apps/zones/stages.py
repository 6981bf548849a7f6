"""The way of an activity in words: where it is and what is still to come (handbook 6.2)."""

from typing import NamedTuple

from apps.zones.choices import ActivityStatus as Status

WAY = (Status.PLANNED, Status.CALLED, Status.HELD, Status.RECORDED, Status.PUBLISHED)
# A step of the way in the words of somebody who looks ahead.
AHEAD_WORDS = {Status.HELD: "举办", Status.RECORDED: "记录", Status.PUBLISHED: "发布"}


class Stage(NamedTuple):
    """`state` is one of passed, current, ahead."""

    label: str
    state: str

    @property
    def is_current(self) -> bool:
        return self.state == "current"


def stages_of(status: str, *, was_called: bool) -> list[Stage]:
    """None for what was called off: it is on no way any more. A notice that was never sent is no
    step of the way of what has been held."""
    now = Status(status)
    if now not in WAY:
        return []
    skips_call = not was_called and now not in (Status.PLANNED, Status.CALLED)
    way = [stage for stage in WAY if not (skips_call and stage == Status.CALLED)]
    place = way.index(now)
    return [
        Stage(
            str(stage.label if number == place else AHEAD_WORDS.get(stage, stage.label)),
            "passed" if number < place else "current" if number == place else "ahead",
        )
        for number, stage in enumerate(way)
    ]
