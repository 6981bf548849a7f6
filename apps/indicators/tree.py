"""Numbers at and below an organisation: rows add up, distinct things are counted again."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import NamedTuple

from apps.branches.models import Organisation
from apps.core.periods import Cycle, Period
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
    ancestors = {o.pk: [*o.ancestor_pks, o.pk] for o in Organisation.objects.only("path")}
    found = _put_together(keys, Asked(period, None, ancestors))
    return {key: {pk: number for (pk, _), number in of.items()} for key, of in found.items()}


def of_groups(
    keys: Iterable[str],
    period: Period,
    groups: Mapping[int, Iterable[int]],
    cycle: Cycle | None = None,
) -> dict[str, dict[Slot, Quantity]]:
    """The numbers by group of organisations and start of the sub-period; zeroes are absent.
    `groups` says to which ones each organisation belongs."""
    return _put_together(keys, Asked(period, list(groups), groups, cycle))


class Asked(NamedTuple):
    """`above` are the groups that an organisation counts for; None asks for all of them."""

    period: Period
    organisations: list[int] | None
    above: Mapping[int, Iterable[int]]
    cycle: Cycle | None = None


def _put_together(keys: Iterable[str], asked: Asked) -> dict[str, dict[Slot, Quantity]]:
    period, organisations, above, cycle = asked
    chosen = catalogue.several(keys)
    adding = [i.key for i in chosen if i.measure.adds_up]
    added = counting.counts(adding, period, organisations, cycle)
    found = {key: _summed(numbers, above) for key, numbers in added.items()}
    telling_apart = [i.key for i in chosen if isinstance(i.measure, Distinct)]
    distinct = counting.identities(telling_apart, period, organisations, cycle)
    found |= {key: _counted(_united(things, above)) for key, things in distinct.items()}
    hedging = [i.key for i in chosen if counting.hedge_of(i)]
    hedged = counting.hedges(hedging, period, organisations, cycle)
    left_open = {key: _united(things, above) for key, things in hedged.items()}
    return {
        i.key: {
            slot: Quantity(
                value, i.unit, combined_qualifier(left_open.get(i.key, {}).get(slot, ()))
            )
            for slot, value in found[i.key].items()
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


def _summed(numbers: dict[Slot, Decimal], above: Mapping[int, Iterable]) -> dict[Slot, Decimal]:
    sums: dict[Slot, Decimal] = defaultdict(Decimal)
    for (organisation, start), value in numbers.items():
        for group in above[organisation]:
            sums[group, start] += value
    return sums


def _united(things: dict[Slot, list], above: Mapping[int, Iterable]) -> dict[Slot, set]:
    unions: dict[Slot, set] = defaultdict(set)
    for (organisation, start), found in things.items():
        for group in above[organisation]:
            unions[group, start].update(found)
    return unions


def _counted(unions: dict[Slot, set]) -> dict[Slot, Decimal]:
    return {slot: Decimal(len(union)) for slot, union in unions.items()}
