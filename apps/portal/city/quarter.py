"""The report of the last whole quarter, closed, checked and issued: an example of the whole way."""

from datetime import date

from apps.core import jobs
from apps.core.lifecycle import advance
from apps.core.periods import Cycle, Period
from apps.reports.closing import close_quarter
from apps.reports.models import QuarterlyReport
from apps.reports.services import issue_report
from apps.zones.models import Zone

PROBLEMS = (
    "个别党支部组织生活安排不均衡，季度末集中补会，党课质量还需提高。",
    "部分问题整改停留在完善台账，举一反三不够，同类问题在几个单位反复出现。",
)
NEXT_STEPS = (
    "对照未办事项名单，由各联系片逐个支部提醒，下季度首月补齐。",
    "提前三个月做好届满党组织的换届准备，发出提醒函后每月了解进度。",
    "把共性问题列为下季度督查重点，销号前到支部现场复核。",
)


def issue_last_quarter(until: date) -> list[QuarterlyReport]:
    """Of the city, and of its first zone; `until` is the last day that has any rows."""
    running = Period.containing(until, Cycle.QUARTER)
    period = running if running.last_day <= until else running.previous
    year, quarter = period.start.year, (period.start.month + 2) // 3
    zones = Zone.objects.of_year(year).order_by("number")[:1]
    return [_issued(year, quarter, zone) for zone in (None, *zones)]


def _issued(year: int, quarter: int, zone: Zone | None) -> QuarterlyReport:
    report = close_quarter(year=year, quarter=quarter, zone=zone)
    report.problems, report.next_steps = "\n".join(PROBLEMS), "\n".join(NEXT_STEPS)
    report.save(update_fields=["problems", "next_steps", "updated_at"])
    issued = issue_report(report=advance(report, "review", by=None), by=None)
    if issued.job:
        for item in issued.job.items.all():
            jobs.work(item.pk)
    return issued
