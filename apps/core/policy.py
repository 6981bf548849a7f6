"""What the committee's rules say on a day: visits a year, points for each zone, names of a list.

Whatever the committee has not laid down itself holds as it is shipped
(`fixtures/policy_numbers.json`).
"""

import json
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import cast

from django.conf import settings
from django.core import serializers
from django.utils import timezone

from apps.core.models import PolicyNumber

FIXTURE = "policy_numbers.json"


def rules(keys: Iterable[str], on: date | None = None) -> dict[str, PolicyNumber]:
    """The rules in force on a day (None: today) in one query; LookupError for an unknown key."""
    wanted = list(keys)
    day = on or timezone.localdate()
    rows = PolicyNumber.objects.filter(key__in=wanted).order_by("valid_from")
    # Without a shipped one the earliest version answers for the days before it, too.
    found = {row.key: row for row in reversed(rows)}
    found |= {key: shipped()[key] for key in wanted if key in shipped()}
    found |= {row.key: row for row in rows if row.valid_from <= day}
    if missing := [key for key in wanted if key not in found]:
        raise LookupError(f"规定数值中没有“{'、'.join(missing)}”")
    return found


def rule(key: str, on: date | None = None) -> PolicyNumber:
    return rules([key], on)[key]


def number(key: str, on: date | None = None) -> Decimal:
    return rule(key, on).value


def count(key: str, on: date | None = None) -> int:
    """A number that counts whole things."""
    return int(number(key, on))


def names(key: str, on: date | None = None) -> list[str]:
    return rule(key, on).items


@cache
def shipped() -> dict[str, PolicyNumber]:
    """The first version of each rule, as it comes with the portal."""
    text = _fixture().read_text(encoding="utf-8")
    loaded = serializers.deserialize("python", json.loads(text))
    rows = [cast(PolicyNumber, row.object) for row in loaded]
    return {row.key: row for row in sorted(rows, key=lambda row: row.valid_from, reverse=True)}


def _fixture() -> Path:
    return next(
        path for folder in settings.FIXTURE_DIRS if (path := Path(folder) / FIXTURE).exists()
    )
