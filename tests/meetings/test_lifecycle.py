"""The table of states, exhaustively: every state × step × role, allowed and refused."""

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from apps.branches.choices import Post
from apps.branches.models import Person
from apps.core.lifecycle import StepRefused, advance
from apps.core.models import StatusChange
from apps.meetings.choices import MeetingStatus
from apps.meetings.lifecycle import MEETING
from apps.meetings.models import Meeting
from apps.meetings.services import log_meeting
from tests import cast
from tests.meetings.conftest import sitting_of, yesterday

ROLES = ("staff", "secretary", "subtree_secretary", "stranger", "leader", "convenor", "nobody")
FILERS = {"secretary", "subtree_secretary"}
REVIEWERS = {"subtree_secretary", "staff"}
MAY = {
    "file": FILERS,
    "withdraw": FILERS,
    "complete": FILERS,
    "discard": FILERS,
    "restore": FILERS,
    "return": REVIEWERS,
    "review": REVIEWERS,
    "archive": {"staff"},
    "supersede": REVIEWERS,
}


@pytest.fixture
def record(city, users, committee) -> Meeting:
    return log_meeting(
        organisation=city.branch, sitting=sitting_of(city.branch), by=users.secretary, file=False
    )


def test_table_names_every_step_of_this_test():
    assert set(MEETING.by_step) == set(MAY)


def attempt(record: Meeting, step: str, user) -> str:
    try:
        return advance(record, step, by=user, note="原因").status
    except PermissionDenied:
        return "forbidden"
    except StepRefused:
        return "refused"


@pytest.mark.parametrize("state", MeetingStatus.values)
def test_every_step_from_every_state_by_every_role(record, users, state):
    for step, transition in MEETING.by_step.items():
        for role in ROLES:
            Meeting.objects.filter(pk=record.pk).update(status=state, filed_at=timezone.now())
            outcome = attempt(record, step, getattr(users, role))
            if state not in transition.sources:
                expected = "refused"
            elif role not in MAY[step]:
                expected = "forbidden"
            elif step == "supersede":
                expected = "refused"  # no reviewed correction stands ready
            else:
                expected = transition.target
            assert outcome == expected, (state, step, role)


@pytest.mark.parametrize("step", [t.step for t in MEETING.transitions if t.note_required])
def test_step_with_a_reason_is_refused_without_one(record, users, step):
    transition = MEETING.by_step[step]
    Meeting.objects.filter(pk=record.pk).update(status=transition.sources[0])
    with pytest.raises(StepRefused):
        advance(record, step, by=users.subtree_secretary, note="  ")
    assert not StatusChange.objects.filter(step=step).exists()


def test_buttons_are_the_open_steps_of_the_reader(record, users):
    advance(record, "file", by=users.secretary)
    record.refresh_from_db()

    def steps(user):
        return [t.step for t in MEETING.open_steps(record, user)]

    assert steps(users.secretary) == ["withdraw"]
    assert steps(users.subtree_secretary) == ["withdraw", "return", "review"]
    assert steps(users.staff) == ["return", "review"]
    assert steps(users.leader) == []


def test_secretary_does_not_review_the_record_of_his_own_committee(city, users):
    own = cast.make_meeting(city.committee, held_on=yesterday())
    below = cast.make_meeting(city.branch, held_on=yesterday())
    assert attempt(own, "review", users.subtree_secretary) == "forbidden"
    assert "review" not in [t.step for t in MEETING.open_steps(own, users.subtree_secretary)]
    assert list(Meeting.objects.visible_to(users.subtree_secretary, "review")) == [below]
    assert attempt(own, "review", users.staff) == MeetingStatus.REVIEWED
    assert attempt(below, "review", users.subtree_secretary) == MeetingStatus.REVIEWED


def test_higher_post_does_not_open_the_record_of_a_branch_that_he_leads_too(city, users):
    cast.appoint(users.subtree_secretary.person, city.branch, Post.DEPUTY_SECRETARY)
    led = cast.make_meeting(city.branch, held_on=yesterday())
    other = cast.make_meeting(city.sibling, held_on=yesterday())
    assert attempt(led, "review", users.subtree_secretary) == "forbidden"
    assert attempt(other, "review", users.subtree_secretary) == MeetingStatus.REVIEWED


def test_staff_review_everything_whatever_they_lead(city, users):
    person = cast.make_person("兼职书记")
    Person.objects.filter(pk=person.pk).update(user=users.staff)
    cast.appoint(person, city.committee, Post.DEPUTY_SECRETARY)
    own = cast.make_meeting(city.committee, held_on=yesterday())
    assert attempt(own, "review", users.staff) == MeetingStatus.REVIEWED


def test_superseding_has_no_button(record, users):
    Meeting.objects.filter(pk=record.pk).update(status=MeetingStatus.REVIEWED)
    record.refresh_from_db()
    assert "supersede" not in [t.step for t in MEETING.open_steps(record, users.staff)]
