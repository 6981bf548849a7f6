"""Planning an activity, and writing down how it was."""

from collections.abc import Iterable

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from apps.core.lifecycle import advance
from apps.core.versions import claim_version
from apps.zones.accounts import Account, Plan, Shown, check_account
from apps.zones.choices import AHEAD, ActivityStatus
from apps.zones.models import (
    AttendingUnit,
    Demand,
    HostUnit,
    Lecture,
    Practice,
    Publication,
    Speech,
    Zone,
    ZoneActivity,
)
from apps.zones.services.suggestions import collect
from apps.zones.speakers import Speakers

PLANNED = ("title", "theme", "starts_on", "ends_on", "place", "base", "plan", "part_of")
RECORDABLE = (*AHEAD, ActivityStatus.HELD)


@transaction.atomic
def plan_activity(*, zone: Zone, plan: Plan, by) -> ZoneActivity:
    """A zone's own activity, or its part of what all zones do at once."""
    activity = ZoneActivity(zone=zone, created_by=by)
    _state(activity, plan)
    if by is not None and not by.has_perm("zones.add_zoneactivity", activity):
        raise PermissionDenied(f"您没有召集“{zone}”活动的权限")
    return activity


@transaction.atomic
def change_plan(*, activity: ZoneActivity, plan: Plan, expected_version: int) -> ZoneActivity:
    """Until it has been held; StaleVersion when somebody else was faster."""
    claim_version(activity, expected=expected_version)
    if not activity.is_ahead:
        raise ValidationError(
            f"活动现在是“{activity.get_status_display()}”，安排不能再改。要改的，写在活动记录里"
        )
    _state(activity, plan)
    return activity


def _state(activity: ZoneActivity, plan: Plan) -> None:
    for name in PLANNED:
        setattr(activity, name, getattr(plan, name))
    activity.hosts_hedge = plan.hosts_hedge
    activity.full_clean()
    activity.save()
    activity.hosts.all().delete()
    hosts = {host.unit.pk: host for host in plan.hosts}
    HostUnit.objects.bulk_create(
        HostUnit(activity=activity, unit=host.unit, provides=host.provides)
        for host in hosts.values()
    )


@transaction.atomic
def record_activity(
    *,
    activity: ZoneActivity,
    account: Account,
    expected_version: int,
    by,
    submit: bool = True,
) -> ZoneActivity:
    """Store what was stated; with `submit` the record is handed in. Whoever records an activity
    says that it took place, so nobody presses a button for that."""
    claim_version(activity, expected=expected_version)
    if activity.status not in RECORDABLE:
        raise ValidationError(
            f"活动现在是“{activity.get_status_display()}”，记录不能再改。需要改的，请工委退回"
        )
    check_account(activity, account)
    activity.units, activity.units_hedge = account.units
    activity.persons, activity.persons_hedge = account.persons
    activity.practices_hedge, activity.record = account.practices_hedge, account.record
    activity.full_clean()
    activity.save()
    _write_parts(activity, account)
    collect(activity=activity, collected=account.suggestions, by=by)
    if activity.status in AHEAD:
        activity = advance(activity, "hold", by=by)
    return advance(activity, "record", by=by) if submit else activity


def _write_parts(activity: ZoneActivity, account: Account) -> None:
    speakers = Speakers(account.speeches)
    _anew(
        AttendingUnit,
        activity,
        (
            {"unit": one.unit, "persons": one.persons, "persons_hedge": one.hedge}
            for one in account.attending
        ),
    )
    _anew(Lecture, activity, (one._asdict() for one in account.lectures))
    _anew(
        Speech,
        activity,
        ({**spoken._asdict(), "person": speakers.person(spoken)} for spoken in account.speeches),
    )
    _anew(Demand, activity, (asked._asdict() for asked in account.demands))
    _anew(Publication, activity, (one._asdict() for one in account.publications))
    _write_practices(activity, account.practices)


def _anew(model, activity: ZoneActivity, rows: Iterable[dict]) -> None:
    model.objects.filter(activity=activity).delete()
    model.objects.bulk_create(model(activity=activity, **row) for row in rows)


def _write_practices(activity: ZoneActivity, shown: tuple[Shown, ...]) -> None:
    """Practices are known again by their names: others may have taken them up."""
    stored = {practice.name: practice for practice in activity.practices.all()}
    for one in shown:
        practice = stored.pop(one.name, None) or Practice(activity=activity, name=one.name)
        if practice.pk and (practice.unit, practice.gist) == (one.unit, one.gist):
            continue
        practice.unit, practice.gist = one.unit, one.gist
        practice.version += bool(practice.pk)
        practice.save()
    for practice in stored.values():
        if practice.adoptions.exists():
            raise ValidationError(
                {"practices": f"“{practice}”已有单位学用，不能删去或改名，请照原样保留这一行"}
            )
        practice.delete()
