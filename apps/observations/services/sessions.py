"""When a centre group sits."""

from dataclasses import dataclass
from datetime import date, time

from django.core.exceptions import ValidationError
from django.db import transaction

from apps.branches.models import Appointment
from apps.core.models.spans import day_in_words
from apps.core.versions import claim_version
from apps.meetings.models import Meeting
from apps.observations.choices import ObservationStatus
from apps.observations.models import GroupSession, Observation, StudyGroup
from apps.observations.services.arranging import fix_days


@dataclass(frozen=True)
class SessionEntry:
    held_on: date
    theme: str
    starts_at: time | None = None
    place: str = ""
    expected_count: int | None = None
    present_count: int | None = None
    meeting: Meeting | None = None


@transaction.atomic
def plan_session(*, group: StudyGroup, entry: SessionEntry) -> GroupSession:
    """Note a session; whom it expects follows from the roll of the group's organisation."""
    return _described(GroupSession(group=group), entry)


@transaction.atomic
def change_session(
    *, session: GroupSession, entry: SessionEntry, expected_version: int
) -> GroupSession:
    """A session that moves takes the days of its observations along."""
    claim_version(session, expected=expected_version)
    return describe_session(session=session, entry=entry)


@transaction.atomic
def describe_session(*, session: GroupSession, entry: SessionEntry) -> GroupSession:
    """Save what the entry says; the caller has claimed the version."""
    waiting = Observation.objects.standing().filter(session=session)
    observations = list(waiting.select_for_update(of=("self",)))
    told = [o for o in observations if o.status != ObservationStatus.PLANNED]
    if told and entry.held_on != told[0].scheduled_on:
        raise ValidationError(
            {
                "held_on": f"{day_in_words(told[0].scheduled_on)}的旁听已经通知，学习日期不能直接改。"
                "请先与工委商量，由工委办“改期”，再改这里"
            }
        )
    changed = _described(session, entry)
    for observation in observations:
        if observation not in told:
            fix_days(observation, changed)
            observation.save()
    return changed


def _described(session: GroupSession, entry: SessionEntry) -> GroupSession:
    for name, value in vars(entry).items():
        setattr(session, name, value)
    if session.expected_count is None:
        session.expected_count = members_on(session.group, session.held_on)
    if not session.group.holds_on(session.held_on):
        raise ValidationError(
            {"held_on": f"{day_in_words(session.held_on)}这一天没有“{session.group}”，请核对日期"}
        )
    _check_meeting(session)
    session.full_clean()
    session.save()
    return session


def members_on(group: StudyGroup, day: date) -> int | None:
    """How many people hold a post in the organisation of the group on the day; None for nobody."""
    held = Appointment.objects.valid_on(day).filter(organisation=group.organisation_id)
    return held.order_by().values("person").distinct().count() or None


def _check_meeting(session: GroupSession) -> None:
    meeting = session.meeting
    if meeting is None:
        return
    if meeting.organisation_id != session.group.organisation_id:
        raise ValidationError(
            {"meeting": f"“{meeting}”不是{session.group.organisation}的会议，请另选"}
        )
    if meeting.held_on != session.held_on:
        raise ValidationError(
            {"meeting": f"“{meeting}”在{day_in_words(meeting.held_on)}召开，与学习日期不同，请核对"}
        )
