"""A broker of a test's own: another database of the same Redis, empty before and after."""

from urllib.parse import urlsplit

import redis
from celery import Celery

NUMBER = 15
ABSENT = "redis://127.0.0.1:1/0"


class Broker:
    def __init__(self, app: Celery, address: str) -> None:
        self.app = app
        self.address = self.numbered(address)
        self.client = redis.Redis.from_url(self.client_address())

    @staticmethod
    def numbered(address: str) -> str:
        if address.startswith("redis+socket:"):
            return f"{address.partition('?')[0]}?virtual_host={NUMBER}"
        return urlsplit(address)._replace(path=f"/{NUMBER}").geturl()

    def client_address(self) -> str:
        unix = self.address.replace("redis+socket://", "unix://")
        return unix.replace("virtual_host=", "db=")

    def point_to(self, address: str) -> None:
        self.app.conf.broker_url = self.app.conf.broker_write_url = address
        self.app.pool.force_close_all()
        self.app._pool = None
        self.app.amqp._producer_pool = None

    def length(self) -> int:
        """How many messages wait."""
        return self.client.llen("celery")

    def disappear(self) -> None:
        self.point_to(ABSENT)

    def come_back(self) -> None:
        self.point_to(self.address)
