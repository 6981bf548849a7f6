"""Founding, changing and dissolving organisations; what stood before stays in Placement."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import cast

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from apps.branches.choices import OrganisationKind
from apps.branches.models import Membership, Organisation, Placement, Unit
from apps.branches.services.tree import lock_tree, next_keys, repath
from apps.core.imports import update_rows

PLACED = ("name", "kind", "parent", "unit")


@transaction.atomic
def found_organisation(
    *,
    code: str,
    name: str,
    kind: OrganisationKind,
    founded_on: date,
    parent: Organisation | None = None,
    unit: Unit | None = None,
) -> Organisation:
    """Set up an organisation under `parent` and begin its history."""
    lock_tree()
    if parent:
        parent.refresh_from_db(fields=["path", "kind", "dissolved_on"])
    organisation = Organisation(
        code=code, name=name, kind=kind, founded_on=founded_on, parent=parent, unit=unit
    )
    organisation.full_clean(exclude=["path"])
    return found_organisations([organisation])[0]


@transaction.atomic
def found_organisations(drafts: Sequence[Organisation]) -> Sequence[Organisation]:
    """Set up unsaved organisations, each after its parent; the caller has checked their fields.

    The number of queries does not depend on how many there are.
    """
    lock_tree()
    for key, draft in zip(next_keys(Organisation, len(drafts)), drafts, strict=True):
        draft.pk = key
        # Assigned again, because the parent may have got its key only in this loop.
        draft.parent = draft.parent
        check_place(draft)
        draft.path = f"{draft.parent.path if draft.parent else ''}{key}/"
    Organisation.objects.bulk_create(drafts)
    Placement.objects.bulk_create(
        describe(Placement(organisation=o, valid_from=o.founded_on), o, reason="成立")
        for o in drafts
    )
    return drafts


def move_organisation(
    *, organisation: Organisation, parent: Organisation, on: date, reason: str = ""
) -> Organisation:
    """Hang an organisation with all below it under another one from `on` on."""
    return _changed(organisation, on=on, reason=reason, parent=parent)


def rename_organisation(
    *, organisation: Organisation, name: str, on: date, reason: str = ""
) -> Organisation:
    return _changed(organisation, on=on, reason=reason, name=name)


def change_kind(
    *, organisation: Organisation, kind: OrganisationKind, on: date, reason: str = ""
) -> Organisation:
    """A branch becomes a general branch, and the like."""
    return _changed(organisation, on=on, reason=reason, kind=kind)


def change_unit(
    *, organisation: Organisation, unit: Unit | None, on: date, reason: str = ""
) -> Organisation:
    return _changed(organisation, on=on, reason=reason, unit=unit)


@transaction.atomic
def _changed(organisation: Organisation, *, on: date, reason: str, **values) -> Organisation:
    for field, value in values.items():
        setattr(organisation, field, value)
    organisation.full_clean(exclude=["path"])
    reorganise([organisation], on={organisation.pk: on}, reason=reason)
    return organisation


@transaction.atomic
def reorganise(
    organisations: Sequence[Organisation], *, on: Mapping[int, date], reason: str = ""
) -> None:
    """Save changed names, kinds, parents and units; `on` holds the day of change of each key.

    The caller has checked the fields. Paths below follow; the number of queries does not
    depend on how many organisations change.
    """
    lock_tree()
    now = timezone.now()
    for organisation in organisations:
        check_place(organisation)
        organisation.version += 1
        organisation.updated_at = now
    _check_children(organisations)
    update_rows(organisations, [*PLACED, "version", "updated_at"])
    _set_paths(organisations)
    _turn_placements(organisations, on=on, reason=reason)


def check_place(organisation: Organisation) -> None:
    """Below a branch stand its subgroups and nothing else."""
    parent = organisation.parent
    if organisation.kind == OrganisationKind.SUBGROUP and not (parent and parent.is_branch):
        raise ValidationError(f"党小组“{organisation}”的上级必须是党支部")
    if organisation.kind != OrganisationKind.SUBGROUP and parent and parent.is_branch:
        raise ValidationError(f"“{parent}”是党支部，下面只能设党小组；请为“{organisation}”另选上级")
    if parent and parent.dissolved_on:
        raise ValidationError(f"“{parent}”已于 {parent.dissolved_on} 撤销，请另选上级党组织")


def _check_children(organisations: Sequence[Organisation]) -> None:
    """A change of kind must suit those that stand below."""
    parents = [o.pk for o in organisations]
    below = Organisation.objects.filter(parent__in=parents, dissolved_on=None)
    kinds = {o.pk: o for o in organisations}
    for child in below.exclude(pk__in=parents):
        child.parent = kinds[cast(int, child.parent_id)]
        check_place(child)


def _set_paths(organisations: Sequence[Organisation]) -> None:
    tree = list(Organisation.objects.only("name", "parent", "path"))
    Organisation.objects.bulk_update(repath(tree), ["path"])
    paths = {o.pk: o.path for o in tree}
    for organisation in organisations:
        organisation.path = paths[organisation.pk]


def _turn_placements(
    organisations: Sequence[Organisation], *, on: Mapping[int, date], reason: str
) -> None:
    """End the placements that hold and begin the next; one begun the same day is replaced."""
    rows = Placement.objects.select_for_update(of=("self",))
    current = {
        p.organisation_id: p for p in rows.filter(organisation__in=organisations, valid_to=None)
    }
    ended, replaced, begun = [], [], []
    for organisation in organisations:
        day = on[organisation.pk]
        placement = _ending(organisation, current.get(organisation.pk), day)
        if day == placement.valid_from:
            replaced.append(describe(placement, organisation, reason=reason or placement.reason))
            continue
        placement.valid_to = day
        ended.append(placement)
        fresh = Placement(organisation=organisation, valid_from=day)
        begun.append(describe(fresh, organisation, reason=reason))
    Placement.objects.bulk_update(ended, ["valid_to"])
    Placement.objects.bulk_update(replaced, [*PLACED, "reason"])
    Placement.objects.bulk_create(begun)


def _ending(organisation: Organisation, current: Placement | None, on: date) -> Placement:
    """The placement that a change on `on` ends."""
    if current is None:
        raise ValidationError(f"“{organisation}”已经撤销，不能再变更")
    if on < current.valid_from:
        raise ValidationError(
            f"“{organisation}”的变动日期不能早于上一次变动（{current.valid_from}）"
        )
    return current


def describe(placement: Placement, organisation: Organisation, *, reason: str) -> Placement:
    """Copy what is true of the organisation now."""
    for field in PLACED:
        setattr(placement, field, getattr(organisation, field))
    placement.reason = reason
    return placement


@transaction.atomic
def dissolve_organisation(
    *, organisation: Organisation, on: date, reason: str = ""
) -> Organisation:
    """End an organisation with its posts and its term; its members and children go first."""
    lock_tree()
    organisation.refresh_from_db()
    _check_empty(organisation, on)
    current = _ending(organisation, organisation.placements.filter(valid_to=None).first(), on)
    current.valid_to = on
    current.reason = "；".join(filter(None, [current.reason, reason and f"撤销：{reason}"]))
    current.full_clean()
    current.save()
    _end_offices(organisation, on)
    organisation.dissolved_on = on
    organisation.version += 1
    organisation.full_clean(exclude=["path"])
    organisation.save(update_fields=["dissolved_on", "version", "updated_at"])
    return organisation


def _end_offices(organisation: Organisation, on: date) -> None:
    next_version = F("version") + 1
    organisation.appointments.filter(valid_to=None, valid_from__lt=on).update(
        valid_to=on, version=next_version
    )
    organisation.terms.filter(closed_on=None).update(closed_on=on, version=next_version)


def _check_empty(organisation: Organisation, on: date) -> None:
    members = Membership.objects.filter(organisation=organisation).ending_after(on)
    names = [m.person.name for m in members.select_related("person")[:5]]
    if names:
        count = members.count()
        raise ValidationError(
            f"“{organisation}”还有 {count} 名党员（{'、'.join(names)}{'等' if count > 5 else ''}），"
            "请先转接组织关系再撤销"
        )
    children = organisation.children.filter(dissolved_on=None)
    below = "、".join(f"“{child}”" for child in children[:5])
    if below:
        raise ValidationError(f"“{organisation}”下面还有{below}，请先撤销或改挂它们")
