"""Worker, scheduler and web server of the drill; whatever dies is started again."""

import os
import signal
import time
from collections.abc import Callable
from pathlib import Path

from scripts.ground import application, postgres, processes, redis

PORT = 8791


class Crew(application.Crew):
    """Started again as a service manager would: that is the only helper that a run has."""

    def look_after(self) -> None:
        for name, child in list(self.running.items()):
            if child.poll() is not None:
                application.kill_group(child.pid)
                self._start_one(name)

    def wait_until(self, condition: Callable[[], bool], seconds: float) -> bool:
        end = time.monotonic() + seconds
        while not condition():
            if time.monotonic() > end:
                return False
            self.look_after()
            time.sleep(0.5)
        return True


def children_of(pid: int) -> list[int]:
    listed = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [int(child) for child in listed if processes.is_alive(int(child))]


def kill_pool_child(crew: Crew) -> None:
    os.kill(children_of(crew.running["worker"].pid)[0], signal.SIGKILL)


def kill_worker(crew: Crew) -> None:
    worker = crew.running["worker"].pid
    for pid in [worker, *children_of(worker)]:
        os.kill(pid, signal.SIGKILL)


def flush_redis(crew: Crew) -> None:
    import redis as client

    address = redis.url().replace("redis+socket://", "unix://").replace("virtual_host=", "db=")
    client.Redis.from_url(address).flushall()


def restart_redis(crew: Crew, down_seconds: float = 10) -> None:
    os.kill(processes.pid_in(redis.PID_FILE), signal.SIGKILL)
    time.sleep(down_seconds)
    redis.start()


def restart_postgres(crew: Crew) -> None:
    """SIGQUIT is PostgreSQL's immediate shutdown: no checkpoint, recovery at the next start."""
    postmaster = processes.pid_in(postgres.folder() / "postmaster.pid")
    os.kill(postmaster, signal.SIGQUIT)
    processes.wait_until(lambda: not processes.is_alive(postmaster), 30)
    postgres.start()
