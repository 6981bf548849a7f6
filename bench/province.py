"""`province_10x_time`: assessing ten times as many organisations over assessing those of the city.

Both have the records of the whole year that is assessed, in a database and in a process of their
own, and take turns; everything from the first query to the stored lines counts, as in `bench.assess`.
The ratio of the fastest rounds is printed.
"""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from django.utils import timezone

from bench.databases import CITY_ORGANISATIONS, ready, say
from bench.places import PROJECT, environment

ROUNDS = 3
PROVINCE = 10 * CITY_ORGANISATIONS
ASSESSOR = "assessor"


def figures() -> dict[str, float]:
    """Of two cities that differ in nothing but the number of their organisations."""
    year = timezone.localdate().year - 1
    small, large = (
        ready(1, organisations=number, until=date(year, 12, 31)).database
        for number in (CITY_ORGANISATIONS, PROVINCE)
    )
    say("measuring province …")
    with assessor(small, year) as of_city, assessor(large, year) as of_province:
        rounds = [(seconds(of_city), seconds(of_province)) for _ in range(ROUNDS)]
    one, ten = (min(times) for times in zip(*rounds, strict=True))
    say(f"assessing {CITY_ORGANISATIONS}: {one:.2f} s, {PROVINCE}: {ten:.2f} s")
    return {"province_10x_time": ten / one}


@contextmanager
def assessor(database: str, year: int) -> Iterator[subprocess.Popen]:
    """A process that assesses its database once for each line that it is sent."""
    process = subprocess.Popen(
        [sys.executable, "-m", "bench.province", ASSESSOR, str(year)],
        cwd=PROJECT,
        env=environment(database),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        yield process
    finally:
        process.stdin.close()
        process.wait()


def seconds(process: subprocess.Popen) -> float:
    print(file=process.stdin, flush=True)
    return float(process.stdout.readline())


def answer(year: int) -> None:
    from apps.core.periods import Period
    from bench.assess import assess, seconds_of

    period = Period.year(year)
    assess(period)  # what a process does but once is not the year's
    for _ in sys.stdin:
        print(seconds_of(assess, period), flush=True)


def main() -> None:
    if sys.argv[1:2] == [ASSESSOR]:
        answer(int(sys.argv[2]))
        return
    from bench.run import announce

    announce(figures())


if __name__ == "__main__":
    import django

    django.setup()
    main()
