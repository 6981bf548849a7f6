"""Who goes and when: observers and a session are agreed before the unit is told."""

from collections.abc import Iterable, Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from apps.branches.models import Person
from apps.core import policy
from apps.core.lifecycle import StepRefused
from apps.core.models.spans import day_in_words
from apps.core.workdays import workdays
from apps.observations.choices import ObservationStatus
from apps.observations.conflicts import at_home
from apps.observations.models import GroupSession, Observation, Observer
from apps.observations.telling import tell_of_place

NOTICE_DAYS, FORM_DAYS = "observation_notice_days", "observation_form_days"


@transaction.atomic
def agree(*, observation: Observation, session: GroupSession) -> Observation:
    """Both sides agreed on a session; the days for notice and form follow from it."""
    stored = _locked(observation)
    if stored.status != ObservationStatus.PLANNED:
        raise StepRefused(
            f"“{stored}”现在是“{stored.get_status_display()}”，不能另定学习。"
            "已通知单位的，请先办“改期”"
        )
    if session.group_id != stored.group_id:
        raise ValidationError({"session": f"“{session}”不是{stored.group}的学习，请另选"})
    if not stored.cycle.runs_on(session.held_on):
        raise ValidationError(
            {
                "session": f"学习日期{day_in_words(session.held_on)}不在“{stored.cycle}”里"
                f"（{day_in_words(stored.cycle.starts_on)}至{day_in_words(stored.cycle.ends_on)}），请另选一次学习"
            }
        )
    fix_days(stored, session)
    stored.version += 1
    stored.save()
    return stored


def fix_days(observation: Observation, session: GroupSession) -> None:
    """Notice and form have their last days by working days before and after the sitting."""
    rules = policy.rules([NOTICE_DAYS, FORM_DAYS], session.held_on)
    calendar, day = workdays(), session.held_on
    observation.session, observation.scheduled_on = session, day
    observation.notice_due_on = calendar.before(day, int(rules[NOTICE_DAYS].value))
    observation.form_due_on = calendar.after(day, int(rules[FORM_DAYS].value))


@transaction.atomic
def assign(*, observation: Observation, head: Person, others: Iterable[Person]) -> Observation:
    """Send these people, and nobody to the own unit; who was sent before is released."""
    stored = _locked(observation)
    if not stored.is_ahead:
        raise StepRefused(
            f"“{stored}”现在是“{stored.get_status_display()}”，旁听组不能再改；听的人以当时的为准"
        )
    team = [head, *(person for person in others if person != head)]
    sent = set(stored.observers.values_list("person_id", flat=True))
    refuse_own_unit(stored, team)
    refuse_those_who_left(stored, team)
    stored.observers.exclude(person__in=team).delete()
    stored.observers.update(is_head=False)
    for person in team:
        Observer.objects.update_or_create(
            observation=stored, person=person, defaults={"is_head": person == head}
        )
    stored.version += 1
    stored.save(update_fields=["version", "updated_at"])
    if stored.status == ObservationStatus.NOTIFIED:
        tell_of_place(stored, [person for person in team if person.pk not in sent])
    return stored


def refuse_own_unit(observation: Observation, team: Sequence[Person]) -> None:
    home = at_home(observation, [person.pk for person in team], timezone.localdate())
    names = "、".join(str(person) for person in team if person.pk in home)
    if names:
        raise StepRefused(
            f"{names}是“{observation.unit}”的人（刚离开不久的也算），不能旁听本单位的学习，"
            "请改派其他单位的同志"
        )


def refuse_those_who_left(observation: Observation, team: Sequence[Person]) -> None:
    """Somebody who fell out of the cycle is not sent any more."""
    seats = observation.cycle.observers.filter(person__in=team)
    left = seats.exclude(pk__in=seats.serving_on(timezone.localdate()).values("pk"))
    names = "、".join(str(seat) for seat in left.select_related("person"))
    if names:
        raise StepRefused(f"{names}已退出本周期的旁听人员，请改派其他同志")


def _locked(observation: Observation) -> Observation:
    rows = Observation.objects.select_for_update(of=("self",))
    return rows.select_related("cycle", "group__unit").get(pk=observation.pk)
