"""The clock of the database: the one that decides whether a deadline has passed."""

from datetime import datetime

from django.db import connection


def database_now() -> datetime:
    """The moment at which the running transaction began."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT now()")
        return cursor.fetchone()[0]
