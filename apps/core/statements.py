"""SQL compiled once and run many times: for what every request asks."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import Expression, Field, QuerySet


class Given(Expression):
    """A value that is told when the statement runs."""

    def __init__(self, name: str, output_field: Field):
        super().__init__(output_field=output_field)
        self.name = name

    def as_sql(self, compiler, connection) -> tuple[str, Any]:
        return "%s", [self]


class Statement(NamedTuple):
    """What a queryset of `Given` values asks, compiled once and run with other values."""

    sql: str
    parameters: tuple

    @classmethod
    def of(cls, rows: QuerySet) -> "Statement":
        return cls(*rows.query.sql_with_params())

    def run(self, given: Mapping[str, Any]) -> list[tuple]:
        told = [given[p.name] if isinstance(p, Given) else p for p in self.parameters]
        with connection.cursor() as cursor:
            cursor.execute(self.sql, told)
            return cursor.fetchall()
