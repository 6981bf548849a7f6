"""Milestones: planned, moved, done or dropped with a reason."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from apps.branches.models import Person
from apps.core.text import clean_text
from apps.core.versions import claim_version
from apps.projects.models import Milestone, SecretaryProject
from apps.projects.services.rights import locked_plan
from apps.projects.telling import tell_of_milestones


@transaction.atomic
def add_milestone(
    *, project: SecretaryProject, name: str, due_on: date, by, owner: Person | None = None
) -> Milestone:
    stored = locked_plan(project, by)
    last = stored.milestones.aggregate(last=Max("order"))["last"] or 0
    milestone = Milestone(project=stored, order=last + 1, name=name, owner=owner, due_on=due_on)
    milestone.full_clean()
    milestone.save(force_insert=True)
    if stored.is_under_way:
        tell_of_milestones([milestone], by)
    return milestone


@transaction.atomic
def update_milestone(
    *,
    milestone: Milestone,
    name: str,
    due_on: date,
    owner: Person | None,
    expected_version: int,
    by,
    reason: str = "",
) -> Milestone:
    """Another day keeps the first one on record; a new owner is told. StaleVersion as elsewhere."""
    stored = _claimed(milestone, expected_version, by)
    is_new_owner = owner != stored.owner
    if due_on != stored.due_on:
        _move(stored, clean_text(reason))
    stored.name, stored.due_on, stored.owner = name, due_on, owner
    _write(stored)
    if is_new_owner and stored.project.is_under_way and stored.is_open:
        tell_of_milestones([stored], by)
    return stored


def _move(milestone: Milestone, reason: str) -> None:
    """While the project is worked on, a day is moved only with a reason that readers see."""
    if milestone.project.is_under_way and not reason:
        raise ValidationError({"reason": f"“{milestone}”改了期限，请写明改期的原因"})
    milestone.first_due_on = milestone.first_due_on or milestone.due_on
    milestone.move_reason = reason


@transaction.atomic
def finish_milestone(
    *, milestone: Milestone, done_on: date, result: str, expected_version: int, by
) -> Milestone:
    stored = _claimed(milestone, expected_version, by)
    if not stored.project.is_under_way:
        raise ValidationError(f"“{stored.project}”还没有启动推进，请先启动，再登记节点完成")
    if stored.dropped_on:
        raise ValidationError({"done_on": f"节点“{stored}”已经取消，请先恢复，再登记完成"})
    if done_on > timezone.localdate():
        raise ValidationError({"done_on": "完成日期不能晚于今天"})
    stored.done_on, stored.result = done_on, result
    return _write(stored)


@transaction.atomic
def drop_milestone(*, milestone: Milestone, reason: str, expected_version: int, by) -> Milestone:
    stored = _claimed(milestone, expected_version, by)
    reason = clean_text(reason)
    if not reason:
        raise ValidationError({"drop_reason": "请写明取消这个节点的原因"})
    if stored.done_on:
        raise ValidationError(f"节点“{stored}”已经完成，不能取消")
    stored.dropped_on, stored.drop_reason = timezone.localdate(), reason
    return _write(stored)


@transaction.atomic
def reopen_milestone(*, milestone: Milestone, expected_version: int, by) -> Milestone:
    """One that was done or dropped by mistake; what it was stays in its history."""
    stored = _claimed(milestone, expected_version, by)
    stored.done_on = stored.dropped_on = None
    stored.drop_reason = ""
    return _write(stored)


def _claimed(milestone: Milestone, expected_version: int, by) -> Milestone:
    project = locked_plan(milestone.project, by)
    claim_version(milestone, expected=expected_version)
    stored = Milestone.objects.select_related("owner__user").get(pk=milestone.pk)
    stored.project, stored.version = project, milestone.version
    return stored


def _write(milestone: Milestone) -> Milestone:
    milestone.full_clean()
    milestone.save()
    return milestone


def keep_first_day(milestone: Milestone, before: date | None) -> None:
    """For rows of the desk: `before` is the day from which one is moved, None for a new one."""
    if before:
        milestone.first_due_on = milestone.first_due_on or before
        milestone.move_reason = ""  # that of an earlier move says nothing of this one
