"""Suggestions: made, given an owner and a day, answered. Who spoke is told what became of it."""

from collections.abc import Iterable
from datetime import date

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from apps.accounts.models import User
from apps.branches.models import Unit
from apps.core.lifecycle import advance
from apps.core.text import clean_text
from apps.zones.accounts import Collected
from apps.zones.models import Suggestion, Zone, ZoneActivity
from apps.zones.speakers import Speakers


@transaction.atomic
def make_suggestion(
    *,
    zone: Zone,
    unit: Unit,
    text: str,
    by,
    speaker: str = "",
    activity: ZoneActivity | None = None,
) -> Suggestion:
    """A unit of the zone says something, at an activity or at any other time."""
    made = Suggestion(
        zone=zone,
        activity=activity,
        unit=unit,
        speaker=speaker,
        text=text,
        made_on=timezone.localdate(),
        created_by=by,
    )
    made.person = Speakers([made]).person(made)
    if activity and activity.zone_id not in (None, zone.pk):
        raise ValidationError({"activity": f"这次活动不是“{zone}”的，请另选活动或留空"})
    made.full_clean()
    made.save()
    return made


def collect(*, activity: ZoneActivity, collected: Iterable[Collected], by) -> None:
    """What was said at an activity, written down with its record."""
    rows = list(collected)
    if activity.zone is None or not rows:
        return
    speakers = Speakers(rows)
    made = [
        Suggestion(
            zone=activity.zone,
            activity=activity,
            made_on=activity.ends_on,
            created_by=by,
            person=speakers.person(row),
            **row._asdict(),
        )
        for row in rows
    ]
    for suggestion in made:
        suggestion.full_clean()
    Suggestion.objects.bulk_create(made)


@transaction.atomic
def assign_suggestion(
    *,
    suggestion: Suggestion,
    due_on: date | None,
    by,
    owner: User | None = None,
    owner_unit: Unit | None = None,
) -> Suggestion:
    """One owner, a member of the staff or a unit, and the day of the answer."""
    if (owner is None) == (owner_unit is None):
        raise ValidationError({"owner": "承办人和承办单位请填一个，只填一个"})
    if due_on and due_on < timezone.localdate():
        raise ValidationError({"due_on": "答复期限已经过了，请填今天或以后的日期"})
    _write(suggestion, owner=owner, owner_unit=owner_unit, due_on=due_on)
    return advance(suggestion, "assign", by=by)


@transaction.atomic
def answer_suggestion(*, suggestion: Suggestion, answer: str, by) -> Suggestion:
    """Whoever owns it answers; the right is asked for before a word is stored."""
    if by is not None and not by.has_perm("zones.answer_suggestion", suggestion):
        raise PermissionDenied("这条意见建议不由您答复")
    answer = clean_text(answer)
    if not answer:
        raise ValidationError({"answer": "请填写答复"})
    _write(suggestion, answer=answer)
    return advance(suggestion, "answer", by=by)


def _write(suggestion: Suggestion, **changed) -> None:
    """Only with the step that follows in the same transaction; refused, nothing of it stays."""
    locked = Suggestion._base_manager.select_for_update(of=("self",)).get(pk=suggestion.pk)
    for name, value in changed.items():
        setattr(locked, name, value)
    locked.full_clean()
    locked.save(update_fields=[*changed, "updated_at"])
