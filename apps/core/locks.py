"""A lock that one process of the portal holds at a time, kept by PostgreSQL."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection


@contextmanager
def alone(name: str) -> Iterator[bool]:
    """Whether this process is the only one inside; whoever comes second is told and does nothing.

    The lock belongs to the database session: it goes with a killed process.
    """
    mine = _ask("SELECT pg_try_advisory_lock(hashtextextended(%s, 0))", name)
    try:
        yield mine
    finally:
        if mine:
            _ask("SELECT pg_advisory_unlock(hashtextextended(%s, 0))", name)


def _ask(question: str, name: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(question, [name])
        return cursor.fetchone()[0]
