"""Two people close the same quarter at the same moment: one report, and a sentence for the other."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from apps.core.lifecycle import StepRefused
from apps.indicators.models import Closing
from apps.reports.closing import close_quarter
from apps.reports.models import QuarterlyReport
from tests.reports.conftest import QUARTER, YEAR

pytestmark = pytest.mark.django_db(transaction=True)
PEOPLE = 3


def test_quarter_is_closed_once_by_many_at_once(quarter):
    together = Barrier(PEOPLE)

    def close(_number: int) -> str:
        together.wait()
        try:
            return str(close_quarter(year=YEAR, quarter=QUARTER))
        except StepRefused as refused:
            return refused.messages[0]
        finally:
            connection.close()

    with ThreadPoolExecutor(PEOPLE) as pool:
        answers = sorted(pool.map(close, range(PEOPLE)), key=len)
    assert answers[0] == "2025年三季度全市报告"
    assert all("正在结账" in said or "不能再结一次" in said for said in answers[1:])
    assert (QuarterlyReport.objects.count(), Closing.objects.count()) == (1, 1)
