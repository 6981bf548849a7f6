"""A year's sheets of all organisations through the ledger, two workers: `python -m bench.sheets`."""

import json
import shutil
import subprocess
import sys
import time

from bench.databases import LONG, City, copy, drop, ready, say
from bench.places import PROJECT, STATE, environment

SCRATCH = "bench_sheets"
WORKERS = 2
LONGEST_SECONDS = 900
POLL_SECONDS = 0.5


def figures(city: City) -> dict[str, float]:
    """A copy of the city, because sheets once printed are not printed again."""
    say("printing a year of sheets …")
    shutil.rmtree(STATE / "files" / SCRATCH, ignore_errors=True)
    copy(city.database, SCRATCH)
    worker = _start_worker()
    try:
        answer = _ask("run", str(city.until.year - 1))
    finally:
        worker.terminate()
        worker.wait(60)
        drop(SCRATCH)
        shutil.rmtree(STATE / "files" / SCRATCH, ignore_errors=True)
    return {
        "annual_pdfs": answer["sheets"],
        "annual_pdfs_per_minute": 60 * answer["sheets"] / answer["seconds"],
    }


def _start_worker() -> subprocess.Popen:
    command = [sys.executable, "-m", "celery", "-A", "config", "worker"]
    command += [
        f"--concurrency={WORKERS}",
        "--loglevel=ERROR",
        "--without-gossip",
        "--without-mingle",
    ]
    return subprocess.Popen(command, cwd=PROJECT, env=environment(SCRATCH), stdout=sys.stderr)


def _ask(*arguments: str) -> dict:
    command = [sys.executable, "-m", "bench.sheets", *arguments]
    done = subprocess.run(
        command, cwd=PROJECT, env=environment(SCRATCH), check=True, stdout=subprocess.PIPE
    )
    return json.loads(done.stdout)


def run(year: int) -> dict[str, float]:
    """Inside the copy: start the year's assessment and wait for the last sheet."""
    from apps.assessments.models import Scheme
    from apps.assessments.services import create_run, start_run
    from apps.core.jobs import progress

    run = create_run(year=year, scheme=Scheme.objects.latest("pk"))
    began = time.monotonic()
    run = start_run(run=run, by=_staff())
    while not (state := progress(run.job)).is_finished:
        if time.monotonic() - began > LONGEST_SECONDS:
            raise TimeoutError(f"after {LONGEST_SECONDS} s: {state}")
        time.sleep(POLL_SECONDS)
    seconds = time.monotonic() - began
    return {"sheets": run.results.exclude(document=None).count(), "seconds": seconds}


def _staff():
    from apps.accounts.models import User
    from apps.branches.choices import Role

    return User.objects.filter(role_grants__role=Role.COMMITTEE_STAFF).first()


def main() -> None:
    if sys.argv[1:2] == ["run"]:
        print(json.dumps(run(int(sys.argv[2]))))
        return
    from bench.run import announce

    announce(figures(ready(LONG)))


if __name__ == "__main__":
    import django

    django.setup()
    main()
