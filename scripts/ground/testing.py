"""`make test`: everything that can be checked without running, then every test."""

import fcntl
import os
import shutil
import subprocess
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from xml.etree import ElementTree

from . import old_browser, places, redis
from .faults import StackError

SETTINGS = "config.settings.test"
MOST_RUNS = 10
PYTEST = (str(places.PYTHON), "-m", "pytest")
# Job: the markers that it takes. The main path on the old browser has a target of its own.
SELECTION = {
    "units": "not browser and not chromium102",
    "browser": "browser and not chromium102",
}
JOBS = tuple(SELECTION)
NOTHING_FOUND = 5
CHECKS = (
    "mypy",
    "ruff check .",
    "ruff format --check .",
    "djlint templates --lint --quiet",
    "lint-imports",
    "python manage.py check",
    "python manage.py makemigrations --check --dry-run",
)


def lint(variables: dict[str, str]) -> list[str]:
    """All checks, two at a time; return those that failed."""
    with ThreadPoolExecutor(2) as pool:
        passed = pool.map(lambda check: _passes(check, variables), CHECKS)
        return [check for check, good in zip(CHECKS, passed, strict=True) if not good]


def _passes(check: str, variables: dict[str, str]) -> bool:
    done = subprocess.run(check.split(), env=variables, check=False, text=True, capture_output=True)
    passed = done.returncode == 0
    report = f"✓ {check}" if passed else f"✗ {check}\n{done.stdout}{done.stderr}"
    print(report, flush=True)
    return passed


@contextmanager
def own_name() -> Iterator[str]:
    """A database name that no other test run uses now; a killed run's name comes back."""
    for number in range(MOST_RUNS):
        with (places.RUN / f"test-{number}.lock").open("a") as handle:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                continue
            yield os.environ.get("TEST_DATABASE_NAME") or f"test_portal_{number}"
            return
    raise StackError(f"已有 {MOST_RUNS} 个测试在运行：请等其中一个结束。")


def run_all(arguments: list[str], name: str, variables: dict[str, str]) -> int:
    """The jobs side by side, then one line for all; the exit status of the first that failed."""
    jobs = [Job(marker, f"{name}_{marker}", arguments, variables) for marker in JOBS]
    try:
        statuses = [job.wait() for job in jobs]
    except BaseException:
        for job in jobs:
            job.end()
        raise
    totals = sum((job.totals() for job in jobs), Counter())
    print(
        f"tests: {totals['passed']} passed, {totals['failed']} failed, {totals['skipped']} skipped",
        flush=True,
    )
    if all(status == NOTHING_FOUND for status in statuses):
        return NOTHING_FOUND
    return next((s for s in statuses if s not in (0, NOTHING_FOUND)), 0)


def chromium102(arguments: list[str], name: str, variables: dict[str, str]) -> int:
    """The main path on the oldest browser that is supported."""
    own = own_places(name) | {"BROWSER_PATH": str(old_browser.unpacked())}
    command = [*PYTEST, "-m", "chromium102", *arguments]
    return subprocess.run(command, env=variables | own, check=False).returncode


def own_places(name: str) -> dict[str, str]:
    """A database, a Redis number and a file folder that no other job uses."""
    files = places.STATE / "test-files" / name
    shutil.rmtree(files, ignore_errors=True)
    return {
        "TEST_DATABASE_NAME": name,
        "REDIS_URL": os.environ.get("REDIS_URL") or redis.url(name),
        "FILE_ROOT": str(files),
    }


class Job:
    """One pytest of several at once. The first speaks as it goes, the others when they are done."""

    def __init__(
        self, marker: str, name: str, arguments: list[str], variables: dict[str, str]
    ) -> None:
        self.marker = marker
        self.results = places.RUN / f"{name}.xml"
        self.results.unlink(missing_ok=True)
        self.log = None if marker == JOBS[0] else (places.LOGS / f"{marker}-tests.log").open("w+")
        workers = os.environ.get("TEST_WORKERS", "2")
        command = [*PYTEST, "-n", workers, "-m", SELECTION[marker], f"--junitxml={self.results}"]
        self.child = subprocess.Popen(
            [*command, *arguments],
            env=variables | own_places(name),
            stdout=self.log,
            stderr=subprocess.STDOUT if self.log else None,
        )

    def wait(self) -> int:
        status = self.child.wait()
        if self.log:
            self.log.seek(0)
            print(f"── {self.marker} ──", self.log.read(), sep="\n", flush=True)
            self.log.close()
        return status

    def end(self) -> None:
        self.child.terminate()
        self.child.wait()

    def totals(self) -> Counter:
        """Passed, failed and skipped tests; nothing of a job that could not even begin."""
        if not self.results.exists():
            return Counter()
        suites = ElementTree.parse(self.results).iter("testsuite")
        return sum((_tallied(suite.attrib) for suite in suites), Counter())


def _tallied(suite: dict[str, str]) -> Counter:
    failed = int(suite["failures"]) + int(suite["errors"])
    skipped = int(suite["skipped"])
    return Counter(passed=int(suite["tests"]) - failed - skipped, failed=failed, skipped=skipped)
