"""CPU of the straightforward way over the CPU of one annual sheet: `python -m bench.annual_pdf`.

Two processes take turns, one for each way, so that a busy machine slows both. Both are warmed up first; the
medians are compared. `--yardstick PATH` takes another straightforward document than bench/yardstick.py
(whose CPU is within five per cent of the document that the figures of this project were first measured with).
"""

import argparse
import logging
import os
import resource
import tempfile
import time
from datetime import UTC, datetime
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from statistics import median

from bench.sample_sheets import sample_sheet
from bench.yardstick import html

WARM_UPS = 3
ROUNDS = 15
# Different sheets that the worker prints before its memory is read.
BATCH = 60
TEMPLATE = "assessments/annual_sheet.pdf.html"
CREATED = datetime(2026, 1, 15, 8, tzinfo=UTC)


def answer(pipe: Connection, work) -> None:
    """For each number received do `work` with it and send back CPU seconds, bytes and peak memory."""
    while (number := pipe.recv()) is not None:
        start = time.process_time()
        size = len(work(number))
        cpu = time.process_time() - start
        pipe.send((cpu, size, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024))


def straightforward(pipe: Connection, path: str) -> None:
    import weasyprint

    logging.getLogger("weasyprint").setLevel(logging.CRITICAL)
    answer(pipe, lambda _: weasyprint.HTML(path).write_pdf())


def portal(pipe: Connection) -> None:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
    django.setup()
    from apps.core.pdf import render

    answer(pipe, lambda i: render(TEMPLATE, {"sheet": sample_sheet(i)}, created=CREATED))


class Way:
    """One of the two processes; `measure` makes one document in it."""

    def __init__(self, target, *arguments) -> None:
        spawn = get_context("spawn")
        self._pipe, theirs = spawn.Pipe()
        self._process = spawn.Process(target=target, args=(theirs, *arguments), daemon=True)
        self._process.start()

    def measure(self, number: int = 0) -> tuple[float, int, float]:
        self._pipe.send(number)
        return self._pipe.recv()

    def close(self) -> None:
        self._pipe.send(None)
        self._process.join()


def compare(path: str) -> dict[str, float]:
    slow, fast = Way(straightforward, path), Way(portal)
    turns = [(slow.measure()[0], fast.measure()[0]) for _ in range(WARM_UPS + ROUNDS)][WARM_UPS:]
    batch = [fast.measure(number) for number in range(BATCH)]
    slow.close()
    fast.close()
    return {
        "annual_pdf_speedup": median(s for s, _ in turns) / median(f for _, f in turns),
        "pdf_worker_rss_mb": batch[-1][2],
        "annual_pdf_kb": max(size for _, size, _ in batch) / 1024,
    }


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--yardstick", type=Path, help="HTML file of the straightforward way")
    chosen = parser.parse_args(arguments).yardstick
    with tempfile.TemporaryDirectory() as directory:
        own = Path(directory) / "yardstick.html"
        own.write_text(html())
        for name, value in compare(str(chosen or own)).items():
            print(f"{name} {value:.2f}", flush=True)


if __name__ == "__main__":
    main()
