"""All figures, one `name value` a line; progress goes to standard error. `make bench` calls it."""

import subprocess
import sys
from collections.abc import Mapping

from bench import growth, importing, pages, province, registers, sheets
from bench.databases import LONG, SHORT, ready, say
from bench.places import PROJECT, environment


def announce(figures: Mapping[str, float]) -> None:
    for name, value in figures.items():
        print(name, value if isinstance(value, int) else f"{value:.2f}", flush=True)


def main() -> None:
    long, short = ready(LONG), ready(SHORT)
    announce({"make_city_seconds": long.seconds})
    announce(pages.figures(long))
    announce(registers.figures(ready(SHORT, of_each_register=registers.OF_EACH)))
    announce(growth.figures(long.database, short.database))
    announce(growth.tenfold(ready(growth.TENFOLD).database, short.database))
    for part in ("search", "assess", "what_if", "annual_pdf", "paper", "quarter"):
        say(f"measuring {part} …")
        run_part(part, long.database)
    announce(province.figures())
    announce(importing.figures(long))
    announce(sheets.figures(long))


def run_part(part: str, database: str) -> None:
    """A part in a process of its own, over the large city; it prints its own figures."""
    command = [sys.executable, "-m", f"bench.{part}"]
    subprocess.run(command, cwd=PROJECT, env=environment(database), check=True)


if __name__ == "__main__":
    import django

    django.setup()
    main()
