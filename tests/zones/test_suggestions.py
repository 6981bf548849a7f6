"""Every suggestion gets an owner, a day and an answer that the one who spoke sees."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from apps.core.lifecycle import StepRefused, advance, lifecycle_of
from apps.notices.models import Notice
from apps.zones.choices import SuggestionStatus as Status
from apps.zones.models import Suggestion
from apps.zones.services import answer_suggestion, assign_suggestion, make_suggestion
from tests import cast


def due():
    return timezone.localdate() + timedelta(days=10)


@pytest.fixture
def suggestion(zone, members) -> Suggestion:
    return make_suggestion(
        zone=zone, unit=members[0].unit, text="多办几次活动", by=members[0].secretary
    )


@pytest.fixture
def assigned(suggestion, users) -> Suggestion:
    done = assign_suggestion(suggestion=suggestion, owner=users.staff, due_on=due(), by=users.staff)
    Notice.objects.all().delete()
    return done


def told() -> list[tuple[str, str]]:
    return sorted(Notice.objects.values_list("user__username", "link"))


def test_written_name_becomes_the_person_of_that_unit(zone, members, city):
    cast.make_person(members[0].person.name)  # of the same name, in no unit
    made = make_suggestion(
        zone=zone, unit=members[0].unit, speaker=members[0].person.name, text="建议", by=None
    )
    assert made.person == members[0].person
    elsewhere = make_suggestion(
        zone=zone, unit=members[1].unit, speaker=members[0].person.name, text="建议", by=None
    )
    assert elsewhere.person is None


def test_name_that_two_people_share_is_not_guessed(city, zone):
    for branch in (city.branch, city.sibling):
        cast.make_member(branch, "同名")
    made = make_suggestion(zone=zone, unit=city.unit, speaker="同名", text="建议", by=None)
    assert made.person is None
    assert made.spoken_by == "市财政局 同名"


def test_owner_and_day_are_told_to_the_owner(suggestion, users):
    done = assign_suggestion(
        suggestion=suggestion, owner=users.leader, due_on=due(), by=users.staff
    )
    assert done.status == Status.ASSIGNED
    assert told() == [("leader", done.get_absolute_url())]


def test_unit_as_owner_is_told_at_its_secretary_and_answers(suggestion, members, users):
    owner = members[1]
    done = assign_suggestion(
        suggestion=suggestion, owner_unit=owner.unit, due_on=due(), by=users.staff
    )
    assert told() == [("市医保局", done.get_absolute_url())]
    assert owner.secretary.has_perm("zones.view_suggestion", done)
    answered = answer_suggestion(suggestion=done, answer="已经安排", by=owner.secretary)
    assert answered.status == Status.ANSWERED


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (lambda u, m: {}, "只填一个"),
        (lambda u, m: {"owner": u.staff, "owner_unit": m[1].unit}, "只填一个"),
        (lambda u, m: {"owner": u.staff, "due_on": None}, "答复期限"),
        (
            lambda u, m: {
                "owner": u.staff,
                "due_on": timezone.localdate() - timedelta(days=1),
            },
            "已经过了",
        ),
    ],
)
def test_owner_and_day_are_asked_for(suggestion, users, members, given, words):
    with pytest.raises(ValidationError, match=words):
        assign_suggestion(
            suggestion=suggestion,
            by=users.staff,
            **{"due_on": due(), **given(users, members)},
        )
    assert Suggestion.objects.get().owner is None


@pytest.mark.parametrize("name", ["convenor", "secretary", "leader"])
def test_committee_alone_assigns(suggestion, users, name):
    with pytest.raises(PermissionDenied):
        assign_suggestion(
            suggestion=suggestion, owner=users.staff, due_on=due(), by=getattr(users, name)
        )


def test_answer_is_told_to_the_unit_that_spoke(assigned, members, users):
    answer_suggestion(suggestion=assigned, answer="已列入计划", by=users.staff)
    assert told() == [("市气象局", assigned.get_absolute_url())]


def test_answer_is_told_to_the_person_that_spoke(zone, members, users):
    person = cast.make_member(members[0].secretary.person.memberships.get().organisation, "李四")
    user = cast.make_user("li", person=person)
    made = make_suggestion(
        zone=zone, unit=members[0].unit, speaker="李四", text="建议", by=users.convenor
    )
    assign_suggestion(suggestion=made, owner=users.staff, due_on=due(), by=users.staff)
    Notice.objects.all().delete()
    answer_suggestion(suggestion=made, answer="好", by=users.staff)
    assert told() == [(user.username, made.get_absolute_url())]


def test_unit_that_spoke_does_not_answer_itself(assigned, members):
    with pytest.raises(PermissionDenied):
        answer_suggestion(suggestion=assigned, answer="好", by=members[0].secretary)
    assert Suggestion.objects.get().answer == ""


def test_answer_is_not_blank(assigned, users):
    with pytest.raises(ValidationError, match="请填写答复"):
        answer_suggestion(suggestion=assigned, answer="\u200b ", by=users.staff)


def test_who_spoke_accepts_or_asks_again(assigned, members, users):
    speaker, other = members[0].secretary, members[1].secretary
    answer_suggestion(suggestion=assigned, answer="已列入计划", by=users.staff)
    for user in (other, users.convenor, users.leader, users.staff):
        with pytest.raises(PermissionDenied):
            advance(assigned, "accept", by=user)
    Notice.objects.all().delete()
    again = advance(assigned, "reopen", by=speaker, note="还没有看到安排")
    assert again.status == Status.COLLECTED
    assert told() == [("staff", assigned.get_absolute_url())]
    assign_suggestion(suggestion=again, owner=users.staff, due_on=due(), by=users.staff)
    answer_suggestion(suggestion=again, answer="下月举办", by=users.staff)
    assert advance(again, "accept", by=speaker).status == Status.ACCEPTED


def test_refusal_needs_a_reason_that_the_speaker_reads(suggestion, users):
    with pytest.raises(StepRefused, match="原因"):
        advance(suggestion, "decline", by=users.staff)
    advance(suggestion, "decline", by=users.staff, note="已有类似安排")
    assert told() == [("市气象局", suggestion.get_absolute_url())]
    assert "已有类似安排" in Notice.objects.get().text


def test_suggestions_are_seen_by_who_spoke_who_answers_and_the_zone(
    suggestion, users, members, other_zone
):
    seen = {
        name
        for name, user in (users.named() | {m.unit.name: m.secretary for m in members}).items()
        if Suggestion.objects.visible_to(user).exists()
    }
    assert seen == {"市气象局", "convenor", "staff", "leader"}


STEPS = [step.step for step in lifecycle_of(Suggestion).transitions]


@pytest.mark.parametrize("status", Status)
@pytest.mark.parametrize("step", STEPS)
def test_suggestion_takes_a_step_only_from_its_states(suggestion, users, members, status, step):
    Suggestion.objects.update(status=status, owner=users.staff, due_on=due(), answer="答复")
    transition = lifecycle_of(suggestion).by_step[step]
    everybody = [*users.named().values(), members[0].secretary]
    by = next(user for user in everybody if user.has_perm(transition.permission, suggestion))
    if status in transition.sources:
        assert advance(suggestion, step, by=by, note="原因").status == transition.target
        return
    with pytest.raises(StepRefused):
        advance(suggestion, step, by=by, note="原因")
    assert Suggestion.objects.get().status == status


def test_owed_are_one_s_own_and_those_of_one_s_unit(assigned, users, members, zone):
    by_unit = Suggestion.objects.create(
        zone=zone,
        unit=members[0].unit,
        text="建议",
        made_on=timezone.localdate(),
        owner_unit=members[1].unit,
        due_on=due(),
        status=Status.ASSIGNED,
    )
    owed = Suggestion.objects.owed_by
    assert [list(owed(user)) for user in (users.staff, members[1].secretary)] == [
        [assigned],
        [by_unit],
    ]
    assert not owed(members[0].secretary).exists()
    assert not owed(users.leader).exists()
