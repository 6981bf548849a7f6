"""A real worker in a process of its own sends to a chat platform on this machine."""

import os
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from apps.core.models import CalendarDay
from apps.notices.choices import GroupKind, Outcome
from apps.notices.models import Delivery
from apps.notices.services import open_group, tell_group
from apps.notices.tasks import send_waiting

pytestmark = [pytest.mark.worker, pytest.mark.django_db(transaction=True)]
PATIENCE_SECONDS = 120
COMMAND = [sys.executable, "-m", "celery", "-A", "config", "worker", "--concurrency=2"]
QUIET = ["--without-gossip", "--without-mingle", "--without-heartbeat", "--loglevel=WARNING"]


def wait_until(condition: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE_SECONDS
    while not condition():
        assert time.monotonic() < end, "the worker did not get there in time"
        time.sleep(0.1)


@pytest.fixture
def worker(own_broker, tmp_path):
    """Its settings make every hour a working one: the test cannot choose when it runs."""
    (tmp_path / "allday.py").write_text(
        "from datetime import time\n"
        "from config.settings.dev import *\n"
        "MESSAGE_HOURS = (time.min, time.max)\n"
    )
    server = os.environ["DATABASE_URL"].rpartition("/")[0]
    variables = os.environ | {
        "DJANGO_SETTINGS_MODULE": "allday",
        "PYTHONPATH": f"{tmp_path}:{os.getcwd()}",
        "DATABASE_URL": f"{server}/{connection.settings_dict['NAME']}",
        "REDIS_URL": own_broker.address,
    }
    process = subprocess.Popen([*COMMAND, *QUIET], env=variables)
    yield process
    process.terminate()
    process.wait()


def test_worker_sends_what_waits_once_though_the_broker_forgot(worker, own_broker, robot):
    CalendarDay.objects.create(day=timezone.localdate(), is_working=True, name="测试")
    tomorrow = timezone.localdate() + timedelta(days=1)
    CalendarDay.objects.create(day=tomorrow, is_working=True, name="测试")
    group = open_group(name="联络群", kind=GroupKind.GENERIC, address=robot.address)
    tell_group(group=group, text="3个党组织有5件事")
    # The first bell is lost with the broker's memory; the row stays.
    own_broker.client.flushdb()
    assert Delivery.objects.waiting().count() == 1
    for _ in range(3):
        send_waiting.delay()
    wait_until(lambda: Delivery.objects.filter(outcome=Outcome.SENT).exists())
    wait_until(lambda: own_broker.length() == 0)
    assert robot.heard == ["3个党组织有5件事"]
