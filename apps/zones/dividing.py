"""A division of the units is taken over: zones of the year, and the units in them from a day on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from apps.branches.choices import OrganisationKind
from apps.branches.models import Organisation, Unit
from apps.core.numerals import ordinal
from apps.zones.candidates import successors
from apps.zones.models import Division, Zone, ZoneMembership, ZoneOfficer


class Taken(NamedTuple):
    """How many memberships begin, and how many go on as they are."""

    begun: int
    kept: int


@dataclass(frozen=True)
class Chosen:
    """What the staff decided: `convening` by number, `placement` from unit to position there."""

    year: int
    starts_on: date
    convening: Sequence[Unit]
    placement: Mapping[int, int]

    @property
    def ends_on(self) -> date:
        return date(self.year + 1, 1, 1)


@transaction.atomic
def take_over(chosen: Chosen) -> Taken:
    """Make the zones, end the memberships that do not go on, begin the others; all or nothing."""
    if chosen.starts_on.year != chosen.year:
        raise ValidationError(f"执行日期要在{chosen.year}年之内，请改执行日期或年度")
    # Whoever divides at the same time waits here, and then meets the rows of the first.
    units = Unit.objects.select_for_update().in_bulk(list(chosen.placement))
    _register(chosen.year)
    zones = _zones(chosen)
    held = _held(chosen)
    staying = {m.unit_id for m in held if _stays(m, zones, chosen)}
    _end([m for m in held if m.unit_id not in staying], chosen.starts_on)
    begun = [
        ZoneMembership(
            unit=units[key], zone=zones[place], valid_from=chosen.starts_on, valid_to=chosen.ends_on
        )
        for key, place in chosen.placement.items()
        if key not in staying
    ]
    _begin(begun)
    return Taken(len(begun), len(staying))


def _register(year: int) -> None:
    """The division of the year is decided today, unless it is on record already."""
    root = Organisation.objects.filter(kind=OrganisationKind.WORK_COMMITTEE).first()
    if root is not None:
        decided = {"organisation": root, "decided_on": timezone.localdate()}
        Division.objects.get_or_create(year=year, defaults=decided)


def _zones(chosen: Chosen) -> list[Zone]:
    """The zones of the year by number: those that are there, and new ones."""
    known = {zone.number: zone for zone in Zone.objects.filter(year=chosen.year)}
    highest = max(known, default=0)
    if highest > len(chosen.convening):
        raise ValidationError(
            f"{chosen.year}年已有{ordinal(highest)}联系片，不能只划成{len(chosen.convening)}个片。"
            f"请选{highest}个召集单位"
        )
    models = _models(chosen)
    leading = {zone.leader_id for zone in known.values()}
    for model in models.values():
        if model.leader_id in leading:
            model.leader = None  # leads another zone of the year already
    return [
        _convened(known[place + 1], unit)
        if place + 1 in known
        else _founded(chosen.year, place, unit, models.get(place))
        for place, unit in enumerate(chosen.convening)
    ]


def _models(chosen: Chosen) -> dict[int, Zone]:
    """The zone of the year before that each position continues."""
    before = Zone.objects.filter(year=chosen.year - 1).prefetch_related("officers").in_bulk()
    return {place: before[key] for key, place in successors(before, chosen.convening).items()}


def _convened(zone: Zone, unit: Unit) -> Zone:
    if zone.convening_unit_id != unit.pk:
        zone.convening_unit, zone.convenor = unit, None
        zone.version += 1
        zone.save(update_fields=["convening_unit", "convenor", "version", "updated_at"])
    return zone


def _founded(year: int, place: int, unit: Unit, model: Zone | None) -> Zone:
    """Leader, desk and, with the same convening unit, its contact go on from the year before."""
    zone = Zone(
        year=year, number=place + 1, name=f"{ordinal(place + 1)}联系片", convening_unit=unit
    )
    if model is not None:
        zone.leader_id = model.leader_id
        zone.convenor_id = model.convenor_id if model.convening_unit_id == unit.pk else None
    zone.save()
    if model is not None:
        ZoneOfficer.objects.bulk_create(
            ZoneOfficer(zone=zone, user_id=officer.user_id) for officer in model.officers.all()
        )
    return zone


def _held(chosen: Chosen) -> list[ZoneMembership]:
    """What holds on any day of the rest of the year."""
    rows = ZoneMembership.objects.filter(unit__in=chosen.placement.keys())
    rows = rows.ending_after(chosen.starts_on).filter(valid_from__lt=chosen.ends_on)
    return list(rows.select_for_update(of=("self",)).select_related("zone", "unit"))


def _stays(membership: ZoneMembership, zones: list[Zone], chosen: Chosen) -> bool:
    is_whole = membership.valid_to is None or membership.valid_to >= chosen.ends_on
    place = chosen.placement[membership.unit_id]
    return (
        membership.zone_id == zones[place].pk
        and membership.valid_from <= chosen.starts_on
        and is_whole
    )


def _end(leaving: list[ZoneMembership], day: date) -> None:
    for membership in leaving:
        if membership.valid_from >= day:
            raise ValidationError(
                f"“{membership.unit}”自{membership.valid_from}起已划入“{membership.zone}”"
                f"（{membership.zone.year}年），不能再从{day}起划入别的片。"
                f"请把执行日期改到{membership.valid_from}以后，或者让它留在这个片"
            )
    ZoneMembership.objects.filter(pk__in=[m.pk for m in leaving]).update(
        valid_to=day, version=F("version") + 1, updated_at=timezone.now()
    )


def _begin(rows: list[ZoneMembership]) -> None:
    try:
        with transaction.atomic():
            ZoneMembership.objects.bulk_create(rows)
    except IntegrityError as clash:
        raise ValidationError("有单位刚刚被别人划入了联系片，没有保存。请重新打开方案") from clash
