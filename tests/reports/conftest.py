"""A quarter with something in it: two zones, meetings, an issue, a suggestion, a project."""

from datetime import date

import pytest

from apps.core import jobs
from apps.core.lifecycle import advance
from apps.core.models import Job
from apps.duties.models import DutyRule
from apps.inspections.models import Issue
from apps.meetings.choices import MeetingKind
from apps.reports.beginning import begin_again
from apps.reports.closing import close_quarter, freeze
from apps.reports.models import QuarterlyReport
from apps.reports.services import issue_report
from apps.zones.models import Zone, ZoneMembership
from tests import cast

YEAR, QUARTER = 2025, 3
FIRST, SECOND = date(2025, 7, 10), date(2025, 8, 12)
BEFORE, YEAR_AGO = date(2025, 5, 20), date(2024, 9, 3)
TYPED = {
    "problems": "个别党支部党课不够经常。\n台账更新不够及时。",
    "next_steps": "抓好四季度换届。",
}


def make_zone(number: int, name: str, *units) -> Zone:
    zone = Zone.objects.create(year=YEAR, number=number, name=name, convening_unit=units[0])
    for unit in units:
        ZoneMembership.objects.create(
            zone=zone, unit=unit, valid_from=date(YEAR, 1, 1), valid_to=date(YEAR + 1, 1, 1)
        )
    return zone


def make_rule(key: str = "members_meeting", name: str = "支部党员大会", **values) -> DutyRule:
    given = {
        "code": "R-MTG-01",
        "indicator": key,
        "cycle": "quarter",
        "minimum": 1,
        "kinds": ["branch"],
        "authority": "floor",
        "valid_from": date(2020, 1, 1),
    }
    return DutyRule.objects.create(key=key, name=name, **given | values)


@pytest.fixture
def quarter(city, users):
    """Two branches of one unit met, the one of the other did not."""
    for branch in (city.branch, city.sibling, city.other_branch):
        cast.make_member(branch)
    city.zone = make_zone(1, "第一联系片", city.unit)
    city.other_zone = make_zone(2, "第二联系片", city.other_unit)
    make_rule()
    for branch, day in ((city.branch, FIRST), (city.sibling, SECOND), (city.branch, BEFORE)):
        cast.make_meeting(branch, MeetingKind.MEMBERS_MEETING, held_on=day)
    cast.make_meeting(city.other_branch, MeetingKind.MEMBERS_MEETING, held_on=YEAR_AGO)
    Issue.objects.create(
        organisation=city.other_branch, text="记录不全", found_on=FIRST, due_on=SECOND
    )
    return city


@pytest.fixture
def report(quarter, users) -> QuarterlyReport:
    return close_quarter(year=YEAR, quarter=QUARTER, by=users.staff)


def checked(report: QuarterlyReport, by) -> QuarterlyReport:
    QuarterlyReport.objects.filter(pk=report.pk).update(**TYPED)
    return advance(report, "review", by=by)


def issued(report: QuarterlyReport, by) -> QuarterlyReport:
    return issue_report(report=checked(report, by), by=by)


def closed_again(report: QuarterlyReport, by=None, reason: str = "补登一次会议") -> QuarterlyReport:
    return freeze(report=begin_again(report=report, reason=reason), by=by)


def printed(report: QuarterlyReport) -> QuarterlyReport:
    """As the worker would have done it."""
    worked(report.job)
    report.refresh_from_db()
    return report


def worked(job: Job) -> None:
    for item in job.items.all():
        jobs.work(item.pk)
