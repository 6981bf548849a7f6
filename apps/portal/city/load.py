"""The database side of a load: triggers off, constraints and indexes of the large tables last.

The history triggers are off while the city is copied in: an invented past has nobody who wrote it,
and one event a row would double the database. History begins with the first real change.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager

from django.apps import apps
from django.conf import settings
from django.db import connection, models

from apps.meetings.models import AgendaItem, Attendance, Meeting, MeetingText

# Building an index once beats three million single insertions into it.
LARGE = (Meeting, AgendaItem, Attendance, MeetingText)
KEPT_TABLES = {"django_migrations", "django_content_type", "auth_permission"}


def run(statement: str, parameters: tuple | None = None) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return cursor.fetchall() if cursor.description else []


def own_tables() -> list[str]:
    """The tables of our own apps, their event tables included."""
    ours = [m for m in apps.get_models() if m.__module__.startswith("apps.")]
    return [m._meta.db_table for m in ours if m._meta.managed and not m._meta.proxy]


def check_now() -> None:
    """A table whose foreign keys still wait for the commit can be neither altered nor emptied."""
    run("SET CONSTRAINTS ALL IMMEDIATE")
    run("SET CONSTRAINTS ALL DEFERRED")


@contextmanager
def triggers_off(tables: list[str]) -> Iterator[None]:
    """Inside a transaction: the triggers that are on now are off, and on again before the commit."""
    check_now()
    triggers = run(
        "SELECT tgrelid::regclass::text, tgname FROM pg_trigger WHERE NOT tgisinternal"
        " AND tgenabled <> 'D' AND tgrelid::regclass::text = ANY(%s)",
        (tables,),
    )
    for table, name in triggers:
        run(f'ALTER TABLE "{table}" DISABLE TRIGGER "{name}"')
    yield
    check_now()
    for table, name in triggers:
        run(f'ALTER TABLE "{table}" ENABLE TRIGGER "{name}"')


def empty_everything() -> None:
    """For --replace: the audit's refusal to be emptied is lifted for this one transaction."""
    names = set(connection.introspection.django_table_names(only_existing=True)) - KEPT_TABLES
    listed = ", ".join(f'"{name}"' for name in sorted(names))
    with triggers_off(["core_auditevent"]):
        run(f"TRUNCATE {listed} RESTART IDENTITY")


@contextmanager
def quiet() -> Iterator[None]:
    """Inside a transaction: no history, no foreign keys nor look-up indexes on the large tables.

    All come back before the commit, and the foreign keys check every row as they do.
    """
    run("SET LOCAL maintenance_work_mem = '256MB'")
    with triggers_off(own_tables()):
        again = [statement for model in LARGE for statement in _strip(model)]
        yield
        for statement in again:
            run(statement)


def _strip(model: type[models.Model]) -> list[str]:
    """Drop what slows the load; return the statements that bring it back."""
    table = model._meta.db_table
    constraints = run(
        "SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint"
        " WHERE conrelid = %s::regclass AND contype = 'f' ORDER BY conname",
        (table,),
    )
    indexes = run(
        "SELECT c.relname, pg_get_indexdef(c.oid) FROM pg_index i JOIN pg_class c"
        " ON c.oid = i.indexrelid WHERE i.indrelid = %s::regclass AND NOT i.indisunique"
        " ORDER BY c.relname",
        (table,),
    )
    for name, _ in constraints:
        run(f'ALTER TABLE "{table}" DROP CONSTRAINT "{name}"')
    for name, _ in indexes:
        run(f'DROP INDEX "{name}"')
    back = [definition for _, definition in indexes]
    return back + [f'ALTER TABLE "{table}" ADD CONSTRAINT "{n}" {d}' for n, d in constraints]


def write_texts() -> None:
    """What the triggers would have kept, had they been on."""
    run("SELECT meetings_refresh_texts(ARRAY(SELECT id FROM meetings_meeting))")


def set_sequences(models_loaded: list[type[models.Model]]) -> None:
    """The next key of each table follows the last one given."""
    for model in models_loaded:
        table = model._meta.db_table
        run(
            f"SELECT setval(pg_get_serial_sequence('\"{table}\"', 'id'),"  # noqa: S608 - own names
            f' (SELECT max(id) FROM "{table}"))'
        )


def analyse() -> None:
    run("ANALYZE")


def is_development() -> bool:
    """Whether the settings are those of a developer's machine or of the tests."""
    module = os.environ.get("DJANGO_SETTINGS_MODULE", "")
    return settings.DEBUG or module.rpartition(".")[2] in ("dev", "test")
