"""A report is begun before its numbers are frozen: one of a quarter and place at a time."""

from collections.abc import Iterable
from typing import NamedTuple

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from apps.branches.models import Organisation, Unit
from apps.branches.years import refuse_year
from apps.core.lifecycle import StepRefused
from apps.core.periods import Period
from apps.indicators.models import Level
from apps.reports.models import QuarterlyReport
from apps.zones.models import Zone

AT_ONCE = "另一位同志正在给同一个季度结账，请刷新列表，看还缺哪些报告再办"
# Whose reports are begun in one go.
LEVELS = (Level.WHOLE, Level.ZONE, Level.UNIT)


class Begun(NamedTuple):
    """What was begun, and how many stood already and were left alone."""

    reports: list[QuarterlyReport]
    stood: int


def begin_report(
    *, year: int, quarter: int, zone: Zone | None = None, unit: Unit | None = None
) -> QuarterlyReport:
    """StepRefused where the quarter is not over, or its report was begun already."""
    report = QuarterlyReport(year=year, quarter=quarter, zone=zone, unit=unit)
    return _begin(report)


def begin_again(*, report: QuarterlyReport, reason: str) -> QuarterlyReport:
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
    return _begin(again)


def begin_many(
    *, year: int, quarter: int, levels: Iterable[str], problems: str = "", next_steps: str = ""
) -> Begun:
    """The city, its zones and its units, as asked for, but for those that stand already."""
    period = Period.quarter(year, quarter)
    _refuse_days(period)
    standing = QuarterlyReport.objects.of(year, quarter).standing()
    known = set(standing.values_list("zone", "unit"))
    places = [place for level in LEVELS if level in levels for place in _places(level, period)]
    lacking = [(zone, unit) for zone, unit in places if (_pk(zone), _pk(unit)) not in known]
    if not lacking:
        raise StepRefused(f"{period.label}要结账的{len(places)}份报告都已结账，没有要办的")
    typed = {"problems": problems, "next_steps": next_steps}
    reports = [
        QuarterlyReport(year=year, quarter=quarter, zone=zone, unit=unit, **typed)
        for zone, unit in lacking
    ]
    return Begun(_stored(reports), len(places) - len(lacking))


def _places(level: str, period: Period) -> list[tuple[Zone | None, Unit | None]]:
    """Zones of the year; units with an organisation at the end of the quarter."""
    if level == Level.ZONE:
        return [(zone, None) for zone in Zone.objects.of_year(period.start.year).order_by("number")]
    if level == Level.UNIT:
        own = Organisation.objects.existing_on(period.last_day).filter(unit=OuterRef("pk"))
        return [(None, unit) for unit in Unit.objects.filter(Exists(own)).order_by("name")]
    return [(None, None)]


def _pk(row: Zone | Unit | None) -> int | None:
    return row.pk if row else None


def _begin(report: QuarterlyReport) -> QuarterlyReport:
    refuse_year(report.year)
    _refuse_days(report.period)
    if report.zone and report.zone.year != report.year:
        raise StepRefused(f"{report.zone}是{report.zone.year}年的联系片，请选{report.year}年的")
    _refuse_second(report)
    return _stored([report])[0]


def _stored(reports: list[QuarterlyReport]) -> list[QuarterlyReport]:
    """Of two who press at the same moment, the table lets one through."""
    try:
        with transaction.atomic():
            return QuarterlyReport.objects.bulk_create(reports)
    except IntegrityError:
        raise StepRefused(AT_ONCE) from None


def _refuse_days(period: Period) -> None:
    if period.end > timezone.localdate():
        last = period.last_day
        raise StepRefused(f"{period.label}到{last.month}月{last.day}日才结束，过后再结账")


def _refuse_second(report: QuarterlyReport) -> None:
    there = QuarterlyReport.objects.of(report.year, report.quarter)
    of_place = there.about(report.zone, report.unit).select_related("closing", "zone", "unit")
    if found := of_place.in_hand().first():
        raise StepRefused(_begun_already(found))
    found = of_place.issued().first()
    if found and found != report.corrects:
        raise StepRefused(_begun_already(found))


def _begun_already(report: QuarterlyReport) -> str:
    if report.closing is None:
        return f"{report}正在结账，请稍后刷新查看，不用再点一次"
    day = timezone.localdate(report.closing.closed_at)
    said = (
        f"{report}已于{day.month}月{day.day}日结账，现在是“{report.get_status_display()}”，"
        "不能再结一次。"
    )
    if report.is_issued:
        return f"{said}要更正的，请打开它点“重新结账”，写明原因"
    return f"{said}数据有变的，请打开它撤回，再重新结账"
