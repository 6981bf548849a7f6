"""The plan of a cycle: from rows to the planner's plain values, and back to rows."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count

from apps.observations.choices import ObservationStatus
from apps.observations.conflicts import own_units
from apps.observations.models import (
    CycleObserver,
    Observation,
    ObservationCycle,
    Observer,
    StudyGroup,
)
from apps.observations.planning import (
    Group,
    Lack,
    Plan,
    Seat,
    Share,
    balance,
    months_between,
    propose,
    spread,
)


@dataclass(frozen=True)
class Proposal:
    """What a plan would do, with the rows that it speaks of."""

    cycle: ObservationCycle
    plan: Plan
    seats: tuple[Seat, ...]
    groups: Mapping[int, StudyGroup]
    kept: int

    @property
    def shares(self) -> list[Share]:
        return balance(self.seats, self.plan.teams)

    @property
    def spread(self) -> int:
        return spread(self.shares)


def proposal_for(cycle: ObservationCycle, today: date) -> Proposal:
    """A team and a month for each group that the cycle does not cover yet; nothing is saved."""
    standing = Observation.objects.standing().filter(cycle=cycle)
    groups = _uncovered(cycle, today)
    seats = _seats(cycle, today)
    first = max(cycle.starts_on, today)
    if first > cycle.ends_on:
        raise ValidationError(f"“{cycle}”已于 {cycle.ends_on} 结束，请新建周期再安排")
    plan = propose(
        [Group(group.pk, group.unit_id, str(group.unit)) for group in groups],
        seats,
        team_size=cycle.team_size,
        months=months_between(first, cycle.ends_on),
    )
    by_key = {group.pk: group for group in groups}
    return Proposal(cycle, plan, tuple(seats), by_key, standing.count())


@transaction.atomic
def take_over(*, cycle: ObservationCycle, today: date) -> list[Observation]:
    """Arrange what the plan proposes; all or nothing. What stands already is kept."""
    # Whoever plans at the same time waits here, and then meets the rows of the first.
    stored = ObservationCycle.objects.select_for_update(of=("self",)).get(pk=cycle.pk)
    proposal = proposal_for(stored, today)
    if proposal.plan.lacking:
        raise ValidationError([sentence_of(lack, stored) for lack in proposal.plan.lacking])
    if not proposal.plan.teams:
        raise ValidationError(f"“{stored}”里每个中心组都已有安排，不用再排")
    made = Observation.objects.bulk_create(
        Observation(cycle=stored, group=proposal.groups[group], planned_month=month)
        for group, month in proposal.plan.months.items()
    )
    people = dict(stored.observers.values_list("pk", "person_id"))
    Observer.objects.bulk_create(
        Observer(observation=observation, person_id=people[seat], is_head=place == 0)
        for observation in made
        for place, seat in enumerate(proposal.plan.teams[observation.group_id])
    )
    return made


def sentence_of(lack: Lack, cycle: ObservationCycle) -> str:
    """Why a group cannot be covered, and what helps."""
    if lack.free < cycle.team_size:
        return (
            f"“{lack.group.name}”可以派的旁听人员只有 {lack.free} 名（本单位的要回避），"
            f"每组要 {cycle.team_size} 名，请增加旁听人员"
        )
    return f"“{lack.group.name}”可以派的旁听人员里没有能任组长的，请增加或改定“可任组长”"


def _uncovered(cycle: ObservationCycle, today: date) -> list[StudyGroup]:
    taken = Observation.objects.standing().filter(cycle=cycle).values("group__unit")
    there = StudyGroup.objects.ending_after(today).filter(valid_from__lte=cycle.ends_on)
    rows = there.exclude(unit__in=taken).exclude(unit__dissolved_on__lte=today)
    # A unit whose group is to be led anew is observed once, at the group that comes last.
    latest = {group.unit_id: group for group in rows.select_related("unit").order_by("valid_from")}
    return sorted(latest.values(), key=lambda group: group.pk)


def _seats(cycle: ObservationCycle, today: date) -> list[Seat]:
    rows = list(CycleObserver.objects.filter(cycle=cycle).select_related("person"))
    own = own_units([row.person_id for row in rows], today, cycle)
    load = dict(
        Observer.objects.filter(observation__cycle=cycle)
        .exclude(observation__status=ObservationStatus.CALLED_OFF)
        .order_by()
        .values_list("person")
        .annotate(number=Count("pk"))
    )
    return [
        Seat(row.pk, str(row), own[row.person_id], row.may_lead, load.get(row.person_id, 0))
        for row in rows
    ]
