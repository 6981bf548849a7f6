"""`make test`: everything that can be checked without running, then every test."""

import fcntl
import os
import shutil
import subprocess
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from xml.etree import ElementTree

from . import old_browser, places, redis
from .faults import StackError

SETTINGS = "config.settings.test"
MOST_RUNS = 10
PYTEST = (str(places.PYTHON), "-m", "pytest")
# Job: the markers that it takes, and where it looks for them, as reading all tests takes ten seconds.
# The main path on the old browser has a target of its own.
SELECTION = {
    "units": ("not browser and not chromium102", "tests"),
    "browser": ("browser and not chromium102", "tests/browser"),
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


class Check:
    """One of the checks, while it runs; what it has to say is told when it is asked for."""

    def __init__(self, command: str, variables: dict[str, str]) -> None:
        self.command = command
        self.said = tempfile.TemporaryFile("w+")  # noqa: SIM115 - closed by `checking`
        self.child = subprocess.Popen(
            command.split(), env=variables, stdout=self.said, stderr=subprocess.STDOUT
        )

    def passes(self) -> bool:
        passed = self.child.wait() == 0
        self.said.seek(0)
        report = f"✓ {self.command}" if passed else f"✗ {self.command}\n{self.said.read()}"
        print(report, flush=True)
        return passed


@contextmanager
def checking(variables: dict[str, str]) -> Iterator[list[Check]]:
    """All checks side by side: most of their time is one process on one core."""
    checks = [Check(command, variables) for command in CHECKS]
    try:
        yield checks
    finally:
        for check in checks:
            check.child.terminate()
            check.child.wait()
            check.said.close()


def lint(variables: dict[str, str]) -> list[str]:
    """All checks; return those that failed."""
    with checking(variables) as checks:
        return failed_of(checks)


def failed_of(checks: list[Check]) -> list[str]:
    return [check.command for check in checks if not check.passes()]


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


def run_all(arguments: list[str], name: str, variables: dict[str, str], checks: list[Check]) -> int:
    """The jobs side by side, then the checks that began before them and one line for all; the exit
    status of the first that failed."""
    jobs = [Job(marker, f"{name}_{marker}", arguments, variables) for marker in JOBS]
    try:
        statuses = [job.wait() for job in jobs]
    except BaseException:
        for job in jobs:
            job.end()
        raise
    failed = failed_of(checks)
    totals = sum((job.totals() for job in jobs), Counter())
    print(
        f"tests: {totals['passed']} passed, {totals['failed']} failed, {totals['skipped']} skipped",
        flush=True,
    )
    if failed:
        print(f"检查未通过：{'、'.join(failed)}（详见上面）。", flush=True)
        return len(failed)
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
        markers, folder = SELECTION[marker]
        command = [*PYTEST, "-n", workers, "-m", markers, "-o", f"testpaths={folder}"]
        command.append(f"--junitxml={self.results}")
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
