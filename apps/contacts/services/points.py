"""A contact point begins, ends, and makes way for another one."""

from collections.abc import Iterable
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from apps.branches.models import Membership, Organisation, Person
from apps.contacts.models import ContactPoint


@transaction.atomic
def establish(
    *, person: Person, organisation: Organisation, since: date, until: date | None = None
) -> ContactPoint:
    """A leader takes a contact branch from `since` on; `until` is for what is over already."""
    # The person's row is the lock: his membership may be on its way to that very branch.
    Person.objects.select_for_update().get(pk=person.pk)
    point = ContactPoint(person=person, organisation=organisation, valid_from=since, valid_to=until)
    memberships = person.memberships.select_related("organisation")
    problem = problem_of(point, memberships, person.contact_points.all())
    if problem:
        raise ValidationError({"organisation": problem})
    point.full_clean()
    point.save()
    return point


@transaction.atomic
def end_point(*, point: ContactPoint, on: date) -> ContactPoint:
    """The point is held up to but not including `on`."""
    stored = ContactPoint.objects.select_for_update(of=("self",)).get(pk=point.pk)
    if stored.valid_to is not None:
        raise ValidationError(f"“{stored}”已于 {stored.valid_to} 结束")
    if on <= stored.valid_from:
        raise ValidationError({"on": f"结束日期须晚于建立日期（{stored.valid_from}）"})
    stored.valid_to = on
    stored.version += 1
    stored.save(update_fields=["valid_to", "version", "updated_at"])
    return stored


@transaction.atomic
def choose_another(*, point: ContactPoint, organisation: Organisation, on: date) -> ContactPoint:
    """另选联系点: the old one ends on the day on which the new one begins."""
    end_point(point=point, on=on)
    return establish(person=point.person, organisation=organisation, since=on)


def problem_of(
    point: ContactPoint, memberships: Iterable[Membership], held: Iterable[ContactPoint]
) -> str:
    """Why the point cannot be, or ""; `memberships` and `held` are those of its person."""
    return (
        _problem_of_branch(point)
        or _problem_of_membership(point, memberships)
        or _problem_of_repeat(point, held)
    )


def _problem_of_branch(point: ContactPoint) -> str:
    branch = point.organisation
    if not branch.is_branch:
        return f"“{branch}”是{branch.get_kind_display()}，联系点只能选党支部"
    if branch.dissolved_on and (point.valid_to is None or point.valid_to > branch.dissolved_on):
        return f"“{branch}”已于 {branch.dissolved_on} 撤销，请另选一个支部"
    return ""


def _problem_of_membership(point: ContactPoint, memberships: Iterable[Membership]) -> str:
    """R-CP-02, for every day of the point."""
    for own in memberships:
        is_inside = own.organisation.path.startswith(point.organisation.path)
        if is_inside and _share_a_day(own, point):
            since = f"自 {own.valid_from} 起" if own.valid_from > point.valid_from else ""
            return f"{point.person}的组织关系{since}就在“{own.organisation}”，请另选一个支部"
    return ""


def _problem_of_repeat(point: ContactPoint, held: Iterable[ContactPoint]) -> str:
    for other in held:
        if other.organisation_id == point.organisation_id and _share_a_day(other, point):
            return (
                f"{point.person}自 {other.valid_from} 起已联系“{point.organisation}”，不必重复登记"
            )
    return ""


def _share_a_day(one: Membership | ContactPoint, other: ContactPoint) -> bool:
    begins_in_time = other.valid_to is None or one.valid_from < other.valid_to
    return begins_in_time and (one.valid_to is None or one.valid_to > other.valid_from)
