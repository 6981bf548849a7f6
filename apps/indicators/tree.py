"""Numbers at and below an organisation: rows add up, distinct things are counted again."""

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal

from apps.branches.models import Organisation
from apps.core.periods import Period
from apps.core.quantities import Quantity, combined_qualifier
from apps.indicators import catalogue, counting
from apps.indicators.counting import Slot
from apps.indicators.measures import Distinct
from apps.indicators.sources import Organisations


def total(key: str, period: Period, organisation: Organisation) -> Quantity:
    """The number of the organisation and everything below it."""
    below = Organisation.objects.at_and_below(organisation)
    return counting.quantity(catalogue.get(key), counting.rows(key, period, below))


def totals(keys: Iterable[str], period: Period) -> dict[str, dict[int, Quantity]]:
    """The numbers at and below every organisation that has any; one query for each source."""
    chosen = catalogue.several(keys)
    ancestors = {o.pk: [*o.ancestor_pks, o.pk] for o in Organisation.objects.only("path")}
    added = counting.counts([i.key for i in chosen if i.measure.adds_up], period)
    found = {key: _summed(numbers, ancestors) for key, numbers in added.items()}
    distinct = counting.identities(
        [i.key for i in chosen if isinstance(i.measure, Distinct)], period
    )
    found |= {key: _counted(_united(things, ancestors)) for key, things in distinct.items()}
    hedged = counting.hedges([i.key for i in chosen if counting.hedge_of(i)], period)
    left_open = {key: _united(things, ancestors) for key, things in hedged.items()}
    return {
        i.key: {
            pk: Quantity(value, i.unit, combined_qualifier(left_open.get(i.key, {}).get(pk, ())))
            for pk, value in found[i.key].items()
        }
        for i in chosen
    }


def together(
    keys: Iterable[str], period: Period, organisations: Organisations | None = None
) -> dict[str, Quantity]:
    """One number of each for all of `organisations` (None: the whole city); whatever is distinct
    counts once. As many queries as sources, however many keys."""
    chosen = catalogue.several(keys)
    added = [i.key for i in chosen if i.measure.adds_up]
    distinct = [i.key for i in chosen if isinstance(i.measure, Distinct)]
    numbers = counting.counts(added, period, organisations) if added else {}
    things = counting.identities(distinct, period, organisations) if distinct else {}
    left_open = [i.key for i in chosen if counting.hedge_of(i)]
    hedges = counting.hedges(left_open, period, organisations) if left_open else {}
    values = {key: sum(found.values(), Decimal(0)) for key, found in numbers.items()}
    values |= {key: Decimal(len(set().union(*found.values()))) for key, found in things.items()}
    open_: dict[str, set] = {key: set().union(*found.values()) for key, found in hedges.items()}
    return {
        i.key: Quantity(values[i.key], i.unit, combined_qualifier(open_.get(i.key, ())))
        for i in chosen
    }


def _summed(numbers: dict[Slot, Decimal], ancestors: dict[int, list[int]]) -> dict[int, Decimal]:
    sums: dict[int, Decimal] = defaultdict(Decimal)
    for (organisation, _), value in numbers.items():
        for above in ancestors[organisation]:
            sums[above] += value
    return sums


def _united(things: dict[Slot, list], ancestors: dict[int, list[int]]) -> dict[int, set]:
    unions: dict[int, set] = defaultdict(set)
    for (organisation, _), found in things.items():
        for above in ancestors[organisation]:
            unions[above].update(found)
    return unions


def _counted(unions: dict[int, set]) -> dict[int, Decimal]:
    return {pk: Decimal(len(union)) for pk, union in unions.items()}
