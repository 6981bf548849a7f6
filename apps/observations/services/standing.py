"""What of a cycle is arranged already, and where somebody fell out."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db.models import Prefetch

from apps.observations.choices import ObservationStatus
from apps.observations.models import Observation, ObservationCycle, Observer


@dataclass(frozen=True)
class Standing:
    """`homes` are the own units of everybody who can be sent, by person. Of the observations
    those in `short`, by group, get somebody new; in `told` the unit knows the names already, so
    that the desk changes the team itself."""

    homes: Mapping[int, frozenset[int]]
    observations: list[Observation] = field(default_factory=list)
    short: dict[int, Observation] = field(default_factory=dict)
    told: list[Observation] = field(default_factory=list)
    loads: Counter[int] = field(default_factory=Counter)
    led: Counter[int] = field(default_factory=Counter)

    def can_go(self, row: Observer, observation: Observation) -> bool:
        own = self.homes.get(row.person_id)
        return own is not None and observation.group.unit_id not in own

    def staying(self, observation: Observation) -> list[Observer]:
        return [row for row in observation.observers.all() if self.can_go(row, observation)]

    def fallen_out(self, observation: Observation) -> list[Observer]:
        return [row for row in observation.observers.all() if not self.can_go(row, observation)]

    def settled(self) -> list[Observation]:
        return [o for o in self.observations if o.group_id not in self.short]

    def sort(self, observation: Observation) -> None:
        team = observation.observers.all()
        is_short = not team or self.fallen_out(observation)
        if is_short and observation.status == ObservationStatus.PLANNED:
            self.short[observation.group_id] = observation
            return
        if is_short and observation.is_ahead:
            self.told.append(observation)
        self.loads.update(row.person_id for row in team)
        self.led.update(row.person_id for row in team if row.is_head)


def standing_of(cycle: ObservationCycle, homes: Mapping[int, frozenset[int]]) -> Standing:
    """In two queries, however many observations there are."""
    team = Prefetch("observers", Observer.objects.select_related("person"))
    rows = Observation.objects.standing().filter(cycle=cycle)
    standing = Standing(homes, list(rows.select_related("group__unit").prefetch_related(team)))
    for observation in standing.observations:
        standing.sort(observation)
    return standing
