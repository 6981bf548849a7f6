import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest
import time_machine

from apps.accounts.models import User
from apps.notices.models import ChannelPreference
from tests.core.brokers import own_broker

__all__ = ["own_broker"]
WEDNESDAY = "2026-11-25 10:00 +0800"


@pytest.fixture
def working_time() -> Iterator[time_machine.Traveller]:
    """A Wednesday at ten."""
    with time_machine.travel(WEDNESDAY, tick=False) as clock:
        yield clock


def with_mail(user: User, **choices) -> User:
    """Let a user ask for mails."""
    user.email = f"{user.username}@example.cn"
    user.save()
    ChannelPreference.objects.create(user=user, by_mail=True, **choices)
    return user


class Robot:
    """A chat platform on this machine; `heard` are the texts that it was sent."""

    def __init__(self) -> None:
        self.heard: list[str] = []
        self.status = 200
        robot = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                robot.heard.append(json.loads(body)["message"])
                self.send_response(robot.status)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *args) -> None:
                pass

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self.server.server_port}/robot"
        self.thread = Thread(target=self.server.serve_forever, daemon=True)
        self.thread.start()

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()


@pytest.fixture
def robot(settings) -> Iterator[Robot]:
    settings.GENERIC_WEBHOOKS = True
    robot = Robot()
    yield robot
    robot.close()
