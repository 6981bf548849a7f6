"""`advance` on a real table of steps, and every registered table read row by row."""

import itertools
from datetime import date

import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from apps.branches.choices import Role
from apps.branches.scope import permissions_of
from apps.core.lifecycle import (
    Lifecycle,
    StepRefused,
    Transition,
    advance,
    begin,
    history_of,
    lifecycle_of,
    registered,
)
from apps.core.models import StatusChange
from apps.meetings.choices import MeetingStatus as Status
from apps.meetings.models import Meeting
from tests import cast
from tests.core.test_idempotency import in_threads

HELD_ON = date(2026, 3, 2)
# A lifecycle's table is read by steps; this is every (lifecycle, step) there is.
STEPS = [(table, t) for table in registered().values() for t in table.transitions]
ids = [f"{table.model_label}:{t.step}" for table, t in STEPS]


@pytest.fixture
def filed(city) -> Meeting:
    return cast.make_meeting(city.branch, held_on=HELD_ON)


@pytest.fixture
def draft(city) -> Meeting:
    return cast.make_meeting(city.branch, held_on=HELD_ON, status=Status.DRAFT)


def stored(meeting: Meeting) -> str:
    return Meeting.objects.get(pk=meeting.pk).status


def test_step_changes_state_stamp_and_version_and_writes_the_change(users, draft):
    moved = advance(draft, "file", by=users.secretary, note="请审核")
    assert (moved.status, stored(draft)) == (Status.FILED, Status.FILED)
    assert moved.version == draft.version + 1
    assert moved.filed_at > draft.filed_at
    change = history_of(draft).get()
    assert (change.step, change.source, change.target) == ("file", Status.DRAFT, Status.FILED)
    assert (change.by, change.note) == (users.secretary, "请审核")


def test_unknown_step_is_refused(users, draft):
    with pytest.raises(StepRefused, match="没有"):
        advance(draft, "fly", by=users.secretary)


def test_step_from_a_wrong_state_is_refused_with_the_state_in_words(users, draft):
    with pytest.raises(StepRefused, match="草稿"):
        advance(draft, "withdraw", by=users.secretary)


def test_state_in_the_database_counts_not_the_one_in_hand(users, filed):
    in_hand = Meeting.objects.get(pk=filed.pk)
    advance(filed, "review", by=users.staff)
    with pytest.raises(StepRefused, match="已审核"):
        advance(in_hand, "review", by=users.staff)


@pytest.mark.parametrize("name", ["stranger", "convenor", "leader", "system_admin", "nobody"])
def test_step_without_the_right_is_refused(users, filed, name):
    with pytest.raises(PermissionDenied, match="审核通过"):
        advance(filed, "review", by=getattr(users, name))
    assert stored(filed) == Status.FILED


def test_secretary_does_not_review_his_own_record(users, filed):
    with pytest.raises(PermissionDenied):
        advance(filed, "review", by=users.secretary)


def test_step_with_a_missing_field_names_it(users, draft):
    Meeting.objects.filter(pk=draft.pk).update(place="")
    with pytest.raises(StepRefused, match="地点"):
        advance(draft, "file", by=users.secretary)
    assert stored(draft) == Status.DRAFT


def unsaved(meeting: Meeting, **changed) -> Meeting:
    """A further record like `meeting`, not stored yet."""
    copied = ("organisation", "kind", "title", "started_at", "ended_at", "held_on", "place")
    values = {name: getattr(meeting, name) for name in (*copied, "chair", "recorder")}
    return Meeting(**(values | changed))


def test_new_objects_begin_in_their_state_with_their_changes(
    users, draft, django_assert_num_queries
):
    new = [unsaved(draft), unsaved(draft)]
    with django_assert_num_queries(3):  # the roles of the user, the objects, their changes
        begun = begin(new, "file", by=users.secretary, note="\u200b补录")
    assert [stored(meeting) for meeting in begun] == [Status.FILED, Status.FILED]
    for meeting in begun:
        assert meeting.filed_at
        change = history_of(meeting).get()
        assert (change.source, change.target) == (Status.DRAFT, Status.FILED)
        assert (change.by, change.note) == (users.secretary, "补录")


def test_nothing_begins_without_right_or_field(users, draft):
    with pytest.raises(PermissionDenied):
        begin([unsaved(draft)], "file", by=users.stranger)
    with pytest.raises(StepRefused, match="地点"):
        begin([unsaved(draft), unsaved(draft, place="")], "file", by=users.secretary)
    with pytest.raises(StepRefused, match="草稿"):
        begin([unsaved(draft)], "review", by=users.staff)
    assert begin([], "file", by=users.secretary) == []
    assert Meeting.objects.get() == draft


@pytest.mark.parametrize("note", ["", "  ", "\u200b", "\u3000\n"])
def test_step_that_needs_a_note_does_not_take_blanks(users, filed, note):
    with pytest.raises(StepRefused, match="原因"):
        advance(filed, "return", by=users.staff, note=note)


def test_note_is_cleaned_like_every_text(users, filed):
    advance(filed, "return", by=users.staff, note="\u200b请补\r\n会议\u202e记录 ")
    assert history_of(filed).get().note == "请补\n会议记录"


def test_refused_step_leaves_no_trace(users, filed):
    for step, by in (("fly", users.staff), ("return", users.staff), ("review", users.nobody)):
        with pytest.raises((StepRefused, PermissionDenied)):
            advance(filed, step, by=by)
    assert not StatusChange.objects.exists()
    assert Meeting.objects.get(pk=filed.pk).version == filed.version


def test_step_of_a_failed_transaction_is_undone(users, filed):
    with transaction.atomic():
        advance(filed, "review", by=users.staff)
        transaction.set_rollback(True)
    assert stored(filed) == Status.FILED
    assert not StatusChange.objects.exists()


def test_buttons_are_the_steps_that_are_open_to_the_reader(users, filed):
    filed.filed_at = timezone.now()
    steps = lifecycle_of(filed).open_steps
    assert [t.step for t in steps(filed, users.secretary)] == ["withdraw"]
    assert {t.step for t in steps(filed, users.staff)} == {"return", "review"}
    assert steps(filed, users.leader) == []


@pytest.mark.django_db(transaction=True)
def test_of_ten_parallel_steps_one_is_taken(users, filed):
    def review() -> bool:
        try:
            advance(filed, "review", by=type(users.staff).objects.get(pk=users.staff.pk))
        except StepRefused:
            return False
        return True

    assert sum(in_threads(10, review)) == 1
    assert StatusChange.objects.count() == 1


def test_step_stands_once_in_a_table():
    step = Transition("go", "走", ("a",), "b", "x.y")
    with pytest.raises(ValueError, match="twice"):
        Lifecycle("x.Y", (step, step))


def allowed_somewhere() -> set[str]:
    return set().union(*(permissions_of(role) for role in Role))


@pytest.mark.parametrize(("table", "transition"), STEPS, ids=ids)
def test_step_names_real_states_fields_and_rights(table, transition):
    model = apps.get_model(table.model_label)
    states = set(dict(model._meta.get_field("status").choices))
    fields = {field.name for field in model._meta.get_fields()}
    assert {*transition.sources, transition.target} <= states
    assert set(transition.required) <= fields
    assert not transition.stamp or transition.stamp in fields
    assert transition.permission in allowed_somewhere(), "nobody may ever take this step"


@pytest.mark.parametrize("table", registered().values(), ids=list(registered()))
def test_every_state_can_be_reached(table):
    model = apps.get_model(table.model_label)
    field = model._meta.get_field("status")
    reached = {field.get_default()}
    for _ in table.transitions:
        reached |= {t.target for t in table.transitions if reached & set(t.sources)}
    assert reached == set(dict(field.choices))


@pytest.mark.parametrize("table", registered().values(), ids=list(registered()))
def test_status_has_no_other_writer(table):
    model = apps.get_model(table.model_label)
    assert not model._meta.get_field("status").editable


MEETING_STEPS = [t.step for t in registered()["meetings.Meeting"].transitions]


@pytest.mark.parametrize(("status", "step"), list(itertools.product(Status.values, MEETING_STEPS)))
def test_meeting_takes_a_step_only_from_its_states(city, users, status, step):
    meeting = cast.make_meeting(city.branch, held_on=HELD_ON, status=Status(status))
    transition = lifecycle_of(meeting).by_step[step]
    by = next(u for u in users.named().values() if u.has_perm(transition.permission, meeting))
    if status not in transition.sources:
        with pytest.raises(StepRefused):
            advance(meeting, step, by=by, note="原因")
        assert stored(meeting) == status
    elif not transition.guard:  # what a guard says besides the table, its own tests ask
        assert advance(meeting, step, by=by, note="原因").status == transition.target
