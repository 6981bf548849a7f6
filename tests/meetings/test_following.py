"""上次决议落实: asked at the next meeting until it is closed, and counted once."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from apps.core.lifecycle import advance
from apps.meetings.choices import FollowUpOutcome
from apps.meetings.following import to_follow
from apps.meetings.models import FollowUp, Meeting, Resolution
from apps.meetings.services import (
    correct_meeting,
    log_meeting,
    update_meeting,
    withdraw_meeting,
)
from apps.meetings.sitting import Decision, FollowUpEntry
from tests.meetings.conftest import form_values, sitting_of, yesterday

CREATE = reverse("meetings:meeting_create")


@pytest.fixture
def resolved(city, users, committee) -> Resolution:
    """A resolution with an owner and a day, of a committee meeting last week."""
    meeting = log_meeting(
        organisation=city.branch,
        sitting=sitting_of(
            city.branch,
            on=yesterday() - timedelta(days=7),
            decisions=(Decision("走访老党员", owner=committee[1], due_on=yesterday()),),
        ),
        by=users.secretary,
    )
    return meeting.resolutions.get()


def log_next(city, users, *entries: FollowUpEntry, **given) -> Meeting:
    return log_meeting(
        organisation=city.branch,
        sitting=sitting_of(city.branch, follow_ups=entries, **given),
        by=users.secretary,
    )


def open_ones(city) -> list[str]:
    return [r.text for r in to_follow(city.branch, on=timezone.localdate())]


def told(resolved, outcome=FollowUpOutcome.DONE, words="") -> FollowUpEntry:
    return FollowUpEntry(resolved.key, resolved.text, outcome, words)


@pytest.mark.parametrize(
    ("outcome", "left"),
    [
        (FollowUpOutcome.DONE, []),
        (FollowUpOutcome.DROPPED, []),
        (FollowUpOutcome.ONGOING, ["走访老党员"]),
    ],
)
def test_resolution_is_asked_until_it_is_closed(city, users, resolved, outcome, left):
    assert open_ones(city) == ["走访老党员"]
    log_next(city, users, told(resolved, outcome, "原因"))
    assert open_ones(city) == left


def test_resolution_of_another_body_is_not_asked(city, resolved):
    assert to_follow(city.sibling, on=timezone.localdate()) == []


def test_words_without_owner_and_day_are_not_asked(city, users, committee):
    log_next(city, users, decisions=(Decision("大家继续学习"),))
    assert open_ones(city) == []


def test_draft_does_not_close_a_resolution(city, users, resolved):
    log_meeting(
        organisation=city.branch,
        sitting=sitting_of(city.branch, follow_ups=(told(resolved),)),
        by=users.secretary,
        file=False,
    )
    assert open_ones(city) == ["走访老党员"]


def test_follow_up_survives_a_rewriting_of_both_records(city, users, resolved):
    later = log_next(city, users, told(resolved))
    first = withdraw_meeting(meeting=resolved.meeting, by=users.secretary)
    decision = Decision("走访全部老党员", due_on=yesterday(), key=resolved.key)
    sitting = sitting_of(city.branch, on=first.held_on, decisions=(decision,))
    update_meeting(
        meeting=first,
        sitting=sitting,
        expected_version=first.version,
        by=users.secretary,
        file=True,
    )
    assert Resolution.objects.get().key == resolved.key
    assert open_ones(city) == []
    draft = withdraw_meeting(meeting=later, by=users.secretary)
    assert open_ones(city) == ["走访全部老党员"]
    assert [r.key for r in to_follow(city.branch, on=draft.held_on, meeting=draft)] == [
        resolved.key
    ]


def test_key_of_another_record_is_not_claimed(city, users, resolved):
    other = log_next(city, users)
    draft = withdraw_meeting(meeting=other, by=users.secretary)
    stolen = Decision("别处的决议", due_on=yesterday(), key=resolved.key)
    update_meeting(
        meeting=draft,
        sitting=sitting_of(city.branch, decisions=(stolen,)),
        expected_version=draft.version,
        by=users.secretary,
    )
    assert draft.resolutions.get().key != resolved.key


def test_corrected_record_counts_its_resolution_once(city, users, resolved):
    original = advance(resolved.meeting, "review", by=users.staff)
    correction = correct_meeting(original=original, reason="写错地点", by=users.secretary)
    advance(correction, "file", by=users.secretary)
    assert open_ones(city) == ["走访老党员"]
    advance(correction, "review", by=users.staff)
    assert open_ones(city) == ["走访老党员"]
    log_next(city, users, told(resolved))
    assert open_ones(city) == []


def test_old_resolution_is_not_asked_for_ever(city, users, resolved, settings):
    settings.RESOLUTION_FOLLOWED_DAYS = 3
    assert open_ones(city) == []


def test_form_asks_and_stores_the_answer(city, users, as_user, resolved):
    client = as_user(users.secretary)
    page = client.get(CREATE, {"organisation": city.branch.uuid, "kind": "committee_meeting"})
    assert "走访老党员" in page.content.decode()
    answer = client.post(CREATE, form_values(city.branch, **{f"followed-{resolved.key}": "done"}))
    assert answer.status_code == 302
    row = FollowUp.objects.get()
    assert (row.key, row.text, row.outcome) == (resolved.key, "走访老党员", "done")
    record = client.get(row.meeting.get_absolute_url()).content.decode()
    assert "走访老党员：已落实" in record


def test_dropping_needs_a_reason(city, users, as_user, resolved):
    values = form_values(city.branch, **{f"followed-{resolved.key}": "dropped"})
    page = as_user(users.secretary).post(CREATE, values)
    assert page.status_code == 422
    assert page.content.decode().count("选了“不再办”的决议，请写明原因") == 2


def test_theme_day_is_not_asked(city, users, as_user, resolved):
    asked = {"organisation": city.branch.uuid, "kind": "theme_day"}
    assert "走访老党员" not in as_user(users.secretary).get(CREATE, asked).content.decode()


def test_edited_form_shows_what_was_said(city, users, as_user, resolved):
    later = log_next(city, users, told(resolved, FollowUpOutcome.ONGOING, "走访了两户"))
    withdraw_meeting(meeting=later, by=users.secretary)
    page = as_user(users.secretary).get(reverse("meetings:meeting_update", args=[later.uuid]))
    form = page.context["form"]
    assert form[f"followed-{resolved.key}"].value() == "ongoing"
    assert form[f"followed-words-{resolved.key}"].value() == "走访了两户"
