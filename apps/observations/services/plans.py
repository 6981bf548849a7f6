"""The plan of a cycle: from rows to the planner's plain values, and back to rows."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from apps.core.models.spans import day_in_words
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
    Settled,
    Share,
    balance,
    months_between,
    propose,
    spread,
)
from apps.observations.services.standing import Standing, standing_of


@dataclass(frozen=True)
class Proposal:
    """What a plan would do, with the rows that it speaks of."""

    cycle: ObservationCycle
    plan: Plan
    seats: tuple[Seat, ...]
    groups: Mapping[int, StudyGroup]
    standing: Standing

    @property
    def kept(self) -> int:
        """How many observations stay as they are."""
        return len(self.standing.observations) - len(self.standing.short)

    @property
    def shares(self) -> list[Share]:
        return balance(self.seats, self.plan.teams)

    @property
    def spread(self) -> int:
        return spread(self.shares)


def proposal_for(cycle: ObservationCycle, today: date) -> Proposal:
    """A team and a month for each group that the cycle does not cover yet, and somebody in the
    place of each who fell out; nothing is saved."""
    first = max(cycle.starts_on, today)
    if first > cycle.ends_on:
        raise ValidationError(f"“{cycle}”已于{day_in_words(cycle.ends_on)}结束，请新建周期再安排")
    rows = CycleObserver.objects.filter(cycle=cycle).serving_on(today)
    serving = list(rows.select_related("person"))
    homes = own_units([row.person_id for row in serving], today, cycle)
    standing = standing_of(cycle, homes)
    groups = _uncovered(cycle, today)
    seats = [_seat(row, standing) for row in serving]
    plan = propose(
        [
            *(Group(group.pk, group.unit_id, str(group.unit)) for group in groups),
            *_short_groups(standing, serving),
        ],
        seats,
        team_size=cycle.team_size,
        months=months_between(first, cycle.ends_on),
        settled=_settled(standing, serving),
    )
    by_key = {group.pk: group for group in groups}
    by_key |= {key: observation.group for key, observation in standing.short.items()}
    return Proposal(cycle, plan, tuple(seats), by_key, standing)


@transaction.atomic
def take_over(*, cycle: ObservationCycle, today: date) -> list[Observation]:
    """Arrange what the plan proposes; all or nothing. What stands already is kept, and only the
    places of those who fell out are given to others."""
    # Whoever plans at the same time waits here, and then meets the rows of the first.
    stored = ObservationCycle.objects.select_for_update(of=("self",)).get(pk=cycle.pk)
    proposal = proposal_for(stored, today)
    if lacks := lacks_in_words(proposal):
        raise ValidationError(lacks)
    if not proposal.plan.teams:
        raise ValidationError(f"“{stored}”里每个中心组都已有安排，不用再排")
    short = proposal.standing.short
    made = Observation.objects.bulk_create(
        Observation(cycle=stored, group=proposal.groups[group], planned_month=month)
        for group, month in proposal.plan.months.items()
        if group not in short
    )
    arranged = [*made, *short.values()]
    _release(list(short.values()))
    people = dict(stored.observers.values_list("pk", "person_id"))
    Observer.objects.bulk_create(
        Observer(observation=observation, person_id=people[seat], is_head=place == 0)
        for observation in arranged
        for place, seat in enumerate(proposal.plan.teams[observation.group_id])
    )
    return arranged


def _release(observations: list[Observation]) -> None:
    """Their teams are written anew, with whoever stays."""
    Observer.objects.filter(observation__in=observations).delete()
    changed = Observation.objects.filter(pk__in=[o.pk for o in observations])
    changed.update(version=F("version") + 1, updated_at=timezone.now())


def lacks_in_words(proposal: Proposal) -> list[str]:
    """One sentence where nobody may be sent at all, otherwise one for each group."""
    if proposal.plan.lacking and not proposal.seats:
        return [f"“{proposal.cycle}”还没有可以派的旁听人员，请先在这个周期里登记旁听人员"]
    return [_sentence_of(lack, proposal.cycle) for lack in proposal.plan.lacking]


def _sentence_of(lack: Lack, cycle: ObservationCycle) -> str:
    """Why a group cannot be covered, and what helps."""
    if lack.free < cycle.team_size:
        return (
            f"“{lack.group.name}”可以派的旁听人员只有 {lack.free} 名（本单位的要回避），"
            f"每组要 {cycle.team_size} 名，请增加旁听人员"
        )
    return f"“{lack.group.name}”可以派的旁听人员里没有能任组长的，请增加或改定“可任组长”"


def told_sentences(standing: Standing) -> Iterator[str]:
    """Where the unit knows the names already, the desk sends somebody else itself."""
    for observation in standing.told:
        names = "、".join(str(row.person) for row in standing.fallen_out(observation))
        yield f"{observation}已通知单位，{names}不能去了，请在这次旁听里办“派旁听组”"


def _uncovered(cycle: ObservationCycle, today: date) -> list[StudyGroup]:
    taken = Observation.objects.standing().filter(cycle=cycle).values("group__unit")
    there = StudyGroup.objects.ending_after(today).filter(valid_from__lte=cycle.ends_on)
    rows = there.exclude(unit__in=taken).exclude(unit__dissolved_on__lte=today)
    # A unit whose group is to be led anew is observed once, at the group that comes last.
    latest = {group.unit_id: group for group in rows.select_related("unit").order_by("valid_from")}
    return sorted(latest.values(), key=lambda group: group.pk)


def _seat(row: CycleObserver, standing: Standing) -> Seat:
    person = row.person_id
    return Seat(
        row.pk,
        str(row),
        standing.homes[person],
        row.may_lead,
        standing.loads[person],
        standing.led[person],
    )


def _short_groups(standing: Standing, serving: list[CycleObserver]) -> Iterator[Group]:
    """Those who stay keep their places; where the head fell out, one of them leads who may."""
    seats = {row.person_id: row for row in serving}
    for observation in standing.short.values():
        rows = standing.staying(observation)
        leading = [row for row in rows if row.is_head or seats[row.person_id].may_lead]
        head = min(leading, key=lambda row: (not row.is_head, row.pk), default=None)
        yield Group(
            observation.group_id,
            observation.group.unit_id,
            str(observation.unit),
            seats[head.person_id].pk if head else None,
            tuple(seats[row.person_id].pk for row in rows if row is not head),
            observation.planned_month,
        )


def _settled(standing: Standing, serving: list[CycleObserver]) -> Iterator[Settled]:
    seats = {row.person_id: row.pk for row in serving}
    for observation in standing.settled():
        team = (seats.get(row.person_id) for row in observation.observers.all())
        yield Settled(observation.planned_month, tuple(seat for seat in team if seat))
