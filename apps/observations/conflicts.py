"""Nobody observes the own unit.

Derived from rows on every call, so that no transfer and no new post can be forgotten.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta

from apps.branches.models import Appointment, Membership
from apps.core import policy
from apps.observations.models import CycleObserver, Observation, ObservationCycle

# For how long somebody who went away still stays at home.
LEFT = "observation_left_days"


def own_units(
    people: Iterable[int], day: date, cycle: ObservationCycle
) -> dict[int, frozenset[int]]:
    """The units where each person holds a post or is a member on `day` or later, or did so until
    lately, and the one that proposed him for the cycle. Four queries, however many people."""
    keys = list(people)
    lately = day - timedelta(days=policy.count(LEFT, day))
    found: dict[int, set[int | None]] = defaultdict(set)
    for model in (Appointment, Membership):
        rows = model.objects.ending_after(lately).filter(person__in=keys)
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
