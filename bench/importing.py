"""CPU of importing 20,000 people over that of reading the file and COPY: `python -m bench.importing`."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from io import BytesIO
from statistics import median

from bench import cpu
from bench.databases import LONG, City, copy, drop, ready, say
from bench.places import PROJECT, environment

SCRATCH = "bench_import"
PEOPLE, ROUNDS = 20_000, 5
HEADERS = ("人员编号*", "姓名*", "联系电话", "党支部", "党小组", "党员类别", "转入日期")
SINCE = date(2020, 3, 1)


def figures(city: City) -> dict[str, float]:
    """A copy of the city, because its people are many enough already."""
    say("importing people …")
    copy(city.database, SCRATCH)
    try:
        command = [sys.executable, "-m", "bench.importing", "run"]
        done = subprocess.run(
            command, cwd=PROJECT, env=environment(SCRATCH), check=True, stdout=subprocess.PIPE
        )
    finally:
        drop(SCRATCH)
    return json.loads(done.stdout)


def run() -> dict[str, float]:
    """Both ways in turn, each undone; the median of the rounds."""
    content = workbook()
    taken = {way: [] for way in (_through_the_engine, _by_copy_alone)}
    for turn in range(ROUNDS + 1):
        for way, notes in taken.items():
            seconds = _undone(lambda way=way: way(content))
            if turn:  # the first round warms up
                notes.append(seconds)
    engine, alone = (median(notes) for notes in taken.values())
    return {
        "import_vs_copy": engine / alone,
        "import_people_seconds": engine,
        "copy_people_seconds": alone,
    }


def workbook() -> bytes:
    """People of codes that the city does not use, spread over its branches."""
    import openpyxl

    book = openpyxl.Workbook(write_only=True)
    page = book.create_sheet("人员")
    page.append(HEADERS)
    branches = _branches()
    for number in range(PEOPLE):
        branch = branches[number % len(branches)].name
        kind = "预备党员" if number % 50 == 0 else "正式党员"
        page.append([f"新{number:05}", f"党员{number}", None, branch, None, kind, SINCE])
    target = BytesIO()
    book.save(target)
    return target.getvalue()


def _branches() -> list:
    from apps.branches.models import Organisation

    return list(Organisation.objects.branches().filter(dissolved_on=None).order_by("pk"))


def _undone(work: Callable[[], None]) -> float:
    """CPU seconds of `work`, in this process and in its own process of the database."""
    from django.db import connection, transaction

    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            processes = [os.getpid(), cursor.fetchone()[0]]
        before = cpu.seconds(processes)
        work()
        # What is checked at the end of a transaction is part of bringing rows in.
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        taken = cpu.seconds(processes) - before
        transaction.set_rollback(True)
    return taken


def _through_the_engine(content: bytes) -> None:
    from apps.core.imports import bring_in

    outcome = bring_in(content, name="人员.xlsx")
    if not outcome.is_saved:
        raise RuntimeError(str(outcome.check.problems[:3]))


def _by_copy_alone(content: bytes) -> None:
    """The least that can be done: the cells as they stand, into both tables with their history."""
    import openpyxl
    from django.db import connection

    pks = {branch.name: branch.pk for branch in _branches()}
    page = openpyxl.load_workbook(BytesIO(content), read_only=True, data_only=True).worksheets[0]
    rows = list(page.iter_rows(min_row=2, values_only=True))
    with connection.cursor() as cursor:
        first = _keys(cursor, "branches_person", len(rows))
        with cursor.copy(
            "COPY branches_person (id, uuid, version, created_at, updated_at, code, name, pinyin,"
            " phone) FROM STDIN"
        ) as target:
            for key, row in enumerate(rows, start=first):
                target.write_row((key, _uuid(), 1, _now(), _now(), row[0], row[1], "", ""))
        first_membership = _keys(cursor, "branches_membership", len(rows))
        with cursor.copy(
            "COPY branches_membership (id, uuid, version, created_at, updated_at, valid_from,"
            " kind, is_vote_suspended, organisation_id, person_id) FROM STDIN"
        ) as target:
            for key, row in enumerate(rows):
                kind = "probationary" if row[5] == "预备党员" else "full"
                times = (_uuid(), 1, _now(), _now(), row[6].date())
                target.write_row(
                    (first_membership + key, *times, kind, False, pks[row[3]], first + key)
                )


def _keys(cursor, table: str, count: int) -> int:
    """Draw `count` keys, which follow each other while nobody else is here; answers the first."""
    cursor.execute(
        "SELECT min(nextval(pg_get_serial_sequence(%s, 'id'))) FROM generate_series(1, %s)",
        [table, count],
    )
    return cursor.fetchone()[0]


def _uuid():
    import uuid

    return uuid.uuid4()


def _now():
    from django.utils import timezone

    return timezone.now()


def main() -> None:
    if sys.argv[1:2] == ["run"]:
        print(json.dumps(run()))
        return
    from bench.run import announce

    announce(figures(ready(LONG)))


if __name__ == "__main__":
    import django

    django.setup()
    main()
