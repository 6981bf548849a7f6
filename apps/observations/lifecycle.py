"""The states of an observation, from the plan to the unit's feedback."""

from django.utils import timezone

from apps.core.lifecycle import Lifecycle, StepRefused, Transition, register
from apps.core.models.spans import day_in_words
from apps.observations.choices import AHEAD
from apps.observations.choices import ObservationStatus as Status
from apps.observations.models import Observation
from apps.observations.rectifying import raise_problems
from apps.observations.services.arranging import refuse_own_unit, refuse_those_who_left
from apps.observations.telling import tell_of_calling_off, tell_of_feedback, tell_of_notice
from apps.observations.telling import tell_of_return as tell_of_sending_back

CONDUCT = "observations.conduct_observation"
RETURN = "observations.return_observation"


def can_be_announced(observation: Observation) -> None:
    """Whoever was appointed to the unit since the plan was made stays at home."""
    team = [row.person for row in observation.observers.select_related("person")]
    heads = [row for row in observation.observers.all() if row.is_head]
    if not heads:
        raise StepRefused("请先派定旁听组和组长，再通知单位")
    refuse_own_unit(observation, team)
    refuse_those_who_left(observation, team)


def is_sent(observation: Observation, user) -> bool:
    """An observer has no role: what he may do follows from his place in the team."""
    return Observation.objects.sat_in_on_by(user).filter(pk=observation.pk).exists()


def is_still_to_come(observation: Observation) -> bool:
    day = observation.scheduled_on
    return day is not None and day > timezone.localdate()


def has_been_held(observation: Observation) -> None:
    if is_still_to_come(observation):
        raise StepRefused(
            f"学习定在{day_in_words(observation.scheduled_on)}，还没有到，旁听过以后再记"
        )


def has_a_finding_for_each_item(observation: Observation) -> None:
    asked = observation.cycle.form.items.count()
    if observation.findings.count() < asked:
        raise StepRefused(f"反馈表有 {asked} 项，还没有填齐，请填完再交表")


def forget_the_day(observation: Observation, by) -> None:
    """Agreed anew: notice and form get other last days."""
    days = ("session", "scheduled_on", "notice_due_on", "notified_on", "form_due_on")
    for name in days:
        setattr(observation, name, None)
    observation.save(update_fields=days)


def take_the_form_back(observation: Observation, by) -> None:
    tell_of_sending_back(observation, by)
    observation.returned_on = None
    observation.save(update_fields=["returned_on"])


def give_feedback(observation: Observation, by) -> None:
    raise_problems(observation, by)
    tell_of_feedback(observation, by)


OBSERVATION = register(
    Lifecycle(
        "observations.Observation",
        (
            Transition(
                "notify",
                "通知单位",
                (Status.PLANNED,),
                Status.NOTIFIED,
                CONDUCT,
                required=("session",),
                stamp="notified_on",
                guard=can_be_announced,
                effect=tell_of_notice,
            ),
            Transition(
                "postpone",
                "改期",
                (Status.NOTIFIED,),
                Status.PLANNED,
                CONDUCT,
                note_required=True,
                effect=forget_the_day,
            ),
            Transition(
                "hear",
                "登记已旁听",
                (Status.NOTIFIED,),
                Status.HELD,
                RETURN,
                guard=has_been_held,
                offered=lambda observation: not is_still_to_come(observation),
                seated=is_sent,
            ),
            # The form is filled in on a page of its own.
            Transition(
                "return",
                "交反馈表",
                (Status.HELD,),
                Status.RETURNED,
                RETURN,
                required=("overall", "summary"),
                stamp="returned_on",
                guard=has_a_finding_for_each_item,
                by_hand=False,
                seated=is_sent,
            ),
            Transition(
                "send_back",
                "退回反馈表",
                (Status.RETURNED,),
                Status.HELD,
                CONDUCT,
                note_required=True,
                effect=take_the_form_back,
            ),
            Transition(
                "feed_back",
                "反馈单位",
                (Status.RETURNED,),
                Status.FED_BACK,
                CONDUCT,
                stamp="fed_back_on",
                effect=give_feedback,
            ),
            Transition(
                "call_off",
                "取消旁听",
                AHEAD,
                Status.CALLED_OFF,
                CONDUCT,
                note_required=True,
                effect=tell_of_calling_off,
            ),
        ),
    )
)
