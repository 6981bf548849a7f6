"""What a PDF template may be given: values that cannot run a query and cannot carry markup."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

PLAIN_TYPES = frozenset({str, int, float, bool, Decimal, date, datetime, type(None)})


class PlainValueError(TypeError):
    """A value that a PDF template must not see, with the path that leads to it."""


def require_plain(value: Any, path: str = "context") -> None:
    """Refuse models, querysets, lazy texts and text marked as safe.

    The type is compared exactly, because SafeString is a str that escapes autoescaping.
    """
    if type(value) in PLAIN_TYPES:
        return
    if isinstance(value, Mapping):
        for key, item in value.items():
            require_plain(item, f"{path}.{key}")
    elif type(value) in (list, tuple):
        for index, item in enumerate(value):
            require_plain(item, f"{path}[{index}]")
    else:
        raise PlainValueError(
            f"{path} is a {type(value).__qualname__}; a PDF template gets plain values only"
        )
