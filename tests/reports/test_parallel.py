"""Two people close the same quarter at the same moment: one report, and a sentence for the other."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from apps.core.lifecycle import StepRefused
from apps.core.models import Job
from apps.indicators.models import Closing
from apps.reports.choices import ReportStatus
from apps.reports.closing import freeze
from apps.reports.models import QuarterlyReport
from apps.reports.services import order_closing
from tests.reports.conftest import QUARTER, YEAR

pytestmark = pytest.mark.django_db(transaction=True)
PEOPLE = 3


def test_quarter_is_closed_once_by_many_at_once(quarter):
    together = Barrier(PEOPLE)

    def close(_number: int) -> str:
        together.wait()
        try:
            return str(order_closing(year=YEAR, quarter=QUARTER, by=None))
        except StepRefused as refused:
            return refused.messages[0]
        finally:
            connection.close()

    with ThreadPoolExecutor(PEOPLE) as pool:
        answers = sorted(pool.map(close, range(PEOPLE)), key=len)
    assert answers[0] == "2025年三季度全市报告"
    assert all("正在给同一个季度结账" in said or "不用再点一次" in said for said in answers[1:])
    assert (QuarterlyReport.objects.count(), Job.objects.count()) == (1, 1)


def test_numbers_are_frozen_once_by_workers_at_once(quarter):
    report = order_closing(year=YEAR, quarter=QUARTER, by=None)
    together = Barrier(PEOPLE)

    def work(_number: int) -> None:
        together.wait()
        freeze(report=report)
        connection.close()

    with ThreadPoolExecutor(PEOPLE) as pool:
        list(pool.map(work, range(PEOPLE)))
    assert Closing.objects.count() == 1
    assert QuarterlyReport.objects.get().status == ReportStatus.DRAFT
