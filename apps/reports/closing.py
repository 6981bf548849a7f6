"""结账: the numbers of a quarter are frozen, once, beside those it is compared with."""

from collections.abc import Iterable
from itertools import chain

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from apps.branches.models import Unit
from apps.core.lifecycle import StepRefused
from apps.core.locks import alone
from apps.core.periods import Period, add_months
from apps.indicators import catalogue
from apps.indicators.freezing import Frozen, Numbers, frozen, nothing
from apps.indicators.models import Closing, Level, Reading
from apps.reports import chapters
from apps.reports.annexes import Asked, annex_of
from apps.reports.duties import is_of_duties, tallied
from apps.reports.figures import Annex, Place, Span
from apps.reports.ground import Ground, ground_of
from apps.reports.models import QuarterlyReport
from apps.sixlights.models import Campaign
from apps.zones.models import Zone

WHOLE = 0
BATCH = 2000


def close_quarter(
    *, year: int, quarter: int, zone: Zone | None = None, unit: Unit | None = None, by=None
) -> QuarterlyReport:
    """Begin the report of a quarter; StepRefused where it was begun already or is not over."""
    report = QuarterlyReport(year=year, quarter=quarter, zone=zone, unit=unit)
    return _close(report, by)


def close_again(*, report: QuarterlyReport, reason: str, by=None) -> QuarterlyReport:
    """A new report in the place of an issued one, which stands until the new one is issued."""
    if not report.is_issued:
        raise StepRefused(
            f"“{report}”现在是“{report.get_status_display()}”，不用重新结账。"
            "草拟或已核对的，请先撤回再结账"
        )
    again = QuarterlyReport(
        year=report.year,
        quarter=report.quarter,
        zone=report.zone,
        unit=report.unit,
        corrects=report,
        reason=reason,
        problems=report.problems,
        next_steps=report.next_steps,
    )
    return _close(again, by)


def _close(report: QuarterlyReport, by) -> QuarterlyReport:
    # The lock outlasts the transaction: whoever comes next sees what was closed.
    name = f"reports.close:{report.year}:{report.quarter}:{report.zone_id}:{report.unit_id}"
    with alone(name) as is_alone, transaction.atomic():
        if not is_alone:
            raise StepRefused(f"{report}正在结账，请稍后刷新查看，不用再点一次")
        _refuse(report)
        ground = ground_of(zone=report.zone, unit=report.unit, period=report.period)
        months = settings.REPORT_AHEAD_MONTHS
        spans = spans_of(report.period, months)
        report.closing = Closing.objects.create(
            label=str(report), start=report.period.start, end=report.period.end, closed_by=by
        )
        keys = _keys_of(report.period)
        numbers = {span: _numbers(span, days, ground, keys) for span, days in spans.items()}
        Reading.objects.bulk_create(
            chain.from_iterable(
                _readings(report.closing, spans[span], found, ground, whole_only=span != Span.NOW)
                for span, found in numbers.items()
            ),
            batch_size=BATCH,
        )
        report.frame = {
            "months_ahead": months,
            "places": [list(place) for place in ground.places],
            "annexes": _annexes(spans, ground, numbers),
        }
        report.save()
    return report


def spans_of(period: Period, months_ahead: int) -> dict[Span, Period]:
    """The quarter, what it is compared with, and the months to come."""
    ahead = Period(period.end, add_months(period.end, months_ahead))
    return {
        Span.NOW: period,
        Span.BEFORE: period.previous,
        Span.YEAR_AGO: period.same_last_year,
        Span.AHEAD: ahead,
    }


def _refuse(report: QuarterlyReport) -> None:
    if report.period.end > timezone.localdate():
        last = report.period.last_day
        raise StepRefused(f"{report.period.label}到{last.month}月{last.day}日才结束，过后再结账")
    if report.zone and report.zone.year != report.year:
        raise StepRefused(f"{report.zone}是{report.zone.year}年的联系片，请选{report.year}年的")
    there = QuarterlyReport.objects.of(report.year, report.quarter)
    of_place = there.about(report.zone, report.unit).select_related("closing", "zone", "unit")
    if found := of_place.in_hand().first():
        raise StepRefused(_closed_already(found) + "数据有变的，请打开它撤回，再重新结账")
    found = of_place.issued().first()
    if found and found != report.corrects:
        raise StepRefused(_closed_already(found) + "要更正的，请打开它点“重新结账”，写明原因")


def _closed_already(report: QuarterlyReport) -> str:
    day = timezone.localdate(report.closing.closed_at) if report.closing else None
    on = f"{day.month}月{day.day}日" if day else ""
    return f"{report}已于{on}结账，现在是“{report.get_status_display()}”，不能再结一次。"


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
