"""The zones and their activities, for whoever is in them or looks after them."""

from typing import NamedTuple
from uuid import UUID

from django.core.paginator import Paginator
from django.db.models import Count, QuerySet
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from apps.branches.models import Unit
from apps.branches.scope import scope
from apps.core import access
from apps.core.lifecycle import history_of, lifecycle_of
from apps.core.periods import Period
from apps.core.quantities import Quantity
from apps.zones.attendance import attendance_of, attendances_of
from apps.zones.choices import TOOK_PLACE, ActivityStatus
from apps.zones.drafts import unfinished
from apps.zones.models import HostUnit, Suggestion, Zone, ZoneActivity, ZoneMembership
from apps.zones.stages import stages_of
from apps.zones.views.seen import CHANGE, SUGGEST, convened_zones, own_units, seen_activity

YEARS_SHOWN = 5
PAGE_SIZE = 30
VIEW = "zones.view_zoneactivity"
# Whoever sees what all units owe sees the zones beside each other.
COMPARE = "duties.view_dutyrule"
# 写成报道: an article that begins with what the record says.
REPORT = "news.add_article"


@access.permission("zones.view_zone")
@require_safe
def zone_list(request):
    """A year: its zones, and what they did, the latest first."""
    user, today = request.user, timezone.localdate()
    year = _year(request.GET.get("year", ""), today.year)
    zones = Zone.objects.visible_to(user).of_year(year).order_by("number")
    activities = (
        ZoneActivity.objects.visible_to(user).of_year(year).select_related("zone", "organiser")
    )
    page = Paginator(activities, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "year": year,
        "years": range(today.year, today.year - YEARS_SHOWN, -1),
        "zones": _with_units(zones, year, today),
        "page": page,
        "lines": _lines(list(page.object_list)),
        "convened": convened_zones(user),
        "owed": Suggestion.objects.visible_to(user).owed_by(user).order_by("due_on"),
        "may_suggest": user.has_perm(SUGGEST),
        "may_compare": scope(user, COMPARE).is_everywhere,
        "unfinished": unfinished(user),
    }
    return render(request, "zones/zone_list.html", context)


def _year(asked: str, this_year: int) -> int:
    is_plausible = asked.isdecimal() and this_year - 20 < int(asked[:4]) <= this_year
    return int(asked[:4]) if is_plausible else this_year


class Card(NamedTuple):
    zone: Zone
    units: int


def _with_units(zones: QuerySet[Zone], year: int, today) -> list[Card]:
    """How many units each had on the last day of the year, or has today."""
    day = min(Period.year(year).last_day, today)
    counted = dict(
        ZoneMembership.objects.valid_on(day)
        .filter(zone__year=year)
        .order_by()
        .values_list("zone")
        .annotate(units=Count("unit", distinct=True))
    )
    rows = list(zones.select_related("leader", "convening_unit", "convenor"))
    return [Card(zone, counted.get(zone.pk, 0)) for zone in rows]


class Line(NamedTuple):
    activity: ZoneActivity
    units: Quantity | None
    persons: Quantity | None


def _lines(activities: list[ZoneActivity]) -> list[Line]:
    counted = attendances_of(activities)
    return [Line(activity, *counted[activity.pk]) for activity in activities]


@access.permission(VIEW)
@require_safe
def activity_detail(request, uuid: UUID):
    activity, user = seen_activity(request, uuid), request.user
    may_change = activity.zone is not None and user.has_perm(CHANGE, activity)
    steps = lifecycle_of(activity)
    attending = list(activity.attending.select_related("unit").order_by("unit__name"))
    hosts = list(activity.hosts.select_related("unit"))
    adopting = own_units(user, "zones.add_practiceadoption")
    context = {
        "activity": activity,
        "stages": stages_of(activity.status, was_called=activity.called_at is not None),
        "steps": steps.open_steps(activity, user),
        "history": [(c, steps.by_step[c.step].label) for c in history_of(activity).reverse()],
        "attendance": attendance_of(activity),
        "attending": attending,
        "uncounted": sum(row.persons is None for row in attending),
        "hosts": hosts,
        "hosted": _to_provide(activity, hosts, adopting, user),
        "lectures": activity.lectures.select_related("lecturer"),
        "speeches": activity.speeches.select_related("unit"),
        "demands": activity.demands.all(),
        "practices": activity.practices.select_related("unit").prefetch_related("adoptions__unit"),
        "venues": activity.shown_venues.select_related("venue"),
        "publications": activity.publications.all(),
        "parts": activity.parts.select_related("zone").order_by("zone__number"),
        "suggestions": Suggestion.objects.visible_to(user)
        .filter(activity=activity)
        .select_related("unit", "person"),
        "can_plan": may_change and activity.is_ahead,
        "may_change": may_change,
        "can_record": may_change and _can_be_recorded(activity),
        "may_report": activity.status in TOOK_PLACE and user.has_perm(REPORT),
        "adopting": adopting,
        "may_suggest": activity.zone is not None and user.has_perm(SUGGEST),
    }
    return render(request, "zones/activity_detail.html", context)


def _to_provide(activity: ZoneActivity, hosts: list[HostUnit], units: list[Unit], user) -> list:
    """What the reader's own units have to provide, while that is ahead."""
    if not activity.is_ahead or user.has_perm("zones.publish_zoneactivity"):
        return []
    return [host for host in hosts if host.unit in units]


def _can_be_recorded(activity: ZoneActivity) -> bool:
    has_begun = activity.starts_on <= timezone.localdate()
    return activity.status == ActivityStatus.HELD or (activity.is_ahead and has_begun)
