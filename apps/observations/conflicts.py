"""Nobody observes the own unit.

Derived from rows on every call, so that no transfer and no new post can be forgotten.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from apps.branches.models import Appointment, Membership
from apps.observations.models import CycleObserver, Observation, ObservationCycle


def own_units(
    people: Iterable[int], day: date, cycle: ObservationCycle
) -> dict[int, frozenset[int]]:
    """The units where each person holds a post or is a member on `day` or later, and the one that
    proposed him for the cycle. Three queries, however many people."""
    keys = list(people)
    found: dict[int, set[int | None]] = defaultdict(set)
    for model in (Appointment, Membership):
        rows = model.objects.ending_after(day).filter(person__in=keys)
        for person, unit in rows.values_list("person_id", "organisation__unit_id"):
            found[person].add(unit)
    seats = CycleObserver.objects.filter(person__in=keys, cycle=cycle)
    for person, unit in seats.values_list("person_id", "unit_id"):
        found[person].add(unit)
    return {key: frozenset(unit for unit in found[key] if unit) for key in keys}


def at_home(observation: Observation, people: Iterable[int], day: date) -> set[int]:
    """Those of the people who must not be sent to this observation."""
    units = own_units(people, day, observation.cycle)
    return {person for person, own in units.items() if observation.group.unit_id in own}
