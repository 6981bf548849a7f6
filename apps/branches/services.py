"""Verbs on units, organisations, posts and memberships; each keeps what was true before."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import connection, transaction

from apps.branches.choices import OrganisationKind
from apps.branches.models import Organisation, Placement, Unit


def next_key(model) -> int:
    """Draw the next primary key of a model, for rows whose path must contain it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence(%s, 'id'))", [model._meta.db_table])
        return cursor.fetchone()[0]


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
    key = next_key(Organisation)
    organisation = Organisation(
        pk=key,
        code=code,
        name=name,
        kind=kind,
        parent=parent,
        unit=unit,
        founded_on=founded_on,
        path=f"{parent.path if parent else ''}{key}/",
    )
    organisation.full_clean(exclude=["path"])
    organisation.save(force_insert=True)
    _begin_placement(organisation, on=founded_on, reason="成立")
    return organisation


@transaction.atomic
def move_organisation(
    *, organisation: Organisation, parent: Organisation, on: date, reason: str = ""
) -> Organisation:
    """Hang an organisation with all below it under another one from `on` on."""
    if parent.path.startswith(organisation.path):
        raise ValidationError(f"“{parent}”是“{organisation}”的下级，不能作为它的上级")
    old_path = organisation.path
    organisation.parent = parent
    organisation.path = f"{parent.path}{organisation.pk}/"
    organisation.version += 1
    organisation.save(update_fields=["parent", "path", "version", "updated_at"])
    _repath_below(old_path, organisation.path)
    _turn_placement(organisation, on=on, reason=reason)
    return organisation


@transaction.atomic
def rename_organisation(
    *, organisation: Organisation, name: str, on: date, reason: str = ""
) -> Organisation:
    organisation.name = name
    organisation.version += 1
    organisation.full_clean(exclude=["path"])
    organisation.save(update_fields=["name", "version", "updated_at"])
    _turn_placement(organisation, on=on, reason=reason)
    return organisation


def _repath_below(old: str, new: str) -> None:
    below = Organisation.objects.filter(path__startswith=old).exclude(path=new)
    moved = list(below)
    for organisation in moved:
        organisation.path = new + organisation.path.removeprefix(old)
    Organisation.objects.bulk_update(moved, ["path"])


def _turn_placement(organisation: Organisation, *, on: date, reason: str) -> None:
    """End the placement that holds and begin the next; one begun the same day is replaced."""
    current = organisation.placements.select_for_update().get(valid_to=None)
    if on < current.valid_from:
        raise ValidationError(f"变动日期不能早于上一次变动（{current.valid_from}）")
    if on == current.valid_from:
        _describe(current, organisation, reason=reason).save()
        return
    current.valid_to = on
    current.save(update_fields=["valid_to", "updated_at"])
    _begin_placement(organisation, on=on, reason=reason)


def _begin_placement(organisation: Organisation, *, on: date, reason: str) -> None:
    placement = Placement(organisation=organisation, valid_from=on)
    _describe(placement, organisation, reason=reason).save()


def _describe(placement: Placement, organisation: Organisation, *, reason: str) -> Placement:
    placement.name, placement.kind = organisation.name, organisation.kind
    placement.parent, placement.unit = organisation.parent, organisation.unit
    placement.reason = reason
    return placement
