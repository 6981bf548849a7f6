"""How far a long item of a job has come, seen by others while its own transaction is still open."""

import time
from types import TracebackType
from typing import Any

from django.db import connection

from apps.core.jobs import lease_of
from apps.core.models import JobItem

# Between two signs of life; a page asks every two seconds.
PAUSE_SECONDS = 1.0
STATEMENT = """
UPDATE core_jobitem SET phase = %s, percent = %s, lease_until = now() + %s
WHERE id = %s AND token = %s AND status = 'running'
"""


class Beacon:
    """Writes on a connection of its own, and renews the lease of the item with every sign."""

    def __init__(self, item: JobItem) -> None:
        self._item = item
        self._phase = ""
        self._told_at = 0.0

    def __enter__(self) -> "Beacon":
        self._connection = connection.copy()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._connection.close()

    def tell(self, phase: str, share: float) -> None:
        """`share` of the whole, from 0 to 1; the same phase is not told again at once."""
        is_news = phase != self._phase
        if not is_news and time.monotonic() - self._told_at < PAUSE_SECONDS:
            return
        self._phase, self._told_at = phase, time.monotonic()
        lease = lease_of(self._item)
        values: list[Any] = [phase[:60], round(100 * share), lease, self._item.pk, self._item.token]
        with self._connection.cursor() as cursor:
            cursor.execute(STATEMENT, values)
