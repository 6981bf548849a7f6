"""The demo city shows a quarter from its closing to the printed report."""

from datetime import date

from apps.portal.city.quarter import issue_last_quarter
from apps.reports.choices import ReportStatus
from tests.reports.conftest import YEAR, quarter

__all__ = ["quarter"]


def test_last_whole_quarter_is_issued_and_printed(quarter):
    reports = issue_last_quarter(date(YEAR, 11, 30))
    assert [str(report) for report in reports] == [
        "2025年三季度全市报告",
        "2025年三季度第一联系片报告",
    ]
    for report in reports:
        report.refresh_from_db()
        assert report.status == ReportStatus.ISSUED
        assert report.document
        assert "下季度首月补齐" in str(report.paper)


def test_quarter_that_ends_on_the_last_day_is_a_whole_one(quarter):
    assert issue_last_quarter(date(YEAR, 9, 30))[0].period.key == "2025Q3"
