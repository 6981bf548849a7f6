"""Numbers at and below an organisation: rows add up, distinct things are counted again."""

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal

from apps.branches.models import Organisation
from apps.core.periods import Period
from apps.core.quantities import Quantity
from apps.indicators import catalogue, counting
from apps.indicators.counting import Slot
from apps.indicators.measures import Distinct


def total(key: str, period: Period, organisation: Organisation) -> Quantity:
    """The number of the organisation and everything below it."""
    below = Organisation.objects.at_and_below(organisation)
    return counting.quantity(catalogue.get(key), counting.rows(key, period, below))


def totals(keys: Iterable[str], period: Period) -> dict[str, dict[int, Quantity]]:
    """The numbers at and below every organisation that has any; one query for each source."""
    chosen = [catalogue.get(key) for key in keys]
    ancestors = {o.pk: [*o.ancestor_pks, o.pk] for o in Organisation.objects.only("path")}
    added = counting.counts([i.key for i in chosen if i.measure.adds_up], period)
    found = {key: _summed(numbers, ancestors) for key, numbers in added.items()}
    distinct = counting.identities(
        [i.key for i in chosen if isinstance(i.measure, Distinct)], period
    )
    found |= {key: _united(things, ancestors) for key, things in distinct.items()}
    return {
        i.key: {pk: Quantity(value, i.unit) for pk, value in found[i.key].items()} for i in chosen
    }


def _summed(numbers: dict[Slot, Decimal], ancestors: dict[int, list[int]]) -> dict[int, Decimal]:
    sums: dict[int, Decimal] = defaultdict(Decimal)
    for (organisation, _), value in numbers.items():
        for above in ancestors[organisation]:
            sums[above] += value
    return sums


def _united(things: dict[Slot, list[int]], ancestors: dict[int, list[int]]) -> dict[int, Decimal]:
    unions: dict[int, set[int]] = defaultdict(set)
    for (organisation, _), pks in things.items():
        for above in ancestors[organisation]:
            unions[above].update(pks)
    return {pk: Decimal(len(union)) for pk, union in unions.items()}
