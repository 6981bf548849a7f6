"""What is stated of an activity before it and after it; read from the forms, stored by services."""

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.utils import timezone

from apps.branches.models import Unit
from apps.core.quantities import Qualifier
from apps.sixlights.models import Lecturer, ThemeDayBase
from apps.zones.choices import DemandKind
from apps.zones.models import ZoneActivity


class Host(NamedTuple):
    unit: Unit
    provides: str = ""


class Attending(NamedTuple):
    unit: Unit
    persons: int | None = None
    hedge: Qualifier = Qualifier.EXACT


class Lectured(NamedTuple):
    lecturer: Lecturer
    topic: str = ""


class Spoken(NamedTuple):
    topic: str
    unit: Unit | None = None
    speaker: str = ""


class Asked(NamedTuple):
    gist: str
    kind: DemandKind = DemandKind.DEMAND
    speaker: str = ""


class Shown(NamedTuple):
    name: str
    unit: Unit | None = None
    gist: str = ""


class Collected(NamedTuple):
    text: str
    unit: Unit | None = None
    speaker: str = ""


class Reported(NamedTuple):
    title: str
    medium: str
    published_on: date
    address: str = ""


class Total(NamedTuple):
    """A number that is known only as a whole, as the report of the activity has it."""

    value: int | None = None
    hedge: Qualifier = Qualifier.EXACT


@dataclass(frozen=True)
class Plan:
    title: str
    starts_on: date
    ends_on: date
    theme: str = ""
    place: str = ""
    base: ThemeDayBase | None = None
    plan: str = ""
    part_of: ZoneActivity | None = None
    hosts: tuple[Host, ...] = ()
    hosts_hedge: Qualifier = Qualifier.EXACT


@dataclass(frozen=True)
class Account:
    attending: tuple[Attending, ...] = ()
    units: Total = Total()
    persons: Total = Total()
    lectures: tuple[Lectured, ...] = ()
    speeches: tuple[Spoken, ...] = ()
    demands: tuple[Asked, ...] = ()
    practices: tuple[Shown, ...] = ()
    practices_hedge: Qualifier = Qualifier.EXACT
    publications: tuple[Reported, ...] = ()
    suggestions: tuple[Collected, ...] = ()
    record: str = ""


def check_account(activity: ZoneActivity, account: Account) -> None:
    """What no column can refuse; ValidationError by section."""
    problems: dict[str, list[str]] = {}
    if account.attending and account.units.value is not None:
        problems["units"] = [
            "参加单位已经逐个选了，总数由系统计算，请清空“参加单位总数”；"
            "只知道总数的，不要再逐个选单位"
        ]
    counted = [one for one in account.attending if one.persons is not None]
    if counted and account.persons.value is not None:
        problems["persons"] = ["已按单位填写人数，总人数由系统计算，请清空“参加人数”"]
    names = [shown.name for shown in account.practices]
    if repeated := sorted({name for name in names if names.count(name) > 1}):
        problems["practices"] = [f"“{name}”写了两次，请只留一行" for name in repeated]
    early = [one for one in account.publications if one.published_on < activity.starts_on]
    if early:
        problems["publications"] = [
            f"报道“{one.title}”的日期早于活动开始（{activity.starts_on}），请核对" for one in early
        ]
    if activity.starts_on > timezone.localdate():
        problems["attending"] = [
            f"活动定在{activity.starts_on}，还没有开始。日期有变的，请先修改活动安排"
        ]
    if problems:
        raise ValidationError(problems)
