"""组织关系: in one branch at a time; every change begins a new row on its day."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from apps.branches.choices import MembershipKind
from apps.branches.models import Membership, Organisation, Person


@transaction.atomic
def admit_member(
    *,
    person: Person,
    organisation: Organisation,
    on: date,
    kind: MembershipKind = MembershipKind.FULL,
    subgroup: Organisation | None = None,
) -> Membership:
    """Register the membership of somebody who has none in the city."""
    held = _held(person)
    if held:
        raise ValidationError(f"{person}的组织关系在“{held.organisation}”，请用“转接组织关系”")
    membership = Membership(
        person=person, organisation=organisation, kind=kind, subgroup=subgroup, valid_from=on
    )
    return _checked(membership)


@transaction.atomic
def transfer_membership(
    *, person: Person, organisation: Organisation, on: date, subgroup: Organisation | None = None
) -> Membership:
    """Move a member to another branch; kind and vote go with him."""
    held = _required(person)
    if held.organisation_id == organisation.pk:
        raise ValidationError(f"{person}的组织关系已经在“{organisation}”，不必转接")
    return _turned(held, on=on, organisation=organisation, subgroup=subgroup)


@transaction.atomic
def confirm_full_member(*, person: Person, on: date) -> Membership:
    """转正: a probationary member becomes a full one."""
    held = _required(person)
    if held.kind == MembershipKind.FULL:
        raise ValidationError(f"{person}自 {held.valid_from} 起已是正式党员")
    return _turned(held, on=on, kind=MembershipKind.FULL)


@transaction.atomic
def assign_subgroup(*, person: Person, subgroup: Organisation | None, on: date) -> Membership:
    return _turned(_required(person), on=on, subgroup=subgroup)


@transaction.atomic
def suspend_vote(*, person: Person, is_suspended: bool, on: date) -> Membership:
    """留党察看 begins or ends (R-VOTE-05)."""
    return _turned(_required(person), on=on, is_vote_suspended=is_suspended)


@transaction.atomic
def end_membership(*, person: Person, on: date) -> Membership:
    """The member leaves the city's organs: `on` is the first day without membership."""
    held = _required(person)
    if on <= held.valid_from:
        raise ValidationError(f"转出日期须晚于转入日期（{held.valid_from}）")
    _end(held, on)
    return held


def _held(person: Person) -> Membership | None:
    # The person's row is the lock: two transfers at once queue here.
    Person.objects.select_for_update().get(pk=person.pk)
    return person.memberships.filter(valid_to=None).select_related("organisation").first()


def _required(person: Person) -> Membership:
    held = _held(person)
    if held is None:
        raise ValidationError(f"{person}还没有组织关系，请先登记")
    return held


def _turned(held: Membership, *, on: date, **values) -> Membership:
    """End the row that holds and begin the next; one begun the same day is replaced."""
    if on < held.valid_from:
        raise ValidationError(f"日期不能早于现有组织关系的起始日期（{held.valid_from}）")
    if on == held.valid_from:
        return _checked(_described(held, values))
    fresh = Membership(person=held.person, valid_from=on)
    for field in ("organisation", "subgroup", "kind", "is_vote_suspended"):
        setattr(fresh, field, getattr(held, field))
    _end(held, on)
    return _checked(_described(fresh, values))


def _described(membership: Membership, values: dict) -> Membership:
    for field, value in values.items():
        setattr(membership, field, value)
    return membership


def _end(held: Membership, on: date) -> None:
    held.valid_to = on
    held.version += 1
    held.save(update_fields=["valid_to", "version", "updated_at"])


def _checked(membership: Membership) -> Membership:
    check_membership(membership)
    membership.full_clean()
    if membership.pk:
        membership.version += 1
    membership.save()
    return membership


def check_membership(membership: Membership) -> None:
    """Members belong to branches; a subgroup must be one of the same branch."""
    organisation, subgroup = membership.organisation, membership.subgroup
    if not organisation.is_branch:
        raise ValidationError(
            f"“{organisation}”是{organisation.get_kind_display()}，组织关系只能落在党支部"
        )
    if organisation.dissolved_on:
        raise ValidationError(
            f"“{organisation}”已于 {organisation.dissolved_on} 撤销，请另选党支部"
        )
    if subgroup and subgroup.parent_id != organisation.pk:
        raise ValidationError(f"“{subgroup}”不是“{organisation}”的党小组，请重新选择")
