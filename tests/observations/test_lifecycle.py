"""Each state × step × role; what a guard refuses with its cure; problems go into the loop."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from apps.core.lifecycle import StepRefused, advance, lifecycle_of, take_by_hand
from apps.core.versions import StaleVersion
from apps.inspections.models import Issue
from apps.notices.models import Notice
from apps.observations.choices import Grade, ObservationStatus
from apps.observations.models import Observation
from apps.observations.services import ItemAnswer, return_form
from tests import cast
from tests.observations.conftest import entry_of

Status = ObservationStatus
SENT = {"staff", "observer"}
MAY = {
    **dict.fromkeys(("notify", "postpone", "send_back", "feed_back", "call_off"), {"staff"}),
    **dict.fromkeys(("hear", "return"), SENT),
}
FROM = {
    "notify": {Status.PLANNED},
    "postpone": {Status.NOTIFIED},
    "hear": {Status.NOTIFIED},
    "return": {Status.HELD},
    "send_back": {Status.RETURNED},
    "feed_back": {Status.RETURNED},
    "call_off": {Status.PLANNED, Status.NOTIFIED},
}


def outcome(obj, step: str, user) -> str:
    """What came of a step; all of it is undone."""
    try:
        with transaction.atomic():
            target = advance(obj, step, by=user, note="说明").status
            transaction.set_rollback(True)
    except StepRefused:
        return "refused"
    except PermissionDenied:
        return "forbidden"
    return target


def test_every_step_from_every_state_by_every_role(study, users):
    observation = study.returned()
    people = users.named() | {"observer": cast.make_user("observer", person=study.people[0])}
    table, wrong = lifecycle_of(observation), []
    assert set(table.by_step) == set(MAY)
    for state in Status.values:
        Observation.objects.filter(pk=observation.pk).update(status=state)
        for step, transition in table.by_step.items():
            for role, user in people.items():
                wanted = "refused"
                if state in FROM[step]:
                    wanted = transition.target if role in MAY[step] else "forbidden"
                if (got := outcome(observation, step, user)) != wanted:
                    wrong.append(f"{state} {step} {role}: {got}, not {wanted}")
    assert not wrong


def test_a_sitting_in_the_future_was_not_heard(study):
    observation = study.observe(on=timezone.localdate() + timedelta(days=3))
    with pytest.raises(StepRefused, match="还没有到，旁听过以后再记"):
        advance(observation, "hear", by=None)
    with pytest.raises(StepRefused, match="还没有到"):
        return_form(
            observation=observation,
            entry=entry_of(observation),
            by=None,
            expected_version=observation.version,
        )
    assert not observation.findings.exists()


def test_unit_is_told_only_of_a_day_and_a_team(study):
    bare = Observation.objects.create(
        cycle=study.cycle,
        group=study.groups[1],
        planned_month=timezone.localdate().replace(day=1),
    )
    with pytest.raises(StepRefused, match="请先填写旁听的学习"):
        advance(bare, "notify", by=None)
    observation = study.observe(told=False)
    observation.observers.all().delete()
    with pytest.raises(StepRefused, match="请先派定旁听组和组长"):
        advance(observation, "notify", by=None)


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (ItemAnswer(), "请给“研讨发言”选一项评价"),
        (ItemAnswer(Grade.YES), "“研讨发言”的评价只能是好、较好、一般、差、没有看到"),
        (ItemAnswer(Grade.POOR), "评为“差”的，请在说明里写明差在哪里"),
        (ItemAnswer(points=5), "“研讨发言”的得分填"),
    ],
)
def test_an_item_that_is_answered_wrongly_is_named(study, answer, words):
    observation = study.observe()
    entry = entry_of(observation)
    item = observation.cycle.form.items.get(name="研讨发言")
    broken = entry_of(observation, answers={**entry.answers, item.pk: answer})
    with pytest.raises(ValidationError, match=words):
        return_form(
            observation=observation, entry=broken, by=None, expected_version=observation.version
        )
    observation.refresh_from_db()
    assert observation.status == Status.NOTIFIED


def test_points_stay_below_the_top_and_may_be_unseen(study):
    observation = study.observe()
    entry, version = entry_of(observation), observation.version
    archive = observation.cycle.form.items.get(name="学习档案")
    for answer in (ItemAnswer(points=11), ItemAnswer(Grade.GOOD)):
        broken = entry_of(observation, answers={**entry.answers, archive.pk: answer})
        with pytest.raises(ValidationError, match="学习档案"):
            return_form(
                observation=Observation.objects.get(),
                entry=broken,
                by=None,
                expected_version=version,
            )
    unseen = {**entry.answers, archive.pk: ItemAnswer(Grade.NONE)}
    returned = return_form(
        observation=Observation.objects.get(),
        entry=entry_of(observation, answers=unseen),
        by=None,
        expected_version=version,
    )
    assert (returned.status, returned.returned_on) == (Status.RETURNED, timezone.localdate())


def test_form_is_handed_in_once_and_an_old_copy_is_told(study):
    observation = study.observe()
    study_version = observation.version
    return_form(
        observation=observation,
        entry=entry_of(observation),
        by=None,
        expected_version=study_version,
    )
    with pytest.raises(StaleVersion):
        return_form(
            observation=Observation.objects.get(),
            entry=entry_of(observation),
            by=None,
            expected_version=study_version,
        )


def test_more_present_than_expected_is_refused(study, city):
    cast.appoint(cast.make_person(), city.committee)
    observation = study.observe()
    with pytest.raises(ValidationError, match="实到 9 人多于应到 1 人"):
        return_form(
            observation=observation,
            entry=entry_of(observation, present_count=9),
            by=None,
            expected_version=observation.version,
        )


def test_problems_go_into_the_loop_with_the_feedback(study, users, city):
    observation = study.returned(problems=("没有年度计划", "课题没有报告"), present_count=None)
    assert not Issue.objects.exists()
    fed_back = advance(observation, "feed_back", by=users.staff)
    issues = list(Issue.objects.order_by("pk"))
    assert [issue.text for issue in issues] == ["没有年度计划", "课题没有报告"]
    assert {issue.source for issue in issues} == {"observation"}
    assert {issue.organisation for issue in issues} == {city.committee}
    assert {issue.observation_uuid for issue in issues} == {fed_back.uuid}
    assert {problem.issue for problem in fed_back.problems.all()} == set(issues)
    said = Notice.objects.filter(user=users.subtree_secretary).values_list("text", flat=True)
    assert any("有 2 个问题请整改" in text for text in said)


def test_form_that_is_sent_back_is_told_and_comes_again(study, users):
    user = cast.make_user("observer", person=study.people[0])
    observation = study.returned()
    back = advance(observation, "send_back", by=users.staff, note="缺课题情况")
    assert (back.status, back.returned_on) == (Status.HELD, None)
    assert "原因：缺课题情况" in Notice.objects.filter(user=user).latest("pk").text
    again = return_form(
        observation=back,
        entry=entry_of(back, problems=()),
        by=user,
        expected_version=back.version,
    )
    assert (again.status, again.returned_by, again.problems.count()) == (Status.RETURNED, user, 0)


def test_lateness_follows_from_the_days(study):
    observation, today = study.observe(), timezone.localdate()
    assert observation.is_notice_late  # told on the very day
    assert not observation.is_form_late(today)
    late = observation.form_due_on + timedelta(days=1)
    assert observation.is_form_late(late)
    rows = Observation.objects
    assert not rows.form_overdue(today).exists()
    assert rows.form_overdue(late).get() == observation
    return_form(
        observation=observation,
        entry=entry_of(observation),
        by=None,
        expected_version=observation.version,
    )
    assert not rows.form_overdue(late).exists()


def test_handing_in_is_no_button(study):
    with pytest.raises(StepRefused, match="不能单独操作"):
        take_by_hand(study.observe(), "return", by=None)
