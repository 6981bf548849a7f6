"""A broker of a test's own: another database of the same Redis, empty before and after."""

import os
import re

import pytest
import redis
from celery import Celery
from kombu import pools

from apps.core.tasks import run_item

ABSENT = "redis://127.0.0.1:1/0"


class Broker:
    def __init__(self, app: Celery, address: str) -> None:
        self.app = app
        self.address = self.numbered(address)
        self.client = redis.Redis.from_url(self.client_address())

    @staticmethod
    def numbered(address: str) -> str:
        """The database above that of the run, one for each process of it."""
        process = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
        return re.sub(r"\d+$", lambda found: str(int(found[0]) + 1 + process), address)

    def client_address(self) -> str:
        unix = self.address.replace("redis+socket://", "unix://")
        return unix.replace("virtual_host=", "db=")

    def point_to(self, address: str) -> None:
        self.app.conf.broker_url = self.app.conf.broker_write_url = address
        pools.reset()
        self.app._pool = None
        self.app.amqp._producer_pool = None

    def length(self) -> int:
        """How many messages wait."""
        return self.client.llen("celery")

    def disappear(self) -> None:
        self.point_to(ABSENT)

    def come_back(self) -> None:
        self.point_to(self.address)


@pytest.fixture
def own_broker(settings):
    """Messages of this test go to nobody else's worker."""
    broker = Broker(run_item.app, settings.CELERY_BROKER_URL)
    broker.client.flushdb()
    broker.come_back()
    yield broker
    broker.client.flushdb()
    broker.client.close()
    broker.point_to(settings.CELERY_BROKER_URL)
