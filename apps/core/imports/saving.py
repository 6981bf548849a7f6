"""Writing many rows in one statement."""

from collections.abc import Sequence
from typing import Any

from django.db import connection, models

from apps.core.pinyin import derived


def update_rows(objects: Sequence[models.Model], fields: Sequence[str]) -> None:
    """Write `fields` of all objects in one statement; bulk_update's CASE grows with its square.

    The pinyin of a name is written with it.
    """
    if not objects:
        return
    meta: Any = objects[0]._meta
    keys = derived(meta.model, fields)
    for field in keys:
        for obj in objects:
            field.pre_save(obj, add=False)
    columns = [meta.pk, *(meta.get_field(name) for name in fields), *keys]
    quote = connection.ops.quote_name
    aliases = [f"c{i}" for i in range(len(columns))]
    assignments = ", ".join(
        f"{quote(c.column)} = v.{a}" for c, a in zip(columns[1:], aliases[1:], strict=True)
    )
    arrays = ", ".join(f"%s::{_type_of(c)}[]" for c in columns)
    values = [
        [c.get_db_prep_save(getattr(o, c.attname), connection) for o in objects] for c in columns
    ]
    # Names come from the model alone, values are parameters.
    statement = (
        f"UPDATE {quote(meta.db_table)} AS t SET {assignments} "  # noqa: S608
        f"FROM unnest({arrays}) AS v({', '.join(aliases)}) WHERE t.{quote(meta.pk.column)} = v.c0"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def _type_of(field: Any) -> str:
    target = field.target_field if field.is_relation else field
    return target.rel_db_type(connection) or target.db_type(connection)
