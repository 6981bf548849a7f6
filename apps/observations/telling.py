"""Observers and the unit are told what is arranged and what was found."""

from collections.abc import Iterable
from datetime import date

from django.utils import timezone
from django.utils.formats import date_format

from apps.accounts.models import User
from apps.branches.models import Person
from apps.branches.secretaries import secretaries_of
from apps.core.lifecycle import history_of
from apps.notices.choices import NoticeKind
from apps.notices.telling import tell
from apps.observations.models import Observation


def observers_of(observation: Observation) -> list[User]:
    rows = observation.observers.select_related("person__user")
    return [row.person.user for row in rows if row.person.user]


def answerable_for(observation: Observation) -> list[User]:
    """The group's contact, and today's secretaries of its organisation."""
    group = observation.group
    told = secretaries_of([group.organisation_id], timezone.localdate())
    contact = [group.contact.user] if group.contact and group.contact.user else []
    return list(dict.fromkeys([*contact, *told.get(group.organisation_id, [])]))


def tell_of_notice(observation: Observation, by) -> None:
    day = _day(observation.scheduled_on)
    _tell(observation, by, observers_of(observation), _call(observation))
    _tell(
        observation,
        by,
        answerable_for(observation),
        f"{day}工委派人列席旁听{observation.group}学习，请备好学习方案和学习记录",
    )


def tell_of_place(observation: Observation, people: Iterable[Person]) -> None:
    """Whoever is sent in somebody's place, after the others were told."""
    users = [person.user for person in people if person.user]
    _tell(observation, None, users, _call(observation))


def _call(observation: Observation) -> str:
    day, due = _day(observation.scheduled_on), _day(observation.form_due_on)
    session = observation.session
    place = f"，地点：{session.place}" if session and session.place else ""
    return f"{day}列席旁听{observation.group}学习{place}。只听不发言，{due}前交反馈表"


def tell_of_return(observation: Observation, by) -> None:
    why = _note(observation)
    text = f"{observation}的反馈表被退回，请修改后再交。原因：{why}"
    _tell(observation, by, observers_of(observation), text, NoticeKind.RETURNED)


def tell_of_feedback(observation: Observation, by) -> None:
    number = observation.problems.count()
    ask = f"，有 {number} 个问题请整改" if number else ""
    text = f"{observation.group}学习的旁听意见已反馈{ask}"
    _tell(observation, by, answerable_for(observation), text)


def tell_of_calling_off(observation: Observation, by) -> None:
    """Only whoever had been told of it."""
    if observation.notified_on is None:
        return
    text = f"{observation}已取消。原因：{_note(observation)}"
    _tell(observation, by, [*observers_of(observation), *answerable_for(observation)], text)


def _day(day: date | None) -> str:
    return date_format(day, "n月j日") if day else ""


def _note(observation: Observation) -> str:
    """What was written beside the step that has just been taken."""
    step = history_of(observation).first()
    return step.note if step else ""


def _tell(
    observation: Observation,
    by,
    users: Iterable[User],
    text: str,
    kind: NoticeKind = NoticeKind.OTHER,
) -> None:
    told = [user for user in users if user != by]
    tell(users=told, kind=kind, text=text, link=observation.get_absolute_url())
