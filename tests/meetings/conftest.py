from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone

from apps.branches.choices import Post
from apps.branches.models import Organisation, Person
from apps.meetings.choices import MeetingKind
from apps.meetings.roll import roll_of
from apps.meetings.services import log_meeting
from apps.meetings.sitting import Sitting, Topic
from tests import cast

POSTS = (
    Post.DEPUTY_SECRETARY,
    Post.ORGANISATION_MEMBER,
    Post.PUBLICITY_MEMBER,
    Post.DISCIPLINE_MEMBER,
    Post.COMMITTEE_MEMBER,
    Post.COMMITTEE_MEMBER,
)


def make_committee(city, users) -> list[Person]:
    """The seven of the first branch's committee; its secretary is `users.secretary`."""
    secretary = users.secretary.person
    others = [cast.make_member(city.branch, f"委员{n}") for n in range(1, 7)]
    for person, post in zip(others, POSTS, strict=True):
        cast.appoint(person, city.branch, post)
    return [secretary, *others]


@pytest.fixture
def committee(city, users) -> list[Person]:
    return make_committee(city, users)


@pytest.fixture
def members(city, committee) -> list[Person]:
    """Fifteen of the first branch: the committee and eight more."""
    return committee + [cast.make_member(city.branch, f"党员甲{n}") for n in range(1, 9)]


def moment(day: date, hour: int = 0, minute: int = 0) -> datetime:
    return timezone.make_aware(datetime.combine(day, datetime.min.time())) + timedelta(
        hours=hour, minutes=minute
    )


def yesterday() -> date:
    return timezone.localdate() - timedelta(days=1)


def sitting_of(
    organisation: Organisation,
    kind: MeetingKind = MeetingKind.COMMITTEE_MEETING,
    *,
    on: date | None = None,
    **stated,
) -> Sitting:
    """A complete sitting chaired by whoever leads, everybody present."""
    day = on or yesterday()
    roll = roll_of(organisation=organisation, kind=kind, on=day)
    person = roll.leader or roll.entries[0].person
    plain = Sitting(
        kind=kind,
        started_at=moment(day, 9),
        ended_at=moment(day, 10),
        place="三楼会议室",
        chair=person,
        recorder=person,
        topics=(Topic("学习重要讲话", is_first_topic=True),),
    )
    return replace(plain, **stated)


@pytest.fixture
def filed(city, users, committee):
    """A filed committee meeting of the first branch."""
    return log_meeting(
        organisation=city.branch, sitting=sitting_of(city.branch), by=users.secretary
    )


def form_values(organisation, kind=MeetingKind.COMMITTEE_MEETING, *, on=None, **given) -> dict:
    """What a browser sends for a complete record with everybody present."""
    day = on or yesterday()
    roll = roll_of(organisation=organisation, kind=kind, on=day)
    values = {
        "form_key": "6f7a3e0c-7e9c-4c39-9c2e-6a8d3f2b1a00",
        "organisation": str(organisation.uuid),
        "kind": kind.value,
        "held_on": day.isoformat(),
        "started": "09:00",
        "ended": "10:00",
        "place": "三楼会议室",
        "chair": str((roll.leader or roll.entries[0].person).uuid),
        "recorder": str(roll.entries[-1].person.uuid),
        "first_topic": "学习重要讲话",
        "rolled": [str(e.person.uuid) for e in roll.entries],
        "save": "file",
    }
    values |= {f"present-{e.person.uuid}": "on" for e in roll.entries}
    for prefix in ("topics", "guests", "speeches", "votes", "decisions"):
        values |= {f"{prefix}-TOTAL_FORMS": "0", f"{prefix}-INITIAL_FORMS": "0"}
    return {k: v for k, v in (values | given).items() if v is not None}
