"""Numbers together with what they were counted from, to be written down once."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from apps.core.periods import Period
from apps.core.quantities import Quantity
from apps.indicators import catalogue, counting, tree
from apps.indicators.catalogue import Indicator


@dataclass(frozen=True)
class Frozen:
    """A number, how many rows it was counted from, and a hash of which they were."""

    indicator: str
    label: str
    quantity: Quantity
    row_count: int
    rows_hash: str


# A group of organisations, by any number the caller gives it.
Group = int
Numbers = dict[tuple[str, Group], Frozen]


def frozen(keys: Iterable[str], period: Period, groups: Mapping[int, Iterable[Group]]) -> Numbers:
    """The numbers by key and group; a group without any rows is absent. `groups` says to which
    ones each organisation belongs."""
    chosen = catalogue.several(dict.fromkeys(keys))
    numbers = tree.of_groups([i.key for i in chosen], period, groups)
    rows = counting.evidence([i.key for i in chosen], period, list(groups))
    found: Numbers = {}
    for indicator in chosen:
        quantities = {group: number for (group, _), number in numbers[indicator.key].items()}
        for group, keys_of_rows in _by_group(rows[indicator.key], groups).items():
            quantity = quantities.get(group) or Quantity(Decimal(0), indicator.unit)
            found[indicator.key, group] = _frozen(indicator, quantity, keys_of_rows)
    return found


def nothing(indicator: Indicator) -> Frozen:
    """The number of no rows at all."""
    return _frozen(indicator, Quantity(Decimal(0), indicator.unit), set())


def hash_of(rows: Iterable[object]) -> str:
    """SHA-256 (hex) of the keys of rows, whatever their order."""
    return hashlib.sha256("\n".join(sorted(map(str, rows))).encode()).hexdigest()


def _frozen(indicator: Indicator, quantity: Quantity, rows: set[int]) -> Frozen:
    return Frozen(indicator.key, indicator.label, quantity, len(rows), hash_of(rows))


def _by_group(
    evidence: Mapping[counting.Slot, list[int]], groups: Mapping[int, Iterable[Group]]
) -> dict[Group, set[int]]:
    found: dict[Group, set[int]] = defaultdict(set)
    for (organisation, _), rows in evidence.items():
        for group in groups[organisation]:
            found[group].update(rows)
    return found
