"""The way of a record in words: where it is and what is still to come (ux.md, S5)."""

from typing import NamedTuple

from apps.meetings.choices import MeetingStatus

WAY = (MeetingStatus.DRAFT, MeetingStatus.FILED, MeetingStatus.REVIEWED, MeetingStatus.ARCHIVED)
# States beside the way stand in the place of the one that they interrupt.
BESIDE = {
    MeetingStatus.RETURNED: MeetingStatus.FILED,
    MeetingStatus.SUPERSEDED: MeetingStatus.REVIEWED,
    MeetingStatus.VOID: MeetingStatus.DRAFT,
}


class Stage(NamedTuple):
    """`state` is one of passed, current, ahead."""

    label: str
    state: str

    @property
    def is_current(self) -> bool:
        return self.state == "current"


def stages_of(status: str) -> list[Stage]:
    now = MeetingStatus(status)
    place = WAY.index(BESIDE.get(now, now))
    return [
        Stage(
            str(now.label if number == place else stage.label),
            "passed" if number < place else "current" if number == place else "ahead",
        )
        for number, stage in enumerate(WAY)
    ]
