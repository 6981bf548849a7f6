"""SQL compiled once and run many times: for what every request asks."""

from collections.abc import Mapping
from typing import Any, NamedTuple, cast

from django.db import connection
from django.db.models import Expression, Field, QuerySet
from psycopg import Cursor, sql


class Given(Expression):
    """A value that is told when the statement runs."""

    def __init__(self, name: str, output_field: Field):
        super().__init__(output_field=output_field)
        self.name = name

    def as_sql(self, compiler, connection) -> tuple[str, Any]:
        return "%s", [self]


class PlannedOnce(Cursor):
    """The database keeps the plan for as long as the connection stands: planning what every page
    asks takes longer than answering it."""

    def execute(self, query, params=None, *, prepare=None, binary=None):
        return super().execute(query, params, prepare=True, binary=binary)


class Statement(NamedTuple):
    """What a queryset of `Given` values asks, compiled once and run with other values."""

    sql: str
    parameters: tuple[Given, ...]

    @classmethod
    def of(cls, rows: QuerySet) -> "Statement":
        """What is not given stands in the text, so that each value has its type."""
        text, parameters = rows.query.sql_with_params()
        connection.ensure_connection()
        written = tuple("%s" if isinstance(p, Given) else _literal(p) for p in parameters)
        given = tuple(p for p in parameters if isinstance(p, Given))
        text = text.replace("%%", "%%%%") % written
        # A union begins with a bracket, and the history would take it for a writing statement.
        is_union = text.startswith("(")
        return cls(f"SELECT * FROM ({text}) AS found" if is_union else text, given)  # noqa: S608

    def run(self, given: Mapping[str, Any], *, keeps_plan: bool = False) -> list[tuple]:
        """A kept plan suits questions about one user; how many organisations are asked about
        changes the plan of a count."""
        told = [given[p.name] for p in self.parameters]
        with _cursor() if keeps_plan else connection.cursor() as cursor:
            cursor.execute(self.sql, told)
            return cursor.fetchall()


def _cursor():
    """Where statements are logged, Django's own cursor shows them with their values."""
    if connection.queries_logged:
        return connection.cursor()
    connection.ensure_connection()
    return connection.make_cursor(PlannedOnce(connection.connection))


def _literal(value: object) -> str:
    return sql.Literal(value).as_string(cast(Any, connection.connection)).replace("%", "%%")
