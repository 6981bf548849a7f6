"""结账: the numbers of a quarter are frozen, once, beside those it is compared with."""

from collections.abc import Iterable
from itertools import chain

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from apps.branches.models import Unit
from apps.core.lifecycle import advance
from apps.core.periods import Period, add_months
from apps.indicators import catalogue
from apps.indicators.freezing import Frozen, Numbers, frozen, nothing
from apps.indicators.models import Closing, Level, Reading
from apps.reports import chapters
from apps.reports.annexes import Asked, annex_of
from apps.reports.beginning import begin_report
from apps.reports.duties import is_of_duties, tallied
from apps.reports.figures import Annex, Place, Span
from apps.reports.ground import Ground, ground_of
from apps.reports.models import QuarterlyReport
from apps.sixlights.models import Campaign
from apps.zones.models import Zone

WHOLE = 0
BATCH = 2000


@transaction.atomic
def close_quarter(
    *, year: int, quarter: int, zone: Zone | None = None, unit: Unit | None = None, by=None
) -> QuarterlyReport:
    """Begin and close at once, as the shell does; the desk leaves the closing to a job."""
    report = begin_report(year=year, quarter=quarter, zone=zone, unit=unit)
    return freeze(report=report, by=by)


@transaction.atomic
def freeze(*, report: QuarterlyReport, by=None) -> QuarterlyReport:
    """The numbers of a report that was begun, all of them or none; what is closed stays as it is."""
    rows = QuarterlyReport.objects.select_for_update(of=("self",)).select_related("zone", "unit")
    stored = rows.get(pk=report.pk)
    if not stored.is_closing:
        return stored
    ground = ground_of(zone=stored.zone, unit=stored.unit, period=stored.period)
    spans = spans_of(stored.period, settings.REPORT_AHEAD_MONTHS)
    stored.closing = Closing.objects.create(
        label=str(stored), start=stored.period.start, end=stored.period.end, closed_by=by
    )
    keys = _keys_of(stored.period)
    numbers = {span: _numbers(span, days, ground, keys) for span, days in spans.items()}
    Reading.objects.bulk_create(
        chain.from_iterable(
            _readings(stored.closing, spans[span], found, ground, whole_only=span != Span.NOW)
            for span, found in numbers.items()
        ),
        batch_size=BATCH,
    )
    stored.frame = {
        "months_ahead": settings.REPORT_AHEAD_MONTHS,
        "places": [list(place) for place in ground.places],
        "annexes": _annexes(spans, ground, numbers),
    }
    stored.save(update_fields=["closing", "frame", "updated_at"])
    return advance(stored, "close", by=None)


def spans_of(period: Period, months_ahead: int) -> dict[Span, Period]:
    """The quarter, what it is compared with, and the months to come."""
    ahead = Period(period.end, add_months(period.end, months_ahead))
    return {
        Span.NOW: period,
        Span.BEFORE: period.previous,
        Span.YEAR_AGO: period.same_last_year,
        Span.AHEAD: ahead,
    }


def _numbers(span: Span, period: Period, ground: Ground, keys: list[str]) -> Numbers:
    """By key and place: every place of the quarter itself, the whole of the others."""
    if span == Span.AHEAD:
        return _with_zeroes(chapters.asked_ahead(), period, ground.whole)
    groups = ground.groups if span == Span.NOW else ground.whole
    tallies = tallied(period, groups, WHOLE, timezone.localdate())
    return _with_zeroes(keys, period, groups) | tallies


def _keys_of(period: Period) -> list[str]:
    """What the catalogue is asked, with the items of the campaigns that ran in the quarter."""
    fixed = [key for key in chapters.asked_of_all() if not is_of_duties(key)]
    running = Campaign.objects.filter(starts_on__lt=period.end).exclude(ends_on__lt=period.start)
    items = running.order_by("code", "items__order").values_list("code", "items__code")
    members = [f"{code}.{item}" for code, item in items if item]
    return fixed + [f"{family}:{member}" for family in chapters.families() for member in members]


def _with_zeroes(keys: Iterable[str], period: Period, groups) -> Numbers:
    """What has no rows in all is a number too."""
    found = frozen(keys, period, groups)
    chosen = catalogue.several(dict.fromkeys(keys))
    zeroes: dict[tuple[str, int], Frozen] = {(i.key, WHOLE): nothing(i) for i in chosen}
    return zeroes | found


def _readings(
    closing: Closing, period: Period, numbers: Numbers, ground: Ground, *, whole_only: bool
) -> Iterable[Reading]:
    asked = {level: set(chapters.asked_at(level)) for level in Level}
    for (key, group), number in numbers.items():
        place = ground.places[group]
        if place.level == Level.WHOLE or not whole_only and key in asked[place.level]:
            yield _reading(closing, period, number, place, ground)


def _reading(
    closing: Closing, period: Period, number: Frozen, place: Place, ground: Ground
) -> Reading:
    pk = ground.rows.get(place)
    return Reading(
        closing=closing,
        indicator=number.indicator,
        label=number.label,
        start=period.start,
        end=period.end,
        level=place.level,
        zone_id=pk if place.level == Level.ZONE else None,
        unit_id=pk if place.level == Level.UNIT else None,
        organisation_id=pk if place.level == Level.ORGANISATION else None,
        kind=place.key if place.level == Level.KIND else "",
        value=number.quantity.value,
        value_hedge=number.quantity.qualifier,
        measure_word=number.quantity.unit,
        row_count=number.row_count,
        rows_hash=number.rows_hash,
    )


def _annexes(
    spans: dict[Span, Period], ground: Ground, numbers: dict[Span, Numbers]
) -> list[Annex]:
    today, organisations = timezone.localdate(), list(ground.groups)
    found = []
    for key, span in chain.from_iterable(chapter.annexes for chapter in chapters.CHAPTERS):
        counted = numbers[span].get((key, WHOLE))
        if counted and counted.row_count:
            asked = Asked(key, span, counted.label, spans[span], today)
            found.append(annex_of(asked, organisations))
    return found
