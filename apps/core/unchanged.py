"""Answers that are kept for as long as nothing at all is written (decision 0039).

PostgreSQL numbers its writing transactions. The number that comes next tells the state of the whole
database: as long as it is the same, not a row has changed. So what was found in one state is exact in
it, whatever it was made of, and nobody has to say what changes it. Whoever writes makes everything be
found again.
"""

from collections.abc import Callable, Hashable
from typing import Any, NamedTuple, TypeVar

from django.db import connection

T = TypeVar("T")
# Answers of one process; those of a state that is over make room for others.
MOST = 300
# A transaction that has written sees what no number tells yet.
STATE = """
SELECT current_database(), pg_postmaster_start_time(), pg_snapshot_xmax(s)::text
FROM pg_current_snapshot() AS s
WHERE pg_snapshot_xmin(s) = pg_snapshot_xmax(s) AND pg_current_xact_id_if_assigned() IS NULL
"""


class Kept(NamedTuple):
    state: tuple[Any, ...]
    answer: Any


_kept: dict[Hashable, Kept] = {}


def while_nothing_changes(key: Hashable, find: Callable[[], T]) -> T:
    """What `find` finds, or found before in this very state. The key names all that the answer
    depends on besides the rows: the day, the place, what the reader may see. Nobody changes it."""
    before = _state()
    found = _kept.get(key)
    if before and found and found.state == before:
        return found.answer
    answer = find()
    if before and _state() == before:
        if len(_kept) >= MOST:
            _kept.clear()
        _kept[key] = Kept(before, answer)
    return answer


def _state() -> tuple[Any, ...] | None:
    """None while somebody is writing, who may be we."""
    with connection.cursor() as cursor:
        cursor.execute(STATE)
        return cursor.fetchone()
