"""Steps of a migration that share one state: the same tables, and the way back."""

import pytest
from django.db import connection, migrations, models
from django.db.migrations.state import ProjectState

from apps.core.together import Together

pytestmark = pytest.mark.django_db
TABLES = Together(
    migrations.CreateModel("Shelf", [("id", models.BigAutoField(primary_key=True))]),
    migrations.CreateModel("Book", [("id", models.BigAutoField(primary_key=True))]),
)
ADDITIONS = Together(
    migrations.AddField("book", "shelf", models.ForeignKey("together.shelf", models.CASCADE)),
    migrations.AddField("book", "number", models.IntegerField(default=1)),
    migrations.AddConstraint(
        "book", models.UniqueConstraint(fields=["shelf", "number"], name="book_once")
    ),
)


def columns(table: str) -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT column_name FROM information_schema.columns"
                       " WHERE table_name = %s", [table])  # fmt: skip
        return {name for (name,) in cursor.fetchall()}


def constraints(table: str) -> set[str]:
    with connection.cursor() as cursor:
        return set(connection.introspection.get_constraints(cursor, table))


def states(*operations) -> list[ProjectState]:
    found = [ProjectState()]
    for operation in operations:
        after = found[-1].clone()
        operation.state_forwards("together", after)
        found.append(after)
    return found


def test_steps_are_taken_and_taken_back():
    before, between, after = states(TABLES, ADDITIONS)
    with connection.schema_editor() as editor:
        TABLES.database_forwards("together", editor, before, between)
        ADDITIONS.database_forwards("together", editor, between, after)
    assert columns("together_book") == {"id", "shelf_id", "number"}
    assert "book_once" in constraints("together_book")
    with connection.schema_editor() as editor:
        ADDITIONS.database_backwards("together", editor, after, between)
        assert columns("together_book") == {"id"}
        TABLES.database_backwards("together", editor, between, before)
    assert columns("together_shelf") == columns("together_book") == set()


def test_models_are_drawn_once_and_as_they_end_up():
    before, between, after = states(TABLES, ADDITIONS)
    assert {f.name for f in after.apps.get_model("together", "book")._meta.get_fields()} == {
        "id",
        "shelf",
        "number",
    }
    assert "Shelf" in TABLES.describe()
