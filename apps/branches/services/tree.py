"""Keys and paths of the one tree of organisations."""

from collections.abc import Mapping
from typing import cast

from django.core.exceptions import ValidationError
from django.db import connection

from apps.branches.models import Organisation

# Any number that no other advisory lock of the portal uses.
TREE_LOCK = 783


def lock_tree() -> None:
    """Let one transaction at a time change the tree: a child founded during a move would
    otherwise keep the old path of its parent."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [TREE_LOCK])


def next_keys(model, count: int) -> list[int]:
    """Draw primary keys of a model, for rows whose path must contain them."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
            [model._meta.db_table, count],
        )
        return [key for (key,) in cursor.fetchall()]


def repath(organisations: list[Organisation]) -> list[Organisation]:
    """Set every path from the parents and return those that changed; a loop is refused."""
    by_pk = {o.pk: o for o in organisations}
    changed = []
    for organisation in organisations:
        path = _path_of(organisation, by_pk)
        if path != organisation.path:
            organisation.path = path
            changed.append(organisation)
    return changed


def _path_of(organisation: Organisation, by_pk: Mapping[int, Organisation]) -> str:
    keys: list[int] = []
    key: int | None = organisation.pk
    while key is not None:
        if key in keys:
            parent = by_pk[cast(int, organisation.parent_id)]
            raise ValidationError(f"“{parent}”是“{organisation}”的下级，不能作为它的上级")
        keys.append(key)
        key = by_pk[key].parent_id
    return "".join(f"{key}/" for key in reversed(keys))
