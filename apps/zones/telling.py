"""What the units of a zone, the owners of suggestions and those who spoke are told."""

from collections.abc import Iterable

from django.utils import timezone
from django.utils.formats import date_format

from apps.accounts.models import User
from apps.branches.models import Organisation, Unit
from apps.branches.secretaries import secretaries_of
from apps.core.lifecycle import history_of
from apps.notices.choices import NoticeKind
from apps.notices.telling import tell
from apps.zones.choices import ActivityStatus
from apps.zones.models import Suggestion, ZoneActivity, ZoneMembership


def secretaries_of_units(units: Iterable[int]) -> dict[int, list[User]]:
    """Whoever answers for the highest organisation of each unit that somebody answers for."""
    today = timezone.localdate()
    organisations = (
        Organisation.objects.existing_on(today)
        .grassroots()
        .filter(unit__in=list(units))
        .order_by("path")
        .values_list("pk", "unit")
    )
    rows = list(organisations)
    known = secretaries_of([pk for pk, _ in rows], today)
    found: dict[int, list[User]] = {}
    for pk, unit in rows:
        if pk in known:
            found.setdefault(unit, known[pk])
    return found


def tell_of_call(activity: ZoneActivity, by) -> None:
    day = date_format(activity.starts_on, "n月j日")
    place = f"，地点：{activity.place}" if activity.place else ""
    _tell_zone(activity, by, f"{activity.held_by}定于{day}举行“{activity}”{place}，请准备参加")


def tell_of_end(activity: ZoneActivity, by) -> None:
    step = history_of(activity).first()
    if step and step.source == ActivityStatus.CALLED:
        _tell_zone(activity, by, f"“{activity}”已取消。原因：{step.note}")


def tell_of_return(activity: ZoneActivity, by) -> None:
    """The convening unit's contact, and whoever wrote the record."""
    convenor = activity.zone.convenor if activity.zone else None
    users = [convenor.user if convenor else None, activity.created_by]
    words = f"“{activity}”的记录被退回，请修改后再提交。原因：{_reason(activity)}"
    tell(
        users=[user for user in users if user and user != by],
        kind=NoticeKind.RETURNED,
        text=words,
        link=activity.get_absolute_url(),
    )


def _tell_zone(activity: ZoneActivity, by, words: str) -> None:
    members = ZoneMembership.objects.valid_on(activity.starts_on)
    if activity.zone_id:
        members = members.filter(zone=activity.zone_id)
    hosts = activity.hosts.values_list("unit", flat=True)
    told = secretaries_of_units({*members.values_list("unit", flat=True), *hosts})
    _tell([user for users in told.values() for user in users], by, words, activity)


def tell_owner(suggestion: Suggestion, by) -> None:
    due = date_format(suggestion.due_on, "n月j日") if suggestion.due_on else ""
    _tell(owners_of(suggestion), by, f"请于{due}前答复意见建议：“{suggestion}”", suggestion)


def tell_of_answer(suggestion: Suggestion, by) -> None:
    _tell(_speakers_of(suggestion), by, f"您提出的“{suggestion}”已有答复", suggestion)


def tell_of_refusal(suggestion: Suggestion, by) -> None:
    words = f"您提出的“{suggestion}”不予采纳。原因：{_reason(suggestion)}"
    _tell(_speakers_of(suggestion), by, words, suggestion)


def tell_of_reopening(suggestion: Suggestion, by) -> None:
    words = f"提出人认为“{suggestion}”仍需办理：{_reason(suggestion)}"
    _tell([*owners_of(suggestion), *_officers_of(suggestion)], by, words, suggestion)


def tell_of_acceptance(suggestion: Suggestion, by) -> None:
    _tell(owners_of(suggestion), by, f"提出人已认可您对“{suggestion}”的答复", suggestion)


def owners_of(suggestion: Suggestion) -> list[User]:
    if suggestion.owner:
        return [suggestion.owner]
    unit = suggestion.owner_unit_id
    return secretaries_of_units([unit]).get(unit, []) if unit else []


def _speakers_of(suggestion: Suggestion) -> list[User]:
    """The person who spoke; without an account, whoever answers for the unit and who handed it in."""
    person = suggestion.person
    if person and person.user and person.user.is_active:
        return [person.user]
    unit: Unit | None = suggestion.unit
    told = secretaries_of_units([unit.pk]).get(unit.pk, []) if unit else []
    return [*told, *([suggestion.created_by] if suggestion.created_by else [])]


def _officers_of(suggestion: Suggestion) -> list[User]:
    return [officer.user for officer in suggestion.zone.officers.select_related("user")]


def _reason(obj) -> str:
    """What was written beside the step that has just been taken."""
    step = history_of(obj).first()
    return step.note if step else ""


def _tell(users: list[User], by, words: str, about: ZoneActivity | Suggestion) -> None:
    tell(
        users=[user for user in users if user != by],
        kind=NoticeKind.OTHER,
        text=words,
        link=about.get_absolute_url(),
    )
