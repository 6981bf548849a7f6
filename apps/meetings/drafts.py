"""The names under which drafts of records and talks are kept, and what of them can be gone on with."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.urls import reverse
from django.utils import timezone

from apps.branches.models import Organisation
from apps.branches.scope import scope
from apps.core import drafts
from apps.meetings.choices import KINDS_OF, MeetingKind
from apps.meetings.models import Meeting

MEETING, NOTES, TALK = "meetings.meeting", "meetings.notes", "meetings.talk"


class Unfinished(NamedTuple):
    """One form that somebody has left; `url` opens it with what was typed."""

    title: str
    place: Organisation
    url: str
    saved_at: datetime


def form_of_new(organisation: Organisation, kind: MeetingKind) -> str:
    return f"{MEETING}:{organisation.uuid}:{kind.value}"


def form_of(meeting: Meeting) -> str:
    return f"{MEETING}:{meeting.organisation.uuid}:{meeting.uuid}"


def form_of_notes(meeting: Meeting) -> str:
    return f"{NOTES}:{meeting.organisation.uuid}:{meeting.uuid}"


def form_of_talk(organisation: Organisation) -> str:
    return f"{TALK}:{organisation.uuid}"


def standing(user, rest: str) -> drafts.Standing | None:
    """How the record named by a draft stands; None for a new one and for one not seen."""
    key = _uuid(rest.partition(":")[2])
    meeting = key and Meeting.objects.visible_to(user).filter(uuid=key).first()
    return drafts.Standing(meeting.version, meeting.updated_at) if meeting else None


drafts.register_standing(MEETING, standing)
drafts.register_standing(NOTES, standing)


def unfinished(user) -> list[Unfinished]:
    """What the user has left, the latest first; forms that are closed to him are left out."""
    return offers(user, drafts.unfinished_of(user).values_list("form", "saved_at"))


def offers(user, kept: Iterable[tuple[str, datetime]]) -> list[Unfinished]:
    """The same of drafts that have been read already: the form of each and when it was kept."""
    left = [(at, _Name.of(form)) for form, at in kept]
    left = [(at, name) for at, name in left if name.model in (MEETING, NOTES, TALK)]
    if not left:
        return []
    places = _places(user, [name.place for _, name in left])
    meetings = _meetings(user, [name.what for _, name in left])
    found = (_offer(at, name, places, meetings) for at, name in left)
    return [offer for offer in found if offer]


class _Name(NamedTuple):
    """The name of a form taken apart; `what` is the kind of a new record or the key of one."""

    model: str
    place: str
    what: str

    @classmethod
    def of(cls, form: str) -> "_Name":
        model, place, what, *_ = [*form.split(":"), "", ""]
        return cls(model, place, what)


def _places(user, keys: list[str]) -> dict[str, Organisation]:
    places = Organisation.objects.in_scope(scope(user, "meetings.add_meeting"))
    here = places.existing_on(timezone.localdate()).filter(uuid__in=_uuids(keys))
    return {str(place.uuid): place for place in here}


def _meetings(user, keys: list[str]) -> dict[str, Meeting]:
    records = Meeting.objects.visible_to(user).filter(uuid__in=_uuids(keys))
    return {str(record.uuid): record for record in records}


def _offer(saved_at: datetime, name: _Name, places, meetings) -> Unfinished | None:
    place = places.get(name.place)
    if place is None:
        return None
    if name.model == TALK:
        url = f"{reverse('meetings:talk_create')}?organisation={place.uuid}"
        return Unfinished("谈心谈话", place, url, saved_at)
    if name.what in KINDS_OF.get(place.kind, ()):
        url = f"{reverse('meetings:meeting_create')}?organisation={place.uuid}&kind={name.what}"
        return Unfinished(MeetingKind(name.what).label, place, url, saved_at)
    meeting = meetings.get(name.what)
    if meeting is None:
        return None
    verb, url = _way_back(name.model, meeting)
    return Unfinished(f"{verb}：{meeting.title}", place, url, saved_at)


def _way_back(model: str, meeting: Meeting) -> tuple[str, str]:
    """What was begun, and the form if it is still open; else the record says what can be done."""
    verb, page, is_open = (
        ("补全", "meetings:meeting_complete", meeting.can_be_completed)
        if model == NOTES
        else ("修改", "meetings:meeting_update", meeting.is_editable)
    )
    return verb, reverse(page, args=[meeting.uuid]) if is_open else meeting.get_absolute_url()


def _uuids(keys: list[Any]) -> list[UUID]:
    return [found for key in keys if (found := _uuid(key))]


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
