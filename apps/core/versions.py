"""Optimistic locking: a save made on an old copy of a row is told, never merged silently."""

from typing import Any

from django.db import models


class StaleVersion(Exception):
    """The row has changed since the editor read it; `current` is the row as it stands now."""

    def __init__(self, current: models.Model) -> None:
        self.current = current
        super().__init__(
            f"“{current}”在您打开之后已被别人改过，没有保存。您填写的内容还在，请核对后再保存"
        )


def claim_version(obj: Any, *, expected: int) -> None:
    """Lock the row of `obj` and move its version on; StaleVersion unless it is `expected`.

    Must run inside the transaction that saves `obj`.
    """
    current = type(obj)._base_manager.select_for_update(of=("self",)).get(pk=obj.pk)
    if current.version != expected:
        raise StaleVersion(current)
    obj.version = expected + 1
